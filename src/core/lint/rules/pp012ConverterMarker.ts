import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** PaConvert marks what it could not convert; the marks stay behind. */
export const rule = defineRule({
  code: "PP012",
  name: "converter-marker",
  summary: "A converter's mark says that a line was not converted.",
  severity: "error",
  docs: {
    what: 'Reports the marks that PaConvert leaves: lines that begin with `>>>>>>`, and strings such as `"""Class Method: *.start, can not convert, please check…"""`.',
    why: "A line with `>>>>>>` is no Python, so the whole file cannot be imported. The strings are harmless as such, but nobody has looked at the line below them.",
    fixSafety: "There is no fix. Take the mark away, port the line below it, or see that it needs nothing.",
    limits: "A mark that was reworded is not recognised.",
  },
  readsText: true,
  check: (context) => {
    if (!context.mentionsFramework) return [];
    const lines = [...context.module.text.matchAll(/^>>>>>>/gm)].map(({ index }) =>
      finding(
        { start: index, end: index + 6 },
        "A converter marked this line as not converted. With the mark the file is no Python: take it away and port the line.",
      ),
    );
    const strings = context
      .statementsOf("Expression")
      .flatMap((statement) =>
        statement.value.type === "String" &&
        context.source(statement.value).includes("can not convert, please check")
          ? [
              finding(
                { start: statement.value.start, end: statement.value.end },
                "A converter says here that it did not convert what follows: look at it, then delete this text.",
              ),
            ]
          : [],
      );
    return [...lines, ...strings];
  },
});

function finding(range: Finding["range"], message: string): Finding {
  return { code: "PP012", severity: "error", range, message, fix: null, blocks: true };
}
