import { externalBases } from "../../semantics/classes.js";
import type { Type } from "../../semantics/types.js";
import { members } from "../../semantics/types.js";
import type { Argument, CallExpr } from "../../syntax/ast.js";
import type { Rewrite } from "../../text/edits.js";
import type { FileContext } from "../context.js";
import { keyword } from "../context.js";
import type { Finding } from "../finding.js";
import { addArguments, insert } from "../fix.js";
import { defineRule } from "../rule.js";

const models =
  /^(transformers|paddlenlp\.transformers|paddleformers\.transformers)\.(.*\.)?(Llama|Qwen2)(Model|ForCausalLM|ForSequenceClassification|ForTokenClassification)$/;

/** PaddleNLP's Llama and Qwen2 work positions out neither from a cache nor from a mask: they have to be passed. */
export const rule = defineRule({
  code: "PP401",
  name: "missing-position-ids",
  summary: "PaddleNLP's Llama and Qwen2 need `position_ids`.",
  severity: "warning",
  docs: {
    what: "Reports a call of a Llama or Qwen2 model of transformers or PaddleNLP that passes no `position_ids`, and `generate` from embeddings without them.",
    why: "Without them PaddleNLP counts every call from zero, whatever the cache holds, and padding on the left counts like text; `generate(inputs_embeds=…)` gives all tokens position 0. Transformers goes on from the cache, and its `generate` counts over the mask. Nothing fails: the text just gets worse. The second positional argument differs too: a mask there, on PaddleNLP the positions.",
    fixSafety:
      "Unsafe: `token_positions` counts over the attention mask, so that padding on either side and a cache are right as long as the mask covers the cached tokens. For rotary embeddings these positions and transformers' own give the same attention.",
    limits:
      "Only models whose class is known here are seen: not those of `AutoModel`. Calls with `*args` or `**kwargs` are not judged, and a cache without a mask has no fix.",
  },
  check: (context) =>
    context.calls.flatMap((call): Finding[] => {
      const use = modelUse(context, call);
      if (
        use === null ||
        call.args.some((argument) => argument.kind === "star" || argument.kind === "doubleStar")
      )
        return [];
      const passed = keyword(call.args, "position_ids") !== undefined;
      const embeds = keyword(call.args, "inputs_embeds");
      if (passed || (use.generates && embeds === undefined)) return [];
      const positional = call.args.filter((argument) => argument.kind === "positional");
      // On PaddleNLP the second argument is position_ids, on transformers it is the mask and the third the positions.
      if (positional.length >= (use.paddle ? 2 : 3)) return [];
      const rewrites = fix(context, call, positional, embeds);
      return [
        {
          code: "PP401",
          severity: "warning",
          range: { start: call.callee.start, end: call.callee.end },
          message: message(use.generates, rewrites === null),
          fix:
            rewrites === null
              ? null
              : {
                  title: "Pass the positions counted over the attention mask",
                  applicability: "unsafe",
                  rewrites,
                  helpers: ["token_positions"],
                  needsPaddle: false,
                },
          blocks: true,
        },
      ];
    }),
});

/** What the call does with such a model, or null when it is something else. */
function modelUse(context: FileContext, call: CallExpr): { paddle: boolean; generates: boolean } | null {
  const direct = modelName(members(context.typeOf(call.callee).type));
  if (direct !== null) return { paddle: !direct.startsWith("transformers."), generates: false };
  if (call.callee.type !== "Attribute") return null;
  const method = call.callee.attribute.name;
  if (method !== "forward" && method !== "generate") return null;
  const receiver = modelName(members(context.typeOf(call.callee.object).type));
  return receiver === null
    ? null
    : { paddle: !receiver.startsWith("transformers."), generates: method === "generate" };
}

/** The library's class that a value is an instance of; a subclass with a forward of its own decides for itself. */
function modelName(types: readonly Type[]): string | null {
  for (const type of types) {
    if (type.kind === "instance" && models.test(type.of)) return type.of;
    if (type.kind !== "object" || type.of.methods.has("forward")) continue;
    const base = externalBases(type.of).find((candidate) => models.test(candidate));
    if (base !== undefined) return base;
  }
  return null;
}

function fix(
  context: FileContext,
  call: CallExpr,
  positional: readonly Argument[],
  embeds: Argument | undefined,
): Rewrite[] | null {
  const tokens = keyword(call.args, "input_ids") ?? positional[0] ?? embeds;
  const mask = keyword(call.args, "attention_mask") ?? positional[1];
  const cached = keyword(call.args, "past_key_values");
  if (tokens === undefined || (cached !== undefined && mask === undefined)) return null;
  const texts = [tokens, mask].flatMap((argument) =>
    argument === undefined ? [] : [context.source(argument.value)],
  );
  // The values are written a second time: only names and attributes may be, calls could do something twice.
  if (!texts.every((text) => /^[\w.]+$/.test(text))) return null;
  const named = positional[1] === undefined ? [] : [insert(positional[1].start, "attention_mask=")];
  return [...named, addArguments(context, call, `position_ids=token_positions(${texts.join(", ")})`, true)];
}

function message(generates: boolean, byHand: boolean): string {
  const what = generates
    ? "PaddleNLP's `generate` gives every embedding position 0 unless `position_ids` says otherwise."
    : "PaddleNLP's model counts positions from zero in every call, over padding too, unless `position_ids` says otherwise.";
  return byHand
    ? `${what} Pass the position of every token, counted over the attention mask and the cache.`
    : what;
}
