import type * as vscode from "vscode";

import type { PaddleVersion } from "../core/api/schema.js";
import type { Severity } from "../core/lint/finding.js";
import type { Framework } from "../platform/interpretersProbe.js";
import type { ProjectFiles } from "./projectFiles.js";
import type { Wording } from "./wording.js";

/** What a feature may use of the rest of the extension. `src/extension.ts` makes it once and hands it to each feature. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  /** The one channel that everything is logged to. */
  readonly log: vscode.LogOutputChannel;
  readonly settings: Settings;
  readonly target: Target;
  readonly projects: ProjectFiles;
  readonly interpreters: Interpreters;
  readonly trust: Trust;
  readonly busy: Busy;
  readonly notify: Notify;
  /** What the core says, in the editor's language. */
  readonly wording: Wording;
  /** Goes into what is generated: "Paddle Port 0.1.0". */
  readonly producer: string;
  /** The script of all worker threads, analysis and conversion: dist/worker.cjs. */
  readonly workerScript: string;
}

/** Settings are read when they are needed and never kept: they may change at any time, and differ between folders. */
export interface Settings {
  /** The value of `paddlePort.<name>` for a file or folder. The manifest holds the defaults. */
  get<Name extends SettingName>(name: Name, scope?: vscode.Uri): SettingValues[Name];
  /** Writes into the workspace's settings, or the user's when no folder is open. */
  update(name: SettingName, value: unknown): Promise<void>;
  /** Told when any `paddlePort.*` setting changed; `affects` asks about one of them. */
  onDidChange(listener: (affects: (name: SettingName | "check") => boolean) => void): vscode.Disposable;
}

/** What the manifest contributes below `paddlePort`. */
export interface SettingValues {
  readonly targetVersion: string;
  readonly "reference.interpreter": string;
  readonly "paddle.interpreter": string;
  readonly "check.enabled": boolean;
  readonly "check.run": "onType" | "onSave";
  readonly "check.delay": number;
  readonly "check.select": readonly string[];
  readonly "check.ignore": readonly string[];
  readonly "check.severity": Readonly<Record<string, Severity | "off">>;
  readonly "check.suppressionActions": boolean;
}

export type SettingName = keyof SettingValues;

/** A target version and who says so. */
export interface TargetChoice {
  readonly version: PaddleVersion;
  /** A translated phrase, or the path of the project's file. */
  readonly from: string;
  /** The project's file, where that says it. */
  readonly file: vscode.Uri | undefined;
}

/** The lowest Paddle version that ported code has to run on. */
export interface Target {
  /** As far as it is known: what needs a file or an interpreter is known once `resolve` has asked. */
  current(scope?: vscode.Uri): PaddleVersion;
  choice(scope?: vscode.Uri): TargetChoice;
  resolve(scope?: vscode.Uri): Promise<PaddleVersion>;
  onDidChange(listener: () => void): vscode.Disposable;
}

/** The Python interpreters that the user chose. */
export interface Interpreters {
  /** The configured path, with `${workspaceFolder}`, `${userHome}` and `~` resolved; undefined when none was chosen. */
  configured(framework: Framework, scope?: vscode.Uri): string | undefined;
  /**
   * The path to use; when none was chosen, asks the user to choose one now.
   * @returns undefined when the user declines
   * @throws UserError when the path does not exist; that it is a Python with the framework shows when it is probed
   */
  require(framework: Framework, scope?: vscode.Uri): Promise<string | undefined>;
}

/** Whether the user trusts the workspace. */
export interface Trust {
  /** @returns true when trusted; else false, after saying why `action` (a translated phrase, such as a command's title) needs trust */
  require(action: string): boolean;
}

/** What the language status item shows while something is under way. */
export interface Busy {
  /** @param label a translated phrase: "Checking model.py" */
  while<T>(label: string, work: () => Promise<T>): Promise<T>;
}

/** Messages to the user; the details of a failure go to the log. */
export interface Notify {
  /** Says that something failed: a UserError as it is, anything else as a defect with a button that opens the log. */
  failure(error: unknown): void;
  /** Runs a command's body and reports what it throws; a cancellation is silent. */
  guard<T>(work: () => Promise<T>): Promise<T | undefined>;
}
