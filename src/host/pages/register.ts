import * as vscode from "vscode";

import type { Language } from "../language/register.js";
import type { Services } from "../services.js";
import { apiMarkdown, rulePage } from "./markdown.js";
import { Previews } from "./previews.js";

/** Texts that are shown but are no files: pages about rules and APIs, and ports that have not been written. */
export interface Pages {
  readonly previews: Previews;
  showRule(code: string): Promise<void>;
  showApi(name: string, scope: vscode.Uri | undefined): Promise<void>;
}

const pageScheme = "paddle-port-page";

export function registerPages(
  context: vscode.ExtensionContext,
  services: Services,
  language: Language,
): Pages {
  const { analysis } = language;
  const { wording } = services;
  const translate = (text: string): string => wording.message(text);
  const provider: vscode.TextDocumentContentProvider = {
    provideTextDocumentContent: async (uri) => {
      const [, kind, file = ""] = uri.path.split("/");
      const name = decodeURIComponent(file).replace(/\.md$/, "");
      if (kind === "rules") {
        const rule = (await analysis.ask("rules", null, { urgent: true })).find(({ code }) => code === name);
        return rule === undefined
          ? vscode.l10n.t("There is no rule {0}.", name)
          : rulePage(wording.rule(rule));
      }
      const target = await services.target.resolve();
      const found = await analysis.ask("lookUp", { name, target }, { urgent: true });
      if (found.found) return `# ${found.row.name}\n\n${apiMarkdown(found.row, translate)}\n`;
      const hint =
        found.nearest.length === 0 ? "" : vscode.l10n.t("Did you mean {0}?", found.nearest.join(", "));
      return `${vscode.l10n.t("Nothing is known about {0}; uses of it are reported as open.", name)} ${hint}`;
    },
  };
  const show = async (kind: "rules" | "api", name: string): Promise<void> => {
    const uri = vscode.Uri.from({ scheme: pageScheme, path: `/${kind}/${encodeURIComponent(name)}.md` });
    await showMarkdown(uri);
  };
  const previews = new Previews();
  context.subscriptions.push(
    previews,
    vscode.workspace.registerTextDocumentContentProvider(pageScheme, provider),
  );
  return {
    previews,
    showRule: (code) => show("rules", code),
    showApi: (name) => show("api", name),
  };
}

/** Rendered where the editor's own Markdown support is there, else as text. */
async function showMarkdown(uri: vscode.Uri): Promise<void> {
  if (vscode.extensions.getExtension("vscode.markdown-language-features") !== undefined)
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  else await vscode.window.showTextDocument(uri, { preview: true });
}
