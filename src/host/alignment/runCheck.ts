import path from "node:path";

import * as vscode from "vscode";

import type { AlignReport } from "../../core/align/report.js";
import { runAlignment } from "../../platform/align/alignment.js";
import { loadSpec, type LoadedSpec } from "../../platform/align/loadSpec.js";
import { pythonOf, type PythonOptions } from "../../platform/align/pythons.js";
import type { Services } from "../services.js";
import { localPath } from "../weights/loadTable.js";
import { withCancel, type Progress } from "../webviews/withCancel.js";
import { findSource, type FoundPlace } from "./findSource.js";
import { parseStep } from "./progressLine.js";

export interface CheckResult {
  readonly report: AlignReport;
  /** Where the first module that diverges stands; undefined when nothing does, or when it could not be found. */
  readonly place: FoundPlace | undefined;
}

/**
 * Runs an alignment under a notification with progress and cancel.
 * @returns undefined when the person gave up or cancelled
 * @throws UserError when either side cannot be had
 */
export async function runCheck(services: Services, spec: vscode.Uri): Promise<CheckResult | undefined> {
  const { log } = services;
  const file = localPath(spec);
  const loaded = await loadSpec(file);
  const pythons = await choosePythons(services, loaded, spec);
  if (pythons === undefined) return undefined;
  const name = vscode.workspace.asRelativePath(spec);
  const onLog = (line: string): void => log.info(line);
  try {
    return await services.busy.while(vscode.l10n.t("Checking the alignment"), () =>
      withCancel(vscode.l10n.t("Alignment of {0}", name), async (progress, signal) => {
        const onProgress = reporter(services, progress);
        const report = await runAlignment({
          specFile: file,
          device: "auto",
          pythons,
          producer: services.producer,
          rerun: rerunCommand(file, pythons),
          onProgress,
          onLog,
          signal,
        });
        log.info(report.device.line, `Verdict: ${report.verdict}.`);
        signal.throwIfAborted();
        const first = report.firstDivergence;
        if (first === undefined) return { report, place: undefined };
        progress.report({ message: vscode.l10n.t("looking for {0} in the source", first.port) });
        const python = pythonOf(loaded, "port", pythons);
        const place = await findSource({ loaded, python, module: first.port, onLog, signal }).catch(
          (error: unknown) => {
            if (error instanceof vscode.CancellationError) throw error;
            // The report stands without the place; the specification is marked instead.
            log.warn(`The source of ${first.port} was not found: ${String(error)}`);
            return undefined;
          },
        );
        return { report, place };
      }),
    );
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) throw error;
    log.info(`The alignment of ${name} was cancelled.`);
    void vscode.window.showInformationMessage(vscode.l10n.t("The alignment check was cancelled."));
    return undefined;
  }
}

/** The interpreters that the sides need: those chosen in the settings, else what the specification or environment names. */
async function choosePythons(
  services: Services,
  loaded: LoadedSpec,
  spec: vscode.Uri,
): Promise<PythonOptions | undefined> {
  const { reference, port } = loaded.spec;
  const { env } = process;
  const named = {
    torch: env["PADDLE_PORT_TORCH_PYTHON"] ?? (reference.kind === "torch" ? reference.python : undefined),
    paddle: env["PADDLE_PORT_PADDLE_PYTHON"] ?? port.python,
  };
  /** Null: the person was asked and declined. */
  const choose = async (framework: "torch" | "paddle"): Promise<string | null | undefined> => {
    const configured = services.interpreters.configured(framework, spec);
    // What the specification names needs no choice; a path in the settings goes before it.
    if (configured === undefined && named[framework] !== undefined) return undefined;
    return (await services.interpreters.require(framework, spec)) ?? null;
  };
  const referencePython = reference.kind === "torch" ? await choose("torch") : undefined;
  if (referencePython === null) return undefined;
  const portPython = await choose("paddle");
  if (portPython === null) return undefined;
  return { referencePython, portPython, env };
}

/** Shows each layer; the log gets the stages only, which are few. */
function reporter(services: Services, progress: Progress): (line: string) => void {
  let stage = "";
  return (line) => {
    const step = parseStep(line);
    if (step === undefined) {
      services.log.info(line);
      progress.report({ message: services.wording.report(line) });
      return;
    }
    const now = `${step.side ?? ""} ${step.stage}`;
    if (now !== stage) services.log.info(line);
    stage = now;
    const side =
      step.side === "reference"
        ? `${vscode.l10n.t("Reference")}: `
        : step.side === "port"
          ? `${vscode.l10n.t("Port")}: `
          : "";
    progress.report({
      message: `${side}${stageText(step.stage)} ${String(step.done)}/${String(step.total)} ${step.module}`,
    });
  };
}

function stageText(stage: string): string {
  switch (stage) {
    case "forward":
      return vscode.l10n.t("running");
    case "build":
      return vscode.l10n.t("building the model");
    case "weights":
      return vscode.l10n.t("loading the weights");
    case "isolated":
      return vscode.l10n.t("layer by layer");
    case "noise floor":
      return vscode.l10n.t("noise floor");
    case "compare":
      return vscode.l10n.t("comparing");
    case "probe":
      return vscode.l10n.t("trying causes");
    default:
      return stage;
  }
}

function rerunCommand(file: string, pythons: PythonOptions): string {
  const quote = (text: string): string =>
    /^[\w./:=@%+,-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  const option = (name: string, value: string | undefined): string =>
    value === undefined ? "" : ` ${name} ${quote(value)}`;
  return `paddle-port align ${quote(path.normalize(file))}${option("--reference-python", pythons.referencePython)}${option("--port-python", pythons.portPython)}`;
}
