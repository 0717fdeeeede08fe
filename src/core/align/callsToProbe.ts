import type { CaptureManifest } from "./capture.js";
import type { LayerResult } from "./layers.js";

/** A call of the port that the probes repeat. */
export interface CallToProbe {
  readonly reference: string;
  readonly module: string;
  readonly occurrence: number;
  /** With an ONNX reference: the call as the port takes it, since the reference's own has no arguments and slots. */
  readonly call?: {
    readonly inputs: readonly { readonly slot: string; readonly key: string }[];
    readonly otherInputs: Readonly<Record<string, unknown>>;
    readonly outputs: readonly { readonly slot: string; readonly key: string }[];
  };
}

/** The failed calls that can be repeated on the reference's inputs. */
export function callsToProbe(
  reference: CaptureManifest,
  port: CaptureManifest,
  failed: readonly LayerResult[],
): CallToProbe[] {
  return failed.flatMap((layer) => {
    const wanted = { reference: layer.reference, module: layer.port, occurrence: layer.occurrence };
    if (reference.framework !== "onnx") return [wanted];
    const alone = port.isolated?.calls.find(
      (call) => call.reference === layer.reference && call.occurrence === layer.occurrence,
    );
    const recorded = reference.calls.find(
      (call) => call.module === layer.reference && call.occurrence === layer.occurrence,
    );
    if (!alone?.bound || !recorded) return [];
    const inputs = Object.entries(alone.bound.tensors).map(([slot, key]) => ({ slot, key }));
    const outputs = recorded.outputs.map(({ slot, key }) => ({ slot, key }));
    return [{ ...wanted, call: { inputs, otherInputs: alone.bound.others, outputs } }];
  });
}
