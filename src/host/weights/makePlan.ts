import { readFile } from "node:fs/promises";
import path from "node:path";

import * as vscode from "vscode";

import type { ModuleTree } from "../../core/modules/moduleTree.js";
import { UserError } from "../../core/util/userError.js";
import { inferPlan } from "../../core/weights/inference/inferPlan.js";
import type { CheckpointSummary } from "../../core/weights/inference/tensors.js";
import { readModuleTree } from "../../core/weights/readPlan.js";
import { readSpec } from "../../platform/align/loadSpec.js";
import { openCheckpoint } from "../../platform/checkpoints.js";
import { writeNewFile } from "../../platform/newFile.js";
import { recordModules } from "../../platform/recordModules.js";
import { pickSpec } from "../alignment/pickSpec.js";
import type { Services } from "../services.js";
import { withCancel } from "../webviews/withCancel.js";
import { localPath } from "./loadTable.js";
import { askTarget, pickModuleTree } from "./pickFiles.js";

interface Trees {
  readonly source: ModuleTree;
  readonly target: ModuleTree;
  /** Where the plan is looked for afterwards. */
  readonly plan?: string;
}

/**
 * Makes a weight plan and writes it: from the models that an align.yaml names, or from two module trees.
 * @returns the plan's file; undefined when the person gave up
 * @throws UserError when a model cannot be built or a tree cannot be read
 */
export async function makePlan(
  services: Services,
  checkpoint: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const fromSpec = {
    label: vscode.l10n.t("From the models of an align.yaml"),
    detail: vscode.l10n.t("Builds both models in their interpreters; nothing is computed."),
    spec: true,
  };
  const fromTrees = {
    label: vscode.l10n.t("From two module trees"),
    detail: vscode.l10n.t("Files that `paddle-port modules` wrote."),
    spec: false,
  };
  const chosen = await vscode.window.showQuickPick([fromSpec, fromTrees], {
    title: vscode.l10n.t("What is the plan made from?"),
  });
  if (chosen === undefined) return undefined;
  const trees = chosen.spec ? await recordTrees(services) : await readTrees(checkpoint);
  if (trees === undefined) return undefined;
  const summary = checkpoint && (await summaryOf(localPath(checkpoint)));
  const plan = inferPlan({ ...trees, checkpoint: summary, producer: services.producer });
  const folder = checkpoint
    ? path.dirname(checkpoint.fsPath)
    : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const target = await askTarget(
    vscode.l10n.t("Save the weight plan"),
    trees.plan ?? path.join(folder ?? "", "plan.json"),
    { [vscode.l10n.t("Weight plan")]: ["json"] },
  );
  if (target === undefined) return undefined;
  await writeNewFile(target, `${JSON.stringify(plan, undefined, 2)}\n`, true);
  if (plan.undecided.length > 0) {
    const open = vscode.l10n.t("Open Weight Plan");
    void vscode.window
      .showWarningMessage(
        vscode.l10n.t(
          "{0} questions of the plan are undecided; answer them in a rules file.",
          plan.undecided.length,
        ),
        open,
      )
      .then((answer) => {
        if (answer === open)
          void vscode.commands.executeCommand("paddlePort.openWeightPlan", vscode.Uri.file(target));
      });
    return undefined;
  }
  return vscode.Uri.file(target);
}

async function recordTrees(services: Services): Promise<Trees | undefined> {
  const spec = await pickSpec(services);
  if (spec === undefined) return undefined;
  // The plan that it names is what is being made.
  const { reference, port, plan } = await readSpec(localPath(spec));
  if (reference.kind !== "torch") {
    throw new UserError(
      vscode.l10n.t("{0} has a recorded reference, whose model cannot be built.", path.basename(spec.fsPath)),
      vscode.l10n.t(
        "Choose a specification with `reference: {kind: torch, …}`, or make the plan from two module trees.",
      ),
    );
  }
  const torch = await services.interpreters.require("torch", spec);
  if (torch === undefined) return undefined;
  const paddle = await services.interpreters.require("paddle", spec);
  if (paddle === undefined) return undefined;
  const cwd = path.dirname(spec.fsPath);
  return withCancel(vscode.l10n.t("Making the weight plan"), async (progress, signal) => {
    const record = (framework: "torch" | "paddle", python: string): Promise<ModuleTree> => {
      const model = framework === "torch" ? reference : port;
      progress.report({ message: model.model });
      const onLog = (line: string): void => services.log.info(line);
      return recordModules({ framework, python, model: model.model, paths: model.path, cwd, onLog, signal });
    };
    const trees = { source: await record("torch", torch), target: await record("paddle", paddle) };
    return plan === undefined ? trees : { ...trees, plan: path.resolve(cwd, plan) };
  });
}

async function readTrees(near: vscode.Uri | undefined): Promise<Trees | undefined> {
  const source = await pickModuleTree(vscode.l10n.t("Choose the module tree of the PyTorch model"), near);
  if (source === undefined) return undefined;
  const target = await pickModuleTree(vscode.l10n.t("Choose the module tree of the Paddle port"), source);
  if (target === undefined) return undefined;
  const read = async (file: vscode.Uri): Promise<ModuleTree> =>
    readModuleTree(await readFile(localPath(file), "utf8"), file.fsPath);
  return { source: await read(source), target: await read(target) };
}

async function summaryOf(file: string): Promise<CheckpointSummary> {
  const checkpoint = await openCheckpoint(file);
  await checkpoint.close();
  const tensors = checkpoint.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }));
  return { tensors, headerSha256: checkpoint.headerSha256 };
}
