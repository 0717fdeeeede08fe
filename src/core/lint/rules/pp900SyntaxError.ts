import { defineRule } from "../rule.js";

/** The file is not valid Python. */
export const rule = defineRule({
  code: "PP900",
  name: "syntax-error",
  summary: "The file is not valid Python.",
  severity: "error",
  docs: {
    what: "Reports the first place that the grammar cannot read.",
    why: "Statements around an error are not analysed and never edited, so the file cannot be complete.",
    fixSafety: "There is no fix.",
    limits: "Python 2 code is read as far as it is also Python 3.",
  },
});
