import type * as vscode from "vscode";

import { registerAlignment } from "./host/alignment/register.js";
import { registerCommands } from "./host/commands/register.js";
import { createServices } from "./host/createServices.js";
import { registerLanguage } from "./host/language/register.js";
import { registerPages } from "./host/pages/register.js";
import { registerWeights } from "./host/weights/register.js";

/** Called once, when a Python file or a weight file is opened or one of our commands is run. Nothing is read or started yet. */
export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  const services = createServices(context);
  try {
    const language = registerLanguage(context, services);
    const pages = registerPages(context, services, language);
    registerCommands(context, services, language, pages);
    registerWeights(context, services);
    registerAlignment(context, services);
    services.log.info(`activated in ${Math.round(performance.now() - began)} ms`);
  } catch (error) {
    // The editor says nothing when an extension does not start, so we do.
    services.notify.failure(error);
    throw error;
  }
}

/** Everything is among the context's subscriptions, which the editor disposes of. */
export function deactivate(): void {
  // Worker threads and child processes end with their owners, which are subscriptions too.
}
