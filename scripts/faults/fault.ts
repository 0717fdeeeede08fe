import type { PlanEntry } from "../../src/core/weights/plan.js";
import type { Matrix } from "./tensors.js";

/** A text of the committed port and what stands in its place in the broken one; it has to be there exactly once. */
export interface Replacement {
  /** Below examples/jina-clip-v2/paddle/jina_clip. */
  readonly file: string;
  readonly find: string;
  readonly write: string;
}

/** What is done to the port, to the plan before it is carried out, or to the converted checkpoint. */
export type Change =
  | { readonly kind: "code"; readonly replacements: readonly Replacement[] }
  | { readonly kind: "plan"; readonly target: string; readonly edit: (entry: PlanEntry) => PlanEntry }
  | {
      readonly kind: "checkpoint";
      /** Tensors of the converted checkpoint, in the order in which `edit` takes and returns them. */
      readonly targets: readonly string[];
      /** Tensors of the reference's checkpoint that `edit` asks for. */
      readonly needs?: readonly string[];
      readonly edit: (tensors: readonly Matrix[], original: (name: string) => Matrix) => readonly Matrix[];
    };

/** A mistake that people make, planted into the port of the example. */
export interface Fault {
  /** Names it on the command line and in the table. */
  readonly id: string;
  /** What is broken, as a sentence for the table. */
  readonly what: string;
  readonly change: Change;
  /** The model that shows it, where the one of align.yaml does not use what is broken. */
  readonly model?: "retrieval" | "logits";
  /** Path of the module that has to be named first; "" is the model itself. */
  readonly module: string;
  /** The modules that may be accused beside it: those with the same mistake. */
  readonly also?: RegExp;
  /** Outputs of the model that have to be named, where no module shows the mistake. */
  readonly outputs?: readonly string[];
  /** What the explanation has to say; absent where the check only names the module. */
  readonly cause?: RegExp;
}
