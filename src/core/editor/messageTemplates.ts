/** English templates with `{0}`, `{1}` … and what they become in another language. */
export type Templates = Readonly<Record<string, string>>;

/** Translates finished English messages by the templates that they were made from. */
export class MessageTranslator {
  readonly #patterns: readonly {
    readonly pattern: RegExp;
    readonly order: readonly number[];
    readonly text: string;
  }[];

  constructor(templates: Templates) {
    this.#patterns = Object.entries(templates)
      // Of two templates that fit, the one with more words of its own is the one that was meant.
      .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
      .map(([template, text]) => ({ ...compile(template), text }));
  }

  /** The translation, sentence by sentence; a sentence that has none stays English. */
  translate(message: string): string {
    return sentencesOf(message)
      .map((sentence) => this.#sentence(sentence) ?? sentence)
      .join(" ");
  }

  #sentence(message: string): string | undefined {
    for (const { pattern, order, text } of this.#patterns) {
      const match = pattern.exec(message);
      if (match === null) continue;
      return text.replaceAll(/\{(\d+)\}/g, (_, index: string) => {
        const value = (match[order.indexOf(Number(index)) + 1] ?? "").trim();
        return value === message ? value : this.translate(value);
      });
    }
    return undefined;
  }
}

/** A message's sentences, each of which is translated by itself. One may begin with a name: `paddle.pow`, `softmax_scale`. */
export function sentencesOf(message: string): string[] {
  return message.split(/(?<=[.!?])\s+(?=[A-Z0-9`]|\w+[._]\w)/);
}

function compile(template: string): { pattern: RegExp; order: number[] } {
  const order: number[] = [];
  const source = template
    .split(/(\{\d+\})/)
    .map((part) => {
      const hole = /^\{(\d+)\}$/.exec(part);
      if (hole === null) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      order.push(Number(hole[1]));
      return "([\\s\\S]*?)";
    })
    .join("");
  return { pattern: new RegExp(`^${source}$`), order };
}

function fixedLength(template: string): number {
  return template.replaceAll(/\{\d+\}/g, "").length;
}
