import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Browser } from "playwright-core";

import { launchBrowser } from "../../test/editor/support/browser.js";
import { transposeTensor } from "../../test/editor/support/checkpoints.js";
import { paddle, prepareExample } from "../../test/editor/support/example.js";
import { installExtension, Server } from "../../test/editor/support/server.js";
import { themes, type Theme } from "../../test/editor/support/themes.js";
import { Workbench } from "../../test/editor/support/workbench.js";
import { ensureEditor, type Editor } from "../lib/editor.mjs";
import { say } from "../lib/steps.mjs";
import { smallPng } from "./smallPng.js";
import { scenes, type Scene } from "./scenes.js";

const target = path.resolve("media/screenshots");

/** Larger letters than usual: the pictures are shown scaled down. */
const settings = {
  "editor.fontSize": 13,
  "editor.occurrencesHighlight": "off",
  "editor.renderLineHighlight": "none",
  "editor.scrollBeyondLastLine": false,
  "editor.selectionHighlight": false,
  "explorer.decorations.badges": false,
  "window.commandCenter": false,
  "workbench.layoutControl.enabled": false,
};

interface Session {
  readonly editor: Editor;
  readonly browser: Browser;
  readonly base: string;
  readonly workspace: string;
}

async function main(): Promise<void> {
  const editor = await ensureEditor();
  const base = mkdtempSync(path.join(tmpdir(), "paddle-port-pictures-"));
  const browser = await launchBrowser(editor);
  try {
    const workspace = path.join(base, "minilm-chinese-clip");
    prepareExample(workspace);
    mkdirSync(path.join(workspace, ".vscode"));
    const interpreter = JSON.stringify({ "paddlePort.paddle.interpreter": paddle() });
    writeFileSync(path.join(workspace, ".vscode/settings.json"), interpreter);
    const { name, version } = JSON.parse(readFileSync("package.json", "utf8")) as {
      name: string;
      version: string;
    };
    installExtension(
      editor,
      path.resolve(`build/${name}-${version}.vsix`),
      path.join(base, "installing"),
      path.join(base, "extensions"),
    );
    mkdirSync(target, { recursive: true });
    const session = { editor, browser, base, workspace };
    const [light, dark, contrast] = themes;
    await take(session, light, scenes);
    await take(session, dark, scenes);
    const one = (scene: string): Scene[] => scenes.filter(({ name }) => name === scene);
    await take(session, light, one("diagnostics"), "zh-cn");
    // What the report looks like when there is something to report.
    transposeTensor(
      path.join(workspace, "converted/model.safetensors"),
      "encoder.layer.3.attention.self.query.weight",
    );
    await take(session, contrast, one("alignment"));
  } finally {
    await browser.close();
    rmSync(base, { recursive: true, force: true });
  }
}

/** Takes some of the pictures in a window of their own. */
async function take(
  session: Session,
  theme: Theme,
  wanted: readonly Scene[],
  language?: string,
): Promise<void> {
  const kind = language ?? theme.kind.replace("vscode-", "");
  const server = await Server.start({
    editor: session.editor,
    folder: path.join(session.base, kind),
    extensions: path.join(session.base, "extensions"),
    settings: { ...settings, "workbench.colorTheme": theme.theme },
    ...(language === undefined ? {} : { language }),
  });
  try {
    const size = { width: 1180, height: 720 };
    const workbench = await Workbench.open(session.browser, server.authority, session.workspace, size);
    await workbench.command("View: Toggle Primary Side Bar Visibility");
    for (const scene of wanted) {
      await scene.show(workbench).catch(async (error: unknown) => {
        await workbench.keepPicture(`${scene.name} ${kind}`);
        throw error;
      });
      const file = path.join(target, `${scene.name}-${kind}.png`);
      writeFileSync(file, smallPng(await workbench.page.screenshot()));
      say(`${path.relative(".", file)}: ${String(Math.round(statSync(file).size / 1024))} KB`);
      await workbench.page.keyboard.press("Escape");
      await workbench.closeAll();
    }
    await workbench.close();
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
