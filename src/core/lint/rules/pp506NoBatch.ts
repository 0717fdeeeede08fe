import { asTensor, members } from "../../semantics/types.js";
import type { CallExpr, Expr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import type { Finding } from "../finding.js";
import { insert, isAtomic, wrap } from "../fix.js";
import { defineRule } from "../rule.js";

/** PyTorch's layers take a single sample too; Paddle's want the dimension of the batch. */
export const rule = defineRule({
  code: "PP506",
  name: "no-batch",
  summary: "A layer gets a tensor without the dimension of the batch.",
  severity: "warning",
  docs: {
    what: "Reports calls of convolutions, poolings, `InstanceNorm` and `LayerNorm`, and of their functions, with a tensor that is known to have no dimension for the batch.",
    why: "PyTorch takes [channels, height, width] for one sample, and normalises a whole tensor. Paddle's layers raise `ValueError`, and its `layer_norm` needs one dimension in front of those that it normalises.",
    fixSafety: "`layer(x.unsqueeze(0)).squeeze(0)` computes the same.",
    limits:
      "The number of dimensions is known only where the code in sight shows it; of a LayerNorm over several dimensions only the function is looked at.",
  },
  check: (context) => context.calls.flatMap((call) => inspect(context, call)),
});

const spatial =
  /^torch\.nn\.(functional\.)?(?:Conv|ConvTranspose|MaxPool|AvgPool|AdaptiveAvgPool|AdaptiveMaxPool|InstanceNorm|conv|conv_transpose|max_pool|avg_pool|adaptive_avg_pool|adaptive_max_pool|instance_norm)([123])d$/;

function inspect(context: FileContext, call: CallExpr): Finding[] {
  const input = call.args.find(({ keyword }) => keyword === null || keyword.name === "input");
  if (input === undefined || input.kind === "star" || input.kind === "doubleStar") return [];
  const { type, confidence } = context.typeOf(input.value);
  const tensor = asTensor(type);
  const name = calledName(context, call);
  if (tensor?.framework !== "torch" || tensor.rank === null || name === null) return [];
  if (!lacksBatch(context, name, call, input.value, tensor.rank)) return [];
  const sure = confidence === "certain" && type.kind === "tensor";
  return [
    {
      code: "PP506",
      severity: "warning",
      range: { start: input.start, end: input.end },
      message: `This tensor's rank is ${tensor.rank}: Paddle needs one more dimension in front, for the batch.`,
      fix: {
        title: "Add a dimension for the batch and take it away again",
        applicability: sure ? "safe" : "unsafe",
        rewrites: [
          isAtomic(input.value)
            ? insert(input.value.end, ".unsqueeze(0)")
            : wrap(input.value, "(", ").unsqueeze(0)"),
          insert(call.end, ".squeeze(0)"),
        ],
        helpers: [],
        needsPaddle: false,
      },
      blocks: true,
    },
  ];
}

/** The layer or function that is called, if there is but one. */
function calledName(context: FileContext, call: CallExpr): string | null {
  const [only, ...more] = members(context.typeOf(call.callee).type);
  if (more.length > 0) return null;
  if (only?.kind === "instance") return only.of;
  return only?.kind === "external" && only.name.startsWith("torch.nn.functional.") ? only.name : null;
}

function lacksBatch(context: FileContext, name: string, call: CallExpr, input: Expr, rank: number): boolean {
  const dimensions = spatial.exec(name)?.[2];
  if (dimensions !== undefined) return rank === Number(dimensions) + 1;
  if (name === "torch.nn.LayerNorm") return rank === 1;
  if (name !== "torch.nn.functional.layer_norm") return false;
  const shape = call.args.find(({ keyword }, index) =>
    keyword === null ? index === 1 : keyword.name === "normalized_shape",
  )?.value;
  if (shape === undefined) return false;
  if (shape.type === "List" || shape.type === "Tuple")
    return shape.items.every(({ type }) => type !== "Starred") && shape.items.length === rank;
  const whole = shape.type === "Call" && shape.args.length === 0 ? shape.callee : shape;
  return (
    rank === 1 ||
    (whole.type === "Attribute" &&
      ["shape", "size"].includes(whole.attribute.name) &&
      context.source(whole.object) === context.source(input))
  );
}
