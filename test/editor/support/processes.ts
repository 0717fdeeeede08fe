import { readdirSync, readFileSync } from "node:fs";

/** The command lines of all processes that a process started, and those that they started. */
export function startedBy(pid: number): string[] {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const parent = parentOf(name);
        return parent === undefined ? [] : [[Number(name), parent] as const];
      }),
  );
  const isBelow = (process: number): boolean => {
    for (let at = parents.get(process); at !== undefined; at = parents.get(at)) if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow).map(commandLine);
}

function parentOf(process: string): number | undefined {
  try {
    // The program's name, in brackets, may hold anything.
    const fields = readFileSync(`/proc/${process}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(fields[1]);
  } catch {
    // It ended while it was looked at.
    return undefined;
  }
}

function commandLine(process: number): string {
  try {
    return readFileSync(`/proc/${String(process)}/cmdline`, "utf8")
      .replaceAll("\0", " ")
      .trim();
  } catch {
    return "";
  }
}
