import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Browser } from "playwright-core";

import { launchBrowser } from "../../test/editor/support/browser.js";
import { transposeTensor } from "../../test/editor/support/checkpoints.js";
import { paddle, prepareExample } from "../../test/editor/support/example.js";
import { jinaWorkspace } from "../../test/editor/support/jinaExample.js";
import { installExtension, Server } from "../../test/editor/support/server.js";
import { themes, type Theme } from "../../test/editor/support/themes.js";
import { Workbench } from "../../test/editor/support/workbench.js";
import { ensureEditor, type Editor } from "../lib/editor.mjs";
import { say } from "../lib/steps.mjs";
import { smallPng } from "./smallPng.js";
import { jinaScenes, manifestTitles, prepareJina } from "./jinaScenes.js";
import type { Scene } from "./scene.js";
import { scenes } from "./scenes.js";

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

/** The pictures that the package has, because its walkthrough shows them. */
const inWalkthrough = new Set(["check", "port", "weights", "diverged"]);

interface Session {
  readonly editor: Editor;
  readonly browser: Browser;
  readonly base: string;
  readonly extensions: string;
}

/** What is opened, how the window looks, and where a scene's picture goes. */
interface Shown {
  readonly folder: string;
  readonly theme: Theme;
  readonly language: string | undefined;
  readonly file: (scene: string) => string;
}

async function main(): Promise<void> {
  const only = process.argv[2];
  const editor = await ensureEditor();
  const base = mkdtempSync(path.join(tmpdir(), "paddle-port-pictures-"));
  const browser = await launchBrowser(editor);
  try {
    const { name, version } = JSON.parse(readFileSync("package.json", "utf8")) as {
      name: string;
      version: string;
    };
    const extensions = path.join(base, "extensions");
    installExtension(
      editor,
      path.resolve(`build/${name}-${version}.vsix`),
      path.join(base, "installing"),
      extensions,
    );
    const session = { editor, browser, base, extensions };
    if (only !== "jina") await takeSmallExample(session);
    if (only !== "minilm")
      for (const language of [undefined, "zh-cn"]) await takeMainExample(session, language);
  } finally {
    await browser.close();
    rmSync(base, { recursive: true, force: true });
  }
}

/** The pictures that show each part of the extension, for the README of the repository. */
async function takeSmallExample(session: Session): Promise<void> {
  const folder = path.join(session.base, "minilm-chinese-clip");
  prepareExample(folder);
  mkdirSync(path.join(folder, ".vscode"));
  const interpreter = JSON.stringify({ "paddlePort.paddle.interpreter": paddle() });
  writeFileSync(path.join(folder, ".vscode/settings.json"), interpreter);
  const one = (scene: string): Scene[] => scenes.filter(({ name }) => name === scene);
  const pictures = (theme: Theme, wanted: readonly Scene[], language?: string): Promise<void> => {
    const kind = language ?? theme.kind.replace("vscode-", "");
    const file = (scene: string): string => path.join("media/screenshots", `${scene}-${kind}.png`);
    return take(session, { folder, theme, language, file }, wanted);
  };
  const [light, dark, contrast] = themes;
  await pictures(light, scenes);
  await pictures(dark, scenes);
  await pictures(light, one("diagnostics"), "zh-cn");
  // What the report looks like when there is something to report.
  transposeTensor(
    path.join(folder, "converted/model.safetensors"),
    "encoder.layer.3.attention.self.query.weight",
  );
  await pictures(contrast, one("alignment"));
}

/** The way of Jina-CLIP-v2, for its README; the walkthrough shows some of it in the reader's language. */
async function takeMainExample(session: Session, language: string | undefined): Promise<void> {
  const workspace = jinaWorkspace("jina-clip-v2");
  try {
    prepareJina(workspace);
    const ending = language === undefined ? "png" : `${language}.png`;
    const file = (scene: string): string =>
      inWalkthrough.has(scene)
        ? path.join("media/walkthrough", `${scene}.${ending}`)
        : path.join("media/screenshots", `jina-${scene}.${ending}`);
    const [theme] = themes;
    const wanted = jinaScenes(workspace, manifestTitles(language)).filter(
      ({ name }) => language === undefined || inWalkthrough.has(name),
    );
    await take(session, { folder: workspace.folder, theme, language, file }, wanted);
  } finally {
    workspace.remove();
  }
}

/** Takes some pictures in a window of their own. */
async function take(session: Session, shown: Shown, wanted: readonly Scene[]): Promise<void> {
  const { language } = shown;
  const server = await Server.start({
    editor: session.editor,
    folder: mkdtempSync(path.join(session.base, "server-")),
    extensions: session.extensions,
    settings: { ...settings, "workbench.colorTheme": shown.theme.theme },
    ...(language === undefined ? {} : { language }),
  });
  try {
    const size = { width: 1180, height: 720 };
    const workbench = await Workbench.open(session.browser, server.authority, shown.folder, size);
    await workbench.command("View: Toggle Primary Side Bar Visibility");
    for (const scene of wanted) {
      const file = shown.file(scene.name);
      await scene.show(workbench).catch(async (error: unknown) => {
        await workbench.keepPicture(file);
        throw error;
      });
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, smallPng(await workbench.page.screenshot()));
      say(`${file}: ${String(Math.round(statSync(file).size / 1024))} KB`);
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
