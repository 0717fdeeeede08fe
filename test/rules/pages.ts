import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import type { PaddleVersion } from "../../src/core/api/schema.js";
import { paddleVersion } from "../../src/core/api/schema.js";

/** A program on a rule's page, the findings it must have and the text that its port must be. */
export interface Example {
  /** Where it stands, for the name of the test: `PP201.md:12 Bad and good`. */
  readonly title: string;
  readonly section: string;
  readonly target: PaddleVersion;
  readonly proofs: "required" | "assumed" | "none";
  /** The program prints something: it is run on both frameworks as well. */
  readonly run: boolean;
  /** The program without its marks. */
  readonly source: string;
  /** Sorted `line:code`, lines from 1. */
  readonly marks: readonly string[];
  /** The expected port; the source itself where the page shows none. */
  readonly ported: string;
  readonly hasPort: boolean;
}

export interface Page {
  readonly code: string;
  readonly text: string;
  readonly sections: readonly string[];
  readonly examples: readonly Example[];
}

export const pagesFolder = path.join(__dirname);

/** Every `PPxxx.md` beside this file. */
export function readPages(): Page[] {
  return readdirSync(pagesFolder)
    .filter((name) => /^PP\d{3}\.md$/.test(name))
    .sort()
    .map((name) => parsePage(name, readFileSync(path.join(pagesFolder, name), "utf8")));
}

/** @throws Error for a page that does not keep to the convention of test/rules/README.md */
export function parsePage(name: string, text: string): Page {
  const examples: Example[] = [];
  const sections: string[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const heading = /^## (.+)$/.exec(line)?.[1];
    if (heading !== undefined) sections.push(heading);
    const fence = /^```py (check|ported)\b(.*)$/.exec(line);
    if (line.startsWith("```") && fence === null)
      throw new Error(`${name}:${index + 1}: not a py check or py ported block`);
    if (fence === null) continue;
    const end = lines.indexOf("```", index);
    if (end < 0) throw new Error(`${name}:${index + 1}: the block does not end`);
    const body = `${lines.slice(index + 1, end).join("\n")}\n`;
    if (fence[1] === "check") {
      examples.push({
        title: `${name}:${index + 1} ${sections.at(-1) ?? ""}`,
        section: sections.at(-1) ?? "",
        ...readOptions(`${name}:${index + 1}`, fence[2] ?? ""),
        ...readMarks(body),
      });
    } else {
      const example = examples.at(-1);
      if (example === undefined || example.hasPort)
        throw new Error(`${name}:${index + 1}: a port without its program`);
      examples[examples.length - 1] = { ...example, ported: body, hasPort: true };
    }
    index = end;
  }
  return { code: name.slice(0, 5), text, sections, examples };
}

function readOptions(where: string, text: string): Pick<Example, "target" | "proofs" | "run"> {
  const options = { target: "3.0" as PaddleVersion, proofs: "assumed" as Example["proofs"], run: false };
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const [key, value] = word.split("=");
    if (word === "run") options.run = true;
    else if (key === "target") options.target = paddleVersion.parse(value);
    else if (word === "proofs=required") options.proofs = "required";
    else if (word === "proofs=none") options.proofs = "none";
    else throw new Error(`${where}: unknown option ${word}`);
  }
  return options;
}

function readMarks(body: string): Pick<Example, "source" | "marks" | "ported" | "hasPort"> {
  const marks: string[] = [];
  const source = body
    .split("\n")
    .map((line, index) => {
      const mark = /\s*# error: (PP\d{3}(?:, PP\d{3})*)$/.exec(line);
      for (const code of mark?.[1]?.split(", ") ?? []) marks.push(`${index + 1}:${code}`);
      return mark === null ? line : line.slice(0, mark.index);
    })
    .join("\n");
  return { source, marks: marks.sort(), ported: source, hasPort: false };
}

/**
 * The expected port with the messages of its TODO comments filled in from the real one:
 * a comment that ends in `…` says which finding stands there and leaves its words to the API knowledge.
 */
export function fillMessages(expected: string, actual: string): string {
  const real = actual.split("\n");
  return expected
    .split("\n")
    .map((line, index) => {
      const start = line.endsWith("…") && line.includes("# TODO(paddle-port ") ? line.slice(0, -1) : null;
      return start !== null && (real[index] ?? "").startsWith(start) ? (real[index] ?? "") : line;
    })
    .join("\n");
}
