import { members } from "../../semantics/types.js";
import type { Finding } from "../finding.js";
import { paddleName } from "../paddleCode.js";
import { defineRule } from "../rule.js";

/** `partial(nn.LayerNorm)` has lost the eps that it was written for. */
export const rule = defineRule({
  code: "PP503",
  name: "empty-partial",
  summary: "A `partial` of a Paddle layer fixes nothing.",
  severity: "info",
  docs: {
    what: "Reports `partial(paddle.nn.LayerNorm)` and the like: a `partial` that is given a layer and no argument.",
    why: "In the original it held something, usually `eps=1e-6`, that was lost on the way; Paddle's default is 1e-5. Nothing fails, and each layer's result is off by a little.",
    fixSafety: "There is no fix. Look the value up in the PyTorch source and pass it as `epsilon`.",
    limits: "Whether something was lost is not certain, so this is information only.",
  },
  check: (context) =>
    context.calls.flatMap((call): Finding[] => {
      const [only] = call.args;
      if (only?.kind !== "positional" || call.args.length > 1) return [];
      const isPartial = members(context.typeOf(call.callee).type).some(
        (type) => type.kind === "external" && type.name === "functools.partial",
      );
      const layer = isPartial ? paddleName(context, only.value) : null;
      if (layer === null || !/^paddle\.nn\.[A-Z]\w*$/.test(layer)) return [];
      return [
        {
          code: "PP503",
          severity: "info",
          range: { start: call.start, end: call.end },
          message: `This \`partial\` of \`${layer}\` fixes nothing; in the PyTorch source it may have held an \`eps\`.`,
          fix: null,
          blocks: false,
        },
      ];
    }),
});
