import type { Workbench } from "./workbench.js";
import type { Workspace } from "./workspace.js";

/** The themes in which every page has to be readable, and what VS Code calls their kinds in a page. */
export const themes = [
  { theme: "Default Light Modern", kind: "vscode-light" },
  { theme: "Default Dark Modern", kind: "vscode-dark" },
  { theme: "Default High Contrast", kind: "vscode-high-contrast" },
] as const;

export type Theme = (typeof themes)[number];

/** Changes the theme through the workspace's settings and waits until the page in front has it. */
export async function useTheme(
  workbench: Workbench,
  workspace: Workspace,
  { theme, kind }: Theme,
): Promise<void> {
  workspace.settings({ "workbench.colorTheme": theme });
  await workbench.webview.inTheme(kind);
}
