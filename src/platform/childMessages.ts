import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { UserError } from "../core/util/userError.js";
import { runProcess, type ProcessRequest, type ProcessResult } from "./processes.js";

/** What a program of ours says on stdout, one JSON object a line. Everything else there is somebody's own output. */
interface Message {
  readonly event: "progress" | "result" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Who is told what a child says before its answer. */
export interface ChildListener {
  /** Called with the fields of each progress event. */
  readonly onProgress?: (fields: Readonly<Record<string, unknown>>) => void;
  /** Called with what else is printed, line by line. */
  readonly onLog?: (line: string) => void;
}

/**
 * Starts a program of ours, hands it a request as JSON in a temporary file, and returns its answer.
 * @param start the command, given the file
 * @param died what to say of a child that ended without an answer
 * @throws UserError what the child said is wrong, or `died`
 */
export async function askChild(
  request: unknown,
  start: (requestFile: string) => ProcessRequest,
  listener: ChildListener,
  died: (ended: ProcessResult) => UserError,
): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), "paddle-port-"));
  try {
    const requestFile = path.join(folder, "request.json");
    await writeFile(requestFile, JSON.stringify(request));
    const messages = new ChildMessages(listener);
    const ended = await runProcess({
      ...start(requestFile),
      ...(listener.onLog ? { onStderrLine: listener.onLog } : {}),
      onStdoutLine: messages.take,
    });
    const result = messages.result();
    if (result) return result.value;
    throw died(ended);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a child that died said last. */
export function lastWords({ stderrTail }: ProcessResult): string {
  const last = lastLine(stderrTail);
  return last === undefined ? "It said nothing." : `Its last line was: ${last}`;
}

/** The last line with something on it: of a traceback, the one that names the exception. */
export function lastLine(text: string): string | undefined {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .findLast((line) => line !== "");
}

/** Sorts the lines of a child's stdout. */
class ChildMessages {
  private outcome: { readonly value: unknown } | undefined;
  private error: UserError | undefined;

  constructor(private readonly listener: ChildListener) {}

  readonly take = (line: string): void => {
    const message = parseMessage(line);
    if (message === undefined) this.listener.onLog?.(line);
    else if (message.event === "progress") this.listener.onProgress?.(message.fields);
    else if (message.event === "result") this.outcome = { value: message.fields["value"] };
    else this.error ??= new UserError(String(message.fields["what"]), String(message.fields["remedy"]));
  };

  /**
   * The result that the child sent, if it came so far: it is sent when all is written, so a framework that crashes while
   * it is being unloaded takes nothing away.
   * @throws UserError what the child said was wrong
   */
  result(): { readonly value: unknown } | undefined {
    if (this.error) throw this.error;
    return this.outcome;
  }
}

/** Reads a protocol line; anything else, such as what a broken wrapper script prints, is undefined. */
function parseMessage(line: string): Message | undefined {
  if (!line.startsWith('{"event":')) return undefined;
  try {
    const { event, ...fields } = JSON.parse(line) as Record<string, unknown>;
    return event === "progress" || event === "result" || event === "error" ? { event, fields } : undefined;
  } catch {
    return undefined;
  }
}
