import * as vscode from "vscode";

import type { Language } from "../language/register.js";
import type { Pages } from "../pages/register.js";
import type { Services } from "../services.js";
import { checkWorkspace, ReportedFiles } from "./checkWorkspace.js";
import { explainRule } from "./explainRule.js";
import { fixAllSafe } from "./fixAllSafe.js";
import { lookUpApi } from "./lookUpApi.js";
import { openExample } from "./openExample.js";
import { portFile } from "./portFile.js";
import { portFolder } from "./portFolder.js";
import { selectInterpreter } from "./selectInterpreter.js";
import { selectTarget } from "./selectTarget.js";
import { writePort } from "./writePort.js";

/** What a command's body may use. */
export interface CommandParts {
  readonly services: Services;
  readonly language: Language;
  readonly pages: Pages;
  readonly reported: ReportedFiles;
}

/** The commands of the language part. */
export function registerCommands(
  context: vscode.ExtensionContext,
  services: Services,
  language: Language,
  pages: Pages,
): void {
  const reported = new ReportedFiles(services, language);
  context.subscriptions.push(reported);
  const parts: CommandParts = { services, language, pages, reported };
  const commands: Readonly<Record<string, (parts: CommandParts, given: unknown) => unknown>> = {
    "paddlePort.portFile": portFile,
    "paddlePort.portFolder": portFolder,
    "paddlePort.writePort": writePort,
    "paddlePort.checkWorkspace": checkWorkspace,
    "paddlePort.fixAllSafe": fixAllSafe,
    "paddlePort.explainRule": explainRule,
    "paddlePort.lookUpApi": lookUpApi,
    "paddlePort.selectTarget": selectTarget,
    "paddlePort.selectReferenceInterpreter": () => selectInterpreter(services, "torch"),
    "paddlePort.selectPaddleInterpreter": () => selectInterpreter(services, "paddle"),
    "paddlePort.showLogs": () => {
      services.log.show();
    },
    "paddlePort.openExample": openExample,
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(
      vscode.commands.registerCommand(name, (given: unknown) =>
        services.notify.guard(async () => {
          await run(parts, given);
        }),
      ),
    );
  }
}
