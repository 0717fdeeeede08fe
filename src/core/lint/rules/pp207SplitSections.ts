import { unwrap } from "../../syntax/walk.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import type { PaddleCall } from "../paddleCode.js";
import { argument, paddleCalls } from "../paddleCode.js";
import { defineRule } from "../rule.js";

/** `split(n)` makes n parts on Paddle and parts of size n on PyTorch. */
export const rule = defineRule({
  code: "PP207",
  name: "split-sections",
  summary: "`split(n)` makes n parts on Paddle, and parts of size n on PyTorch.",
  severity: "error",
  docs: {
    what: "Reports, in Paddle code, `split` with a number whose result is unpacked into another number of names.",
    why: "The number is the size of a part on PyTorch and the number of parts on Paddle. Where both work the parts are other ones; here the unpacking fails.",
    fixSafety: "There is no fix. Write the sizes as a list, or the number of parts.",
    limits: "Only results that are unpacked at once into plain names are judged, and only literal numbers.",
  },
  check: (context) => paddleCalls(context).flatMap((use) => inspect(context, use)),
});

function inspect(context: FileContext, { call, name }: PaddleCall): Finding[] {
  if (name !== "paddle.split" && name !== "paddle.Tensor.split") return [];
  const sections = argument(call, "num_or_sections", name === "paddle.split" ? 1 : 0)?.value;
  if (sections?.type !== "Number" || sections.of !== "int") return [];
  const parent = context.parent(call);
  if (parent === undefined || parent.expr !== null || parent.stmt.type !== "Assign") return [];
  for (const target of parent.stmt.targets) {
    const inner = unwrap(target);
    if (inner.type !== "Tuple" && inner.type !== "List") continue;
    if (inner.items.some((item) => item.type === "Starred") || inner.items.length === sections.value)
      continue;
    return [
      {
        code: "PP207",
        severity: "error",
        range: { start: sections.start, end: sections.end },
        message: `Paddle's \`split\` makes ${sections.value} parts of this, but ${inner.items.length} names are to take them; on PyTorch the number is the size of a part.`,
        fix: null,
        blocks: true,
      },
    ];
  }
  return [];
}
