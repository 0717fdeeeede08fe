import { UserError } from "../core/util/userError.js";

/** What a program of ours says on stdout, one JSON object a line. Everything else there is somebody's own output. */
interface Message {
  readonly event: "progress" | "result" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Sorts the lines of a child's stdout. */
export class ChildMessages {
  private outcome: { readonly value: unknown } | undefined;
  private error: UserError | undefined;

  constructor(
    private readonly listener: {
      readonly onProgress?: (fields: Readonly<Record<string, unknown>>) => void;
      readonly onLog?: (line: string) => void;
    },
  ) {}

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
