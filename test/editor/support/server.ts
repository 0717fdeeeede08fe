import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

import type { Editor } from "../../../scripts/lib/editor.mjs";

/** How one code-server is started. */
export interface ServerOptions {
  readonly editor: Editor;
  /** Everything it writes goes below this folder. */
  readonly folder: string;
  /** Where extensions are installed. */
  readonly extensions: string;
  /** With false, a folder that is opened is not trusted until the person says so. */
  readonly trusted?: boolean;
  /** The display language, such as "zh-cn". */
  readonly language?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder of an extension that windows load as one that is being developed. */
  readonly developed?: string;
}

/** Quiet and the same on every machine: nothing is offered, fetched or animated that a test did not ask for. */
const calm: Readonly<Record<string, unknown>> = {
  "breadcrumbs.enabled": false,
  "chat.disableAIFeatures": true,
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "files.hotExit": "off",
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.confirmBeforeClose": "never",
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Installs a packaged extension as a person would: from its file. */
export function installExtension(editor: Editor, vsix: string, userData: string, extensions: string): void {
  const args = [editor.entry, "--user-data-dir", userData, "--extensions-dir", extensions];
  const run = spawnSync(editor.node, [...args, "--install-extension", vsix], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${vsix} could not be installed: ${run.stdout}${run.stderr}`);
}

/** A running code-server. */
export class Server {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    /** Such as "127.0.0.1:40123". */
    readonly authority: string,
    readonly userData: string,
  ) {
    this.#child = child;
  }

  /** Starts one and returns when it answers. */
  static async start(options: ServerOptions): Promise<Server> {
    const userData = path.join(options.folder, "user-data");
    mkdirSync(options.folder, { recursive: true });
    writeSettings(userData, { ...calm, ...options.settings });
    if (options.language !== undefined) writeLanguagePack(userData, options.language);
    const args = [
      options.editor.entry,
      ...["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry", "--disable-update-check"],
      ...["--disable-getting-started-override"],
      ...["--user-data-dir", userData, "--extensions-dir", options.extensions],
      // A released server ignores an extension that is being developed unless it is started for tests.
      ...(options.developed === undefined ? [] : ["--vscode-option", "enable-smoke-test-driver"]),
      ...(options.trusted === false ? [] : ["--disable-workspace-trust"]),
      ...(options.language === undefined ? [] : ["--locale", options.language]),
    ];
    // A group of its own, so that everything it started ends with it.
    const child = spawn(options.editor.node, args, {
      cwd: options.folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: cleanEnvironment(options.folder),
    });
    return new Server(child, await authorityOf(child), userData);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Ends it and everything it started. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = new Promise<void>((resolve) => this.#child.once("close", () => resolve()));
    process.kill(-this.pid, "SIGKILL");
    await closed;
  }
}

/** The address at which a server shows a folder, or the folders of a .code-workspace. */
export function folderUrl(authority: string, folder: string, developed?: string): string {
  const payload = JSON.stringify([
    ["skipWelcome", "true"],
    ...(developed === undefined
      ? []
      : [["extensionDevelopmentPath", `vscode-remote://${authority}${encodeURI(developed)}`]]),
  ]);
  const kind = folder.endsWith(".code-workspace") ? "workspace" : "folder";
  return `http://${authority}/?${kind}=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`;
}

/** Our own variables and npm's would reach the extension otherwise; a test must not depend on them. */
function cleanEnvironment(folder: string): NodeJS.ProcessEnv {
  const kept = ["PATH", "LANG", "LC_ALL", "TMPDIR", "TZ"];
  const entries = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  );
  return { ...(Object.fromEntries(entries) as Record<string, string>), HOME: folder };
}

function authorityOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const found = /HTTP server listening on http:\/\/([\d.]+:\d+)/.exec(line);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
    }
    child.once("exit", (code) =>
      reject(new Error(`code-server ended (${String(code)}):\n${said.join("\n")}`)),
    );
  });
}

function writeSettings(userData: string, settings: Readonly<Record<string, unknown>>): void {
  const folder = path.join(userData, "User");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify(settings, undefined, 2));
}

/** Without a language pack VS Code stays English. This one is empty: only our own texts are translated. */
function writeLanguagePack(userData: string, language: string): void {
  mkdirSync(userData, { recursive: true });
  const main = path.join(userData, "main.i18n.json");
  writeFileSync(main, JSON.stringify({ version: "1.0.0", contents: {} }));
  const pack = {
    hash: "empty",
    extensions: [{ extensionIdentifier: { id: "paddle-port.empty-language-pack" }, version: "1.0.0" }],
    translations: { vscode: main },
    label: language,
  };
  writeFileSync(path.join(userData, "languagepacks.json"), JSON.stringify({ [language]: pack }));
}
