import { spawn, type ChildProcess } from "node:child_process";

/** How long a process that was asked to end may take to clean up before it is ended for good. */
const GRACE_MS = 2_000;

const live = new Set<ChildProcess>();

/** The signals after which Node would leave at once, without ending the process groups that we started. */
const FATAL_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Asks a process and all that it started to end, and ends them for good after two seconds.
 * The process must have been started as the leader of its own group (`detached`) on POSIX.
 */
export function endTree(child: ChildProcess): void {
  killTree(child, "SIGTERM");
  const timer = setTimeout(() => killTree(child, "SIGKILL"), GRACE_MS);
  child.once("close", () => clearTimeout(timer));
}

/** Ends what is left of a process group at once. A group that is gone already is no error. */
export function killTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    // Windows has no process groups; taskkill walks the tree of parents, which is why it must run before the root ends.
    spawn("taskkill", taskkillArguments(child.pid), { stdio: "ignore", windowsHide: true }).on("error", () =>
      child.kill(),
    );
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the group ended by itself in the meantime.
  }
}

/** The arguments with which `taskkill` ends a whole tree on Windows. */
export function taskkillArguments(pid: number): string[] {
  return ["/pid", String(pid), "/t", "/f"];
}

/**
 * Watches over a child until it ends, so that it does not outlive this process: a child in a group of its own does
 * not get the terminal's Ctrl-C.
 */
export function guard(child: ChildProcess): void {
  if (live.size === 0) install();
  live.add(child);
  child.once("close", () => release(child));
  child.once("error", () => release(child));
}

function release(child: ChildProcess): void {
  if (live.delete(child) && live.size === 0) uninstall();
}

function install(): void {
  process.on("exit", endAll);
  for (const signal of FATAL_SIGNALS) process.on(signal, passOn);
}

function uninstall(): void {
  process.off("exit", endAll);
  for (const signal of FATAL_SIGNALS) process.off(signal, passOn);
}

function endAll(): void {
  for (const child of live) killTree(child, "SIGKILL");
}

function passOn(signal: NodeJS.Signals): void {
  endAll();
  uninstall();
  // With our handler gone the signal has its usual effect, and the shell sees the usual exit status.
  process.kill(process.pid, signal);
}
