import { paddleCalls } from "../paddleCode.js";
import { replace } from "../fix.js";
import type { Finding } from "../finding.js";
import { torchKeywords } from "../paddleNames.generated.js";
import { defineRule } from "../rule.js";

/** A keyword of PyTorch's is handed to a function of Paddle's that does not take it. */
export const rule = defineRule({
  code: "PP105",
  name: "torch-keyword",
  summary: "A keyword of PyTorch's is handed to a function of Paddle's.",
  severity: "error",
  docs: {
    what: "Reports PyTorch's keywords in calls of Paddle's functions, layers and tensor methods that do not take them on the target version: `dim=` for `axis=`, `eps=` for `epsilon=`, `bias=` for `bias_attr=`.",
    why: "The call raises `TypeError`. From 3.2 on many functions take both names, from 3.3 on some layers too; which ones was asked of the installed versions 3.0.0, 3.1.1, 3.2.2 and 3.3.1.",
    fixSafety:
      "Safe on functions and layers: Paddle's keyword means the same. Unsafe on tensors whose type is only likely.",
    limits:
      "Only the keywords that the API knowledge renames are known. Positional arguments in PyTorch's order are not seen.",
  },
  check: (context) =>
    paddleCalls(context).flatMap(({ call, name }): Finding[] => {
      const known = Object.hasOwn(torchKeywords, name) ? torchKeywords[name] : undefined;
      if (known === undefined) return [];
      return call.args.flatMap(({ keyword }): Finding[] => {
        const entry =
          keyword !== null && Object.hasOwn(known, keyword.name) ? known[keyword.name] : undefined;
        if (keyword === null || entry === undefined) return [];
        const [own, since] = entry;
        if (since !== null && !context.olderThan(since)) return [];
        const method = name.startsWith("paddle.Tensor.") && call.callee.type === "Attribute";
        const certain =
          !method || context.typeOf(call.callee.object).confidence === "certain" ? "safe" : "unsafe";
        const taken = call.args.some((argument) => argument.keyword?.name === own);
        return [
          {
            code: "PP105",
            severity: "error",
            range: { start: keyword.start, end: keyword.end },
            message: `\`${name}\` of Paddle ${context.target} does not take \`${keyword.name}\`; it is \`${own}\` there.`,
            fix: taken
              ? null
              : {
                  title: `Write \`${own}\``,
                  applicability: certain,
                  rewrites: [replace(keyword, own)],
                  helpers: [],
                  needsPaddle: false,
                },
            blocks: true,
          },
        ];
      });
    }),
});
