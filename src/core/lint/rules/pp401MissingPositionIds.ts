import { addArguments } from "../fix.js";
import { defineRule } from "../rule.js";
import { members } from "../../semantics/types.js";
import { externalBases } from "../../semantics/classes.js";

const models =
  /^(transformers|paddlenlp\.transformers|paddleformers\.transformers)\..*\b(Llama|Qwen2)(Model|ForCausalLM|Pretrained\w*)?$/;

/** PaddleNLP's Llama and Qwen2 do not work positions out from a mask: they have to be passed. */
export const rule = defineRule({
  code: "PP401",
  name: "missing-position-ids",
  summary: "PaddleNLP's Llama and Qwen2 need `position_ids`.",
  severity: "warning",
  docs: {
    what: "Reports a call of a Llama or Qwen2 model of transformers or PaddleNLP that passes no `position_ids`.",
    why: "Transformers works the positions out from the cache and the mask. PaddleNLP counts from zero for every row, so left-padded prompts get wrong positions and generation drifts, without an error.",
    fixSafety:
      "Unsafe: positions are counted over the attention mask, which is right for padding on either side; with a cache of earlier tokens they have to go on from its length.",
    limits:
      "Only calls on models whose class is known here are seen, and calls with `**kwargs` are not judged.",
  },
  check: (context) =>
    context.calls.flatMap((call) => {
      const types = members(context.typeOf(call.callee).type);
      const model = types.some(
        (type) =>
          (type.kind === "instance" && models.test(type.of)) ||
          (type.kind === "object" &&
            externalBases(type.of).some((base) => models.test(base)) &&
            !type.of.methods.has("forward")) ||
          (type.kind === "method" &&
            type.receiver.kind === "instance" &&
            models.test(type.receiver.of) &&
            type.name === "forward"),
      );
      if (
        !model ||
        call.args.some((argument) => argument.kind !== "positional" && argument.kind !== "keyword")
      )
        return [];
      if (call.args.some((argument) => argument.keyword?.name === "position_ids")) return [];
      const mask = call.args.find((argument) => argument.keyword?.name === "attention_mask");
      if (call.args.filter((argument) => argument.kind === "positional").length >= 3) return [];
      const text = mask === undefined ? null : context.source(mask.value);
      const fix =
        text === null || !/^[\w.]+$/.test(text)
          ? null
          : {
              title: "Pass the positions counted over the attention mask",
              applicability: "unsafe" as const,
              rewrites: [
                addArguments(
                  context,
                  call,
                  `position_ids=(${text}.astype("int64").cumsum(axis=-1) - 1).clip(min=0)`,
                  true,
                ),
              ],
              helpers: [],
              needsPaddle: false,
            };
      const remedy =
        fix === null ? " Pass the position of every token, counted over the attention mask." : "";
      return [
        {
          code: "PP401",
          severity: "warning" as const,
          range: { start: call.callee.start, end: call.callee.end },
          message: `PaddleNLP's model counts positions from zero for every row unless \`position_ids\` says otherwise.${remedy}`,
          fix,
          blocks: true,
        },
      ];
    }),
});
