import * as vscode from "vscode";

import type { Services } from "../services.js";
import { Analysis } from "./analysis.js";
import { FixActions, fixActionKinds } from "./codeActions.js";
import { FindingDiagnostics } from "./diagnostics.js";
import { FindingHover } from "./hover.js";
import { LiveCheck } from "./liveCheck.js";

/** What commands and pages use of the language part. */
export interface Language {
  readonly analysis: Analysis;
  readonly live: LiveCheck;
  readonly diagnostics: FindingDiagnostics;
}

/** Checks open Python files, shows what is found, and offers the fixes. */
export function registerLanguage(context: vscode.ExtensionContext, services: Services): Language {
  const { wording } = services;
  const analysis = new Analysis(services);
  const diagnostics = new FindingDiagnostics(services.settings, services.projects, wording);
  const live = new LiveCheck(analysis, diagnostics, services);
  const python: vscode.DocumentSelector = { language: "python" };
  context.subscriptions.push(
    analysis,
    diagnostics,
    live,
    vscode.languages.registerHoverProvider(python, new FindingHover(live, analysis, services, wording)),
    vscode.languages.registerCodeActionsProvider(
      python,
      new FixActions(live, diagnostics, services.settings, wording),
      { providedCodeActionKinds: fixActionKinds },
    ),
  );
  live.start();
  return { analysis, live, diagnostics };
}
