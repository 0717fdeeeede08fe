import type * as vscode from "vscode";

import type { FileResult } from "../../core/editor/fileResult.js";
import type { PortResult } from "../../core/editor/session.js";
import type { AskOptions } from "../../platform/analysis/client.js";
import { AnalysisClient } from "../../platform/analysis/client.js";
import type { QuestionName, Questions } from "../../platform/analysis/messages.js";
import type { Services } from "../services.js";
import { locateInProject, readText } from "./projectReader.js";

/** The analysis of Python files, done in a worker thread. */
export class Analysis implements vscode.Disposable {
  readonly #client: AnalysisClient;

  constructor(private readonly services: Services) {
    this.#client = new AnalysisClient(services.workerScript, (error) => {
      services.log.error(`analysis: ${error.stack ?? error.message}`);
    });
  }

  dispose(): void {
    this.#client.dispose();
  }

  /** Checks the text of a document as it is now. */
  async checkDocument(document: vscode.TextDocument, options: AskOptions): Promise<FileResult> {
    const { version, uri } = document;
    return this.#check(uri, document.getText(), { key: uri.toString(), version }, options);
  }

  /** Checks a file that is not open; nothing of it is kept. */
  async checkFile(uri: vscode.Uri, text: string, signal: AbortSignal): Promise<FileResult> {
    return this.#check(uri, text, { key: null, version: 0 }, { signal });
  }

  async portFile(uri: vscode.Uri, text: string, signal: AbortSignal): Promise<PortResult> {
    const { path, at } = await locateInProject(uri);
    return this.#client.ask(
      "portFile",
      { file: { path, text }, options: await this.options(uri) },
      { signal, read: (name) => readText(at(name)) },
    );
  }

  ask<Name extends QuestionName>(
    name: Name,
    ask: Questions[Name]["ask"],
    options?: AskOptions,
  ): Promise<Questions[Name]["answer"]> {
    return this.#client.ask(name, ask, options);
  }

  async options(scope: vscode.Uri): Promise<Questions["check"]["ask"]["options"]> {
    return { target: await this.services.target.resolve(scope), producer: this.services.producer };
  }

  async #check(
    uri: vscode.Uri,
    text: string,
    kept: { readonly key: string | null; readonly version: number },
    options: AskOptions,
  ): Promise<FileResult> {
    const { path, at } = await locateInProject(uri);
    return this.#client.ask(
      "check",
      { ...kept, file: { path, text }, options: await this.options(uri) },
      { ...options, read: (name) => readText(at(name)) },
    );
  }
}
