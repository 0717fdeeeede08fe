import type { PlanEntry, SourcePiece } from "../../src/core/weights/plan.js";
import type { Fault } from "./fault.js";
import { combined, product, rearranged, transposed, type Matrix } from "./tensors.js";

const text = "text_model.transformer.roberta";
const layer = (index: number): string => `${text}.encoder.layers.${String(index)}`;

function pieces(entry: PlanEntry, edit: (piece: SourcePiece) => SourcePiece): PlanEntry {
  return { ...entry, pieces: entry.pieces.map(edit) };
}

const keep = (entry: PlanEntry): PlanEntry => ({
  ...pieces(entry, (piece) => ({ ...piece, transpose: false })),
  operation: "keep",
});

/** The converter refuses a plan that says nothing of the factors: `plant` drops what no entry uses any more. */
const unmerged = (entry: PlanEntry): PlanEntry =>
  pieces(entry, (piece) => {
    const { merge, ...rest } = piece;
    if (merge === undefined) throw new Error(`${entry.target} has no adapter.`);
    return rest;
  });

const scaled = (entry: PlanEntry): PlanEntry =>
  pieces(entry, (piece) => {
    if (piece.merge === undefined) throw new Error(`${entry.target} has no adapter.`);
    return { ...piece, merge: { ...piece.merge, scale: 1 } };
  });

function only(tensors: readonly Matrix[]): Matrix {
  const [first] = tensors;
  if (tensors.length !== 1 || !first) throw new Error("one tensor was expected");
  return first;
}

/** One of the two factors of the adapter that is merged in the wrong role. */
const factor = (name: string): string => `${layer(1)}.mixer.out_proj.parametrizations.weight.0.lora_${name}`;

/** alpha / rank of config.tiny.json. */
const scaling = 2;

/** Mistakes in the weights: in the plan, or in the checkpoint that comes of it. */
export const weightFaults: readonly Fault[] = [
  {
    id: "square-untransposed",
    what: "a square matrix is not transposed; the attention hands it to F.linear by itself",
    change: { kind: "plan", target: "vision_model.blocks.1.attn.q_proj.weight", edit: keep },
    module: "vision_model.blocks.1.attn",
    cause: /q_proj\.weight is stored transposed/,
  },
  {
    id: "square-untransposed-merged",
    what: "a square matrix is merged and not transposed",
    change: { kind: "plan", target: `${layer(0)}.mixer.out_proj.weight`, edit: keep },
    module: `${layer(0)}.mixer.out_proj`,
    cause: /out_proj\.weight is stored transposed/,
  },
  {
    id: "kernel-transposed",
    what: "the 14 x 14 kernels of the patch embedding, square and to be kept, are transposed",
    change: {
      kind: "checkpoint",
      targets: ["vision_model.patch_embed.proj.weight"],
      edit: (tensors: readonly Matrix[]): readonly Matrix[] => {
        const kernel = only(tensors);
        const side = kernel.shape.at(-1) ?? 1;
        const area = side * side;
        return [
          rearranged(kernel, (flat) => {
            const at = flat % area;
            return flat - at + (at % side) * side + Math.floor(at / side);
          }),
        ];
      },
    },
    module: "vision_model.patch_embed.proj",
    cause: /proj\.weight is stored with its last two axes exchanged/,
  },
  {
    id: "reshaped",
    what: "a matrix that is not square is reshaped instead of transposed",
    change: {
      kind: "checkpoint",
      targets: ["vision_model.blocks.0.mlp.w3.weight"],
      edit: (tensors: readonly Matrix[]): readonly Matrix[] => {
        const target = only(tensors);
        return [{ shape: target.shape, values: transposed(target).values }];
      },
    },
    module: "vision_model.blocks.0.mlp.w3",
    cause: /w3\.weight was reshaped where it had to be transposed/,
  },
  {
    id: "lora-unmerged",
    what: "the adapter of a Linear is not merged",
    change: { kind: "plan", target: `${layer(0)}.mlp.fc1.weight`, edit: unmerged },
    module: `${layer(0)}.mlp.fc1`,
    cause: /fc1\.weight .*not merged/,
  },
  {
    id: "lora-unmerged-embedding",
    what: "the adapter of the words is not merged",
    change: { kind: "plan", target: `${text}.embeddings.word_embeddings.weight`, edit: unmerged },
    module: `${text}.embeddings.word_embeddings`,
    cause: /word_embeddings\.weight .*not merged/,
  },
  {
    id: "lora-scale",
    what: "an adapter is merged without alpha / rank",
    change: { kind: "plan", target: `${layer(1)}.mlp.fc2.weight`, edit: scaled },
    module: `${layer(1)}.mlp.fc2`,
    cause: /fc2\.weight is merged with a low-rank update 0\.5 times/,
  },
  {
    id: "lora-wrong-role",
    what: "a square matrix gets its factors in an embedding's roles: the product comes out transposed",
    change: {
      kind: "checkpoint",
      targets: [`${layer(1)}.mixer.out_proj.weight`],
      needs: ["B", "A"].map(factor),
      edit: (tensors: readonly Matrix[], original: (name: string) => Matrix): readonly Matrix[] => {
        const update = product(original(factor("B")), original(factor("A")));
        // The port holds (W + 2 · B·A)ᵀ; now it holds Wᵀ + 2 · B·A.
        const right = combined(only(tensors), transposed(update), (a, b) => a - scaling * b);
        return [combined(right, update, (a, b) => a + scaling * b)];
      },
    },
    module: `${layer(1)}.mixer.out_proj`,
    cause: /out_proj\.weight is merged with its low-rank update transposed/,
  },
  {
    id: "qkv-order-weights",
    what: "the fused projection holds keys first, then queries and values",
    change: {
      kind: "checkpoint",
      targets: [`${layer(1)}.mixer.Wqkv.weight`, `${layer(1)}.mixer.Wqkv.bias`],
      edit: (tensors: readonly Matrix[]): readonly Matrix[] =>
        tensors.map((fused) => {
          const width = (fused.shape.at(-1) ?? 3) / 3;
          const source = [1, 0, 2];
          return rearranged(fused, (flat) => {
            const at = flat % (3 * width);
            return flat - at + (source[Math.floor(at / width)] ?? NaN) * width + (at % width);
          });
        }),
    },
    module: `${layer(1)}.mixer.Wqkv`,
    cause: /parts of what \S*Wqkv gives are mixed up: in the order 2, 1, 3/,
  },
  {
    id: "swiglu-swapped-weights",
    what: "w1 and w2 of SwiGLU change places in the checkpoint",
    change: {
      kind: "checkpoint",
      targets: ["weight", "bias"].flatMap((part) =>
        ["w1", "w2"].map((name) => `vision_model.blocks.1.mlp.${name}.${part}`),
      ),
      edit: ([w1, w2, b1, b2]: readonly Matrix[]): readonly Matrix[] => {
        if (!w1 || !w2 || !b1 || !b2) throw new Error("four tensors were expected");
        return [w2, w1, b2, b1];
      },
    },
    module: "vision_model.blocks.1.mlp.w1",
    also: /\.blocks\.1\.mlp\.w[12]$/,
    cause: /w1 and w2 are mixed up/,
  },
  {
    id: "biases-swapped",
    what: "the biases of queries and values change places",
    change: {
      kind: "checkpoint",
      targets: ["vision_model.blocks.0.attn.q_bias", "vision_model.blocks.0.attn.v_bias"],
      edit: (tensors: readonly Matrix[]): readonly Matrix[] => tensors.toReversed(),
    },
    module: "vision_model.blocks.0.attn",
    cause: /q_bias and v_bias of \S+ are mixed up/,
  },
  {
    id: "padding-row-zeroed",
    what: "the padding row of the words is zeroed in the checkpoint",
    change: {
      kind: "checkpoint",
      targets: [`${text}.embeddings.word_embeddings.weight`],
      edit: (tensors: readonly Matrix[]): readonly Matrix[] => {
        const table = only(tensors);
        const width = table.shape.at(-1) ?? 1;
        return [
          {
            shape: table.shape,
            values: table.values.map((value, at) => (Math.floor(at / width) === 1 ? 0 : value)),
          },
        ];
      },
    },
    module: `${text}.embeddings.word_embeddings`,
    cause: /row 1 of .*word_embeddings\.weight is zero/,
  },
  {
    id: "positions-by-column",
    what: "the position embedding of the patches is stored column by column",
    change: {
      kind: "checkpoint",
      targets: ["vision_model.pos_embed"],
      edit: (tensors: readonly Matrix[]): readonly Matrix[] => {
        const table = only(tensors);
        const [, count = 1, width = 1] = table.shape;
        const side = Math.sqrt(count - 1);
        return [
          rearranged(table, (flat) => {
            const row = Math.floor(flat / width) - 1;
            if (row < 0) return flat;
            return (1 + (row % side) * side + Math.floor(row / side)) * width + (flat % width);
          }),
        ];
      },
    },
    module: "vision_model",
    cause: /pos_embed is stored column by column/,
  },
];
