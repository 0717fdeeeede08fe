import { z } from "zod";

import type { CaptureManifest } from "../../core/align/capture.js";
import { UserError } from "../../core/util/userError.js";
import { runPythonModule } from "../interpreters.js";
import type { Device } from "./runCapture.js";

export type DeviceWish = "auto" | "gpu" | "cpu";

/** A side whose device matters: a recording has had one, an interpreter is asked. */
export type DeviceSource =
  | { readonly recorded: CaptureManifest }
  | { readonly runtime: "onnx" }
  | { readonly python: string; readonly framework: "torch" | "paddle" };

const answer = z.object({ gpu: z.string().nullable(), reason: z.string() });

/**
 * Chooses the device. The GPU is used only where both sides have one: their numbers differ from the CPU's.
 * @returns the device and the line that says why, the first of every report
 * @throws UserError when a GPU is demanded that is not there
 */
export async function chooseDevice(
  wish: DeviceWish,
  reference: DeviceSource,
  port: DeviceSource,
): Promise<{ used: Device; line: string }> {
  if (wish === "cpu") return { used: "cpu", line: "Device: CPU, as asked for with --device cpu." };
  const sides = [
    ["reference", reference],
    ["port", port],
  ] as const;
  const gpus: string[] = [];
  for (const [name, source] of sides) {
    const found = await gpuOf(source);
    if (found.gpu === null) {
      // A recording cannot be moved, nor can ONNX Runtime here; that does not keep the port from the GPU if it is asked for.
      if (wish === "gpu" && !("python" in source)) {
        gpus.push("recorded" in source ? "CPU (recorded)" : "CPU (ONNX Runtime)");
        continue;
      }
      if (wish === "gpu") {
        throw new UserError(
          `The ${name} has no GPU: ${found.reason}.`,
          "Use --device cpu, or an interpreter with a GPU build.",
        );
      }
      return {
        used: "cpu",
        line: `Device: CPU, since a GPU is used only where both sides have one: the ${name} has none (${found.reason}).`,
      };
    }
    gpus.push(found.gpu);
  }
  return {
    used: "gpu",
    line: `Device: GPU (reference: ${gpus[0] ?? ""}; port: ${gpus[1] ?? ""}), ${wish === "gpu" ? "as asked for with --device gpu" : "since both sides have one"}.`,
  };
}

async function gpuOf(source: DeviceSource): Promise<{ gpu: string | null; reason: string }> {
  if ("runtime" in source) return { gpu: null, reason: "ONNX Runtime runs it on the CPU" };
  if ("recorded" in source) {
    const { device } = source.recorded;
    return device === "cpu"
      ? { gpu: null, reason: "it was recorded on the CPU" }
      : { gpu: device, reason: "recorded" };
  }
  return answer.parse(
    await runPythonModule({
      python: source.python,
      module: "paddle_port.capture",
      request: { action: "device", framework: source.framework },
    }),
  );
}
