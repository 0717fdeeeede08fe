import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { buildReport } from "../../core/align/buildReport.js";
import type { CaptureManifest } from "../../core/align/capture.js";
import { firstDivergence, innermostFailures } from "../../core/align/divergence.js";
import { probeAnswer, type ProbeAnswer } from "../../core/align/hypotheses.js";
import { callsToProbe } from "../../core/align/callsToProbe.js";
import {
  compareLayers,
  compareOutputs,
  type CompareOptions,
  type LayerResult,
} from "../../core/align/layers.js";
import { parameterHolders, withPortSlots } from "../../core/align/onnx/portSlots.js";
import type { AlignReport } from "../../core/align/report.js";
import { UserError } from "../../core/util/userError.js";
import { runPythonModule } from "../interpreters.js";
import { openCapture, type CaptureFolder } from "./captureFolder.js";
import { chooseDevice, type DeviceSource, type DeviceWish } from "./device.js";
import { prepareInputs, type PreparedInputs } from "./inputs.js";
import { loadSpec, type LoadedSpec } from "./loadSpec.js";
import { needsPython, pythonOf, type PythonOptions } from "./pythons.js";
import { progressLine, runCapture, sideRequest, type Device, type Side } from "./runCapture.js";
import { compareSimilarity } from "./similarity.js";

export interface AlignRequest {
  readonly specFile: string;
  /** A reference capture to use instead of what the specification names. */
  readonly referenceFolder?: string | undefined;
  /** A port capture to use instead of running the port. */
  readonly portFolder?: string | undefined;
  readonly device: DeviceWish;
  readonly pythons: PythonOptions;
  readonly producer: string;
  /** The command that does this again, for the report. */
  readonly rerun: string;
  readonly onProgress?: (line: string) => void;
  readonly onLog?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** At most so many modules are probed: a model that is wrong everywhere would take as long as it is large. */
const probeLimit = 8;

interface Sides {
  readonly reference: CaptureFolder;
  readonly port: CaptureFolder;
  readonly extra:
    | { readonly reference: CaptureFolder; readonly port: CaptureFolder; readonly inputs: PreparedInputs }
    | undefined;
}

/**
 * Runs or reads both sides, compares them and says why they differ.
 * @throws UserError when either side cannot be had
 */
export async function runAlignment(request: AlignRequest): Promise<AlignReport> {
  const loaded = await loadSpec(request.specFile);
  const scratch = await mkdtemp(path.join(tmpdir(), "paddle-port-align-"));
  const open: CaptureFolder[] = [];
  try {
    return await align(request, loaded, scratch, open);
  } finally {
    for (const capture of open) await capture.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function align(
  request: AlignRequest,
  loaded: LoadedSpec,
  scratch: string,
  open: CaptureFolder[],
): Promise<AlignReport> {
  const { spec } = loaded;
  const opened = async (folder: string, side: Side): Promise<CaptureFolder> => {
    const capture = await openCapture(folder, side);
    open.push(capture);
    return capture;
  };
  const inputs = await prepareInputs(spec.inputs, spec.seed, loaded.resolve);
  const own = spec.similarity?.inputs;
  const extra = own ? await prepareInputs(own, spec.seed, loaded.resolve) : undefined;

  const folder =
    request.referenceFolder ??
    (spec.reference.kind === "recorded" ? loaded.resolve(spec.reference.folder) : undefined);
  const recorded = folder === undefined ? undefined : await opened(folder, "reference");
  if (recorded) checkInputs(recorded, inputs);
  const portRecorded =
    request.portFolder === undefined ? undefined : await opened(request.portFolder, "port");
  if (portRecorded) checkInputs(portRecorded, inputs);
  const python = (side: Side): string => pythonOf(loaded, side, request.pythons);
  const source = (side: Side, capture: CaptureFolder | undefined): DeviceSource => {
    if (capture) return { recorded: capture.manifest };
    if (!needsPython(loaded, side)) return { runtime: "onnx" };
    return { python: python(side), framework: side === "reference" ? "torch" : "paddle" };
  };
  const device = await chooseDevice(
    request.device,
    source("reference", recorded),
    source("port", portRecorded),
  );
  request.onProgress?.(device.line);

  const capture = async (side: Side, isolatedFrom?: string): Promise<void> => {
    // A recording of the sentences' outputs stands next to the layerwise one, when both were made before.
    const withExtra = extra !== undefined && (side === "port" || spec.similarity?.recording === undefined);
    await runCapture({
      loaded,
      side,
      python: needsPython(loaded, side) ? python(side) : undefined,
      device: device.used,
      force: false,
      runs: [
        {
          inputs,
          out: path.join(scratch, side),
          onlyOutputs: false,
          ...(isolatedFrom === undefined ? {} : { isolatedFrom }),
        },
        ...(withExtra
          ? [{ inputs: extra, out: path.join(scratch, `${side}-similarity`), onlyOutputs: true }]
          : []),
      ],
      ...passOn(request),
    });
  };
  if (!recorded) await capture("reference");
  const reference = recorded ?? (await opened(path.join(scratch, "reference"), "reference"));
  if (!portRecorded) await capture("port", reference.folder);
  const port = portRecorded ?? (await opened(path.join(scratch, "port"), "port"));
  checkIsolated(reference.manifest, port);

  let sides: Sides = { reference, port, extra: undefined };
  if (extra && !portRecorded) {
    const given = spec.similarity?.recording;
    const from = given === undefined ? path.join(scratch, "reference-similarity") : loaded.resolve(given);
    if (given !== undefined || !recorded) {
      const similar = await opened(from, "reference");
      checkInputs(similar, extra);
      const ported = await opened(path.join(scratch, "port-similarity"), "port");
      sides = { ...sides, extra: { reference: similar, port: ported, inputs: extra } };
    }
  }
  return compare(request, loaded, device, sides, inputs, {
    reference: recorded ? "recorded" : "live",
    port: portRecorded ? "recorded" : "live",
  });
}

async function compare(
  request: AlignRequest,
  loaded: LoadedSpec,
  device: { used: Device; line: string },
  sides: Sides,
  inputs: PreparedInputs,
  origin: Readonly<Record<Side, "live" | "recorded">>,
): Promise<AlignReport> {
  const { spec } = loaded;
  const portPath = (module: string): string => loaded.modules[module] ?? module;
  const placed = (from: CaptureFolder, to: CaptureFolder): CaptureFolder => ({
    ...from,
    manifest: withPortSlots(from.manifest, to.manifest, portPath),
  });
  const { port } = sides;
  const reference = placed(sides.reference, port);
  const maskInput = reference.manifest.inputs.find(({ slot }) => slot === spec.mask);
  const options: CompareOptions = {
    portPath,
    factor: spec.tolerance,
    ...(maskInput
      ? { mask: { shape: maskInput.shape, values: await reference.tensors.read(maskInput) } }
      : {}),
    onLayer: (done, total, module) =>
      request.onProgress?.(
        `compare ${String(done)}/${String(total)} ${module === "" ? "the model" : module}`,
      ),
  };
  const layers = await compareLayers(reference, port, options);
  const outputs = await compareOutputs(reference, port, options);
  const first = firstDivergence(layers);
  const failed = first ? innermostFailures(layers, first.mode).slice(0, probeLimit) : [];
  const probes =
    failed.length > 0 && origin.port === "live"
      ? await probe(request, loaded, device.used, { reference, port }, failed)
      : undefined;
  const similarity = spec.similarity
    ? await compareSimilarity(
        spec.similarity,
        sides.extra
          ? {
              ...sides.extra,
              reference: placed(sides.extra.reference, sides.extra.port),
              ownInputs: true,
            }
          : { reference, port, inputs, ownInputs: false },
        options,
      )
    : undefined;
  return buildReport({
    producer: request.producer,
    device,
    factor: spec.tolerance,
    reference: { manifest: reference.manifest, origin: origin.reference },
    port: { manifest: port.manifest, origin: origin.port },
    coverage: {
      portPath,
      made: loaded.made,
      holders:
        reference.manifest.framework === "onnx"
          ? parameterHolders(reference.manifest, port.manifest, portPath, loaded.modules)
          : undefined,
    },
    layers,
    outputs,
    failed,
    probes,
    sentences: inputs.sentences,
    similarity,
    rerun: request.rerun,
  });
}

/** Tries the known causes on each module that failed, in the port's own process. */
async function probe(
  request: AlignRequest,
  loaded: LoadedSpec,
  device: Device,
  { reference, port }: Pick<Sides, "reference" | "port">,
  failed: readonly LayerResult[],
): Promise<ProbeAnswer> {
  const answer = await runPythonModule({
    python: pythonOf(loaded, "port", request.pythons),
    module: "paddle_port.capture",
    request: {
      action: "probe",
      ...sideRequest(loaded, "port", device),
      reference: path.resolve(reference.folder),
      calls: callsToProbe(reference.manifest, port.manifest, failed),
    },
    onProgress: (fields) => request.onProgress?.(progressLine("port", fields)),
    ...(request.onLog ? { onLog: request.onLog } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  });
  return probeAnswer.parse(answer);
}

function passOn(request: AlignRequest): Pick<AlignRequest, "onProgress" | "onLog" | "signal"> {
  return {
    ...(request.onProgress ? { onProgress: request.onProgress } : {}),
    ...(request.onLog ? { onLog: request.onLog } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  };
}

function checkInputs(capture: CaptureFolder, inputs: PreparedInputs): void {
  const have = capture.manifest.inputsSha256;
  if (have === inputs.sha256) return;
  throw new UserError(
    `The capture ${capture.folder} was made for other inputs: their hash is ${have.slice(0, 12)}, the specification's is ${inputs.sha256.slice(0, 12)}.`,
    `Record it again with \`paddle-port capture --side ${capture.manifest.side}\`, or restore the inputs in the specification.`,
  );
}

function checkIsolated(reference: CaptureManifest, port: CaptureFolder): void {
  const have = port.manifest.isolated?.inputsSha256;
  if (have === undefined || have === reference.inputsSha256) return;
  throw new UserError(
    `The capture ${port.folder} ran its modules on another reference's inputs.`,
    "Capture the port again with --reference naming this reference.",
  );
}
