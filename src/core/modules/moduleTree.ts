import { z } from "zod";

/**
 * The module tree: which modules, parameters and buffers a model has, and what each one is.
 * One format for trees recorded in an interpreter (exact) and trees read from source (instant).
 */

/** A size in elements; a string is an expression over the constructor's arguments that source alone cannot resolve. */
const dimension = z.union([z.int().nonnegative(), z.string()]);

/**
 * How a parameter that belongs to no built-in layer is used by the code, because the use decides its layout:
 * `x@W` is stored [in, out] on both frameworks, `linear` (F.linear) is [out, in] in PyTorch and [in, out] in Paddle.
 */
export const parameterUse = z.enum([
  "x@W",
  "W@x",
  "linear",
  "embedding",
  "convolution",
  "elementwise",
  "unknown",
]);

export const moduleEntry = z.object({
  /** Dotted path from the root module; the root is "". */
  path: z.string(),
  /** Qualified name of the class, such as `torch.nn.modules.linear.Linear` or `modeling_bert.BertLayer`. */
  class: z.string(),
  /** The nearest framework layer that the class is or derives from: `Linear`, `Embedding`, `LayerNorm`, `Conv2d` …, or `Module` for anything else. Paddle names are given in PyTorch's spelling (`Conv2D` is `Conv2d`, `Layer` is `Module`, `LayerList` is `ModuleList`). */
  kind: z.string(),
  /** The layer's settings in PyTorch's spelling: `in_features`, `eps`, `padding_idx`, `bias` (a boolean) … */
  settings: z
    .record(
      z.string(),
      z.union([z.number(), z.boolean(), z.string(), z.null(), z.array(z.union([z.number(), z.string()]))]),
    )
    .default({}),
  /** Where the class is defined; lines count from 1. */
  source: z.object({ file: z.string(), line: z.int().positive() }).optional(),
});

const tensorEntry = {
  /** Key in the state dict. */
  name: z.string(),
  /** Path of the module that owns it. */
  module: z.string(),
  shape: z.array(dimension),
  /** PyTorch's spelling: `float32`, `bfloat16`, `int64` … */
  dtype: z.string(),
};

export const parameterEntry = z.object({
  ...tensorEntry,
  trainable: z.boolean(),
  use: parameterUse.default("unknown"),
  /** Name of the parameter that this one shares its storage with, when it is not the first of them. */
  tiedTo: z.string().optional(),
});

export const bufferEntry = z.object({ ...tensorEntry, persistent: z.boolean() });

/**
 * A tensor that PyTorch computes from several stored ones (`torch.nn.utils.parametrize`). What is computed was measured on random
 * values when the tree was recorded; either `merge` or `unclear` says with what result.
 */
export const parametrizationEntry = z.object({
  /** The computed tensor, as it would be called without the parametrization: `encoder.0.fc.weight`. */
  name: z.string(),
  /** Path of the module that owns it. */
  module: z.string(),
  use: parameterUse.default("unknown"),
  /** Qualified names of the parametrizations' classes, in their order. */
  classes: z.array(z.string()),
  /** Keys of all stored parameters that take part. */
  parts: z.array(z.string()),
  /** The tensor is `original + scale · left · right`: a LoRA. */
  merge: z
    .object({
      original: z.string(),
      left: z.string(),
      right: z.string(),
      scale: z.number(),
      /** How the scale is known: "measured, and equal to its scaling". */
      evidence: z.string(),
    })
    .optional(),
  /** Why it is not known what is computed. */
  unclear: z.string().optional(),
});

export const moduleTree = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("paddle-port/module-tree"),
  framework: z.enum(["torch", "paddle"]),
  /** `recorded`: built in an interpreter. `static`: read from source, shapes may be expressions. */
  origin: z.enum(["recorded", "static"]),
  /** Framework version of a recorded tree. */
  frameworkVersion: z.string().optional(),
  /** What was built: `module:factory` or `file.py:Class`. */
  model: z.string(),
  /** In the order of `named_modules()`: a parent before its children. */
  modules: z.array(moduleEntry),
  parameters: z.array(parameterEntry),
  buffers: z.array(bufferEntry),
  /** Absent in trees of versions that did not record them. */
  parametrizations: z.array(parametrizationEntry).optional(),
  /** What reading the source could not decide, one sentence each with file and line; empty for recorded trees. */
  open: z.array(z.string()).default([]),
  /** What a reader should know about a recorded tree, such as that the model had to be built in memory. */
  notes: z.array(z.string()).optional(),
});

export type ModuleTree = z.infer<typeof moduleTree>;
export type ModuleEntry = z.infer<typeof moduleEntry>;
export type ParameterEntry = z.infer<typeof parameterEntry>;
export type ParametrizationEntry = z.infer<typeof parametrizationEntry>;
export type BufferEntry = z.infer<typeof bufferEntry>;
