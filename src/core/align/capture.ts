import { z } from "zod";

/**
 * A capture: what one side of an alignment computed, in a folder of its own.
 * `capture.json` is this document; `activations.safetensors` holds the tensors it names.
 * Each framework writes its capture in its own process; only TypeScript reads both.
 * In a capture of an ONNX model the slots are names of values in the graph (see onnx/portSlots.ts).
 */

/** One tensor that entered or left a module call. */
export const capturedTensor = z.object({
  /** Key in activations.safetensors. */
  key: z.string(),
  /** Where it sits in the arguments or the result: "0", "1.0", "attention_mask", "0.last_hidden_state". */
  slot: z.string(),
  shape: z.array(z.int().nonnegative()),
  /** PyTorch's spelling. */
  dtype: z.string(),
  /**
   * Outputs of a reference: its relative L2 distance from itself (float64, or a second float32 run; the greater).
   * `isolated`: this call on the recorded inputs. `propagated`: the whole model, where errors add up.
   */
  noise: z
    .object({
      isolated: z.number().nonnegative().optional(),
      propagated: z.number().nonnegative().optional(),
    })
    .optional(),
});

export const capturedCall = z.object({
  /** Position in the order in which the calls *ended*, from 0: an inner module ends before the one that called it. */
  order: z.int().nonnegative(),
  /** Position in the order in which the calls began. */
  began: z.int().nonnegative(),
  module: z.string(),
  class: z.string(),
  /** 0 for the first call of this module in the run, 1 for the second … */
  occurrence: z.int().nonnegative(),
  inputs: z.array(capturedTensor),
  outputs: z.array(capturedTensor),
  /** Arguments that are not tensors, as JSON where they have one, else their type's name. */
  otherInputs: z.record(z.string(), z.unknown()).default({}),
  /** Why a part of it cannot be compared. */
  notes: z.array(z.string()).optional(),
  /** Why the call cannot be made again with these inputs alone. */
  isolation: z.string().optional(),
});

/** One module of the port, run on the inputs that the reference recorded for its counterpart. */
export const isolatedCall = z.object({
  /** Module path on the reference's side. */
  reference: z.string(),
  /** Module path on the port's side. */
  module: z.string(),
  occurrence: z.int().nonnegative(),
  outputs: z.array(capturedTensor),
  /** With an ONNX reference: argument of the port's module → key of the value that it was given, and the other arguments. */
  bound: z
    .object({ tensors: z.record(z.string(), z.string()), others: z.record(z.string(), z.unknown()) })
    .optional(),
  /** Why the call could not be made. */
  error: z.string().optional(),
});

/**
 * How far the nearest result around moves when a parameter of a module without a result of its own changes a little:
 * whether that result can stand for the module (coverage.ts).
 */
export const dependence = z.object({
  /** Size of the change, relative to the parameter's root mean square. */
  change: z.number().positive(),
  parameters: z.array(
    z.object({
      parameter: z.string(),
      /** The nearest module around whose call could be made again, and which call had the greatest effect. */
      module: z.string().optional(),
      occurrence: z.int().nonnegative().optional(),
      /** Slot of that call's result → relative L2 distance from the result without the change. */
      effects: z.record(z.string(), z.number().nonnegative()).default({}),
      error: z.string().optional(),
    }),
  ),
});

export const captureManifest = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("paddle-port/capture"),
  side: z.enum(["reference", "port"]),
  framework: z.enum(["torch", "paddle", "onnx"]),
  frameworkVersion: z.string(),
  python: z.string(),
  platform: z.string(),
  /** `cpu`, or the GPU's name as the driver gives it. */
  device: z.string(),
  threads: z.int().positive(),
  /** Flags that change numbers: tf32, deterministic, attention kernel … */
  numericFlags: z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.null()])),
  seed: z.int(),
  model: z.string(),
  weights: z.object({ file: z.string(), sha256: z.string() }).optional(),
  inputs: z.array(capturedTensor),
  inputsSha256: z.string(),
  /** All modules of the model, so that what was never called can be listed. */
  modules: z.array(z.object({ path: z.string(), class: z.string(), parameters: z.array(z.string()) })),
  calls: z.array(capturedCall),
  outputs: z.array(capturedTensor),
  /** A reference: how its noise floor was measured, in words; a method that failed begins with "not: ". */
  noiseMethods: z.array(z.string()).optional(),
  dependence: dependence.optional(),
  /** A reference: the weights that it computes (LoRA), with what is stored of them. Older recordings have none. */
  computedWeights: z
    .array(z.object({ weight: z.string(), stored: capturedTensor, computed: capturedTensor }))
    .optional(),
  /** A port: its modules on the reference's inputs. */
  isolated: z.object({ inputsSha256: z.string(), calls: z.array(isolatedCall) }).optional(),
});

export type Dependence = z.infer<typeof dependence>;
export type IsolatedCall = z.infer<typeof isolatedCall>;
export type CaptureManifest = z.infer<typeof captureManifest>;
export type CapturedCall = z.infer<typeof capturedCall>;
export type CapturedTensor = z.infer<typeof capturedTensor>;
