import type { PaddleVersion } from "../../core/api/schema.js";
import type { FileResult } from "../../core/editor/fileResult.js";
import type { HoverFacts } from "../../core/editor/hover.js";
import type { LookUp, PortResult, RuleInfo } from "../../core/editor/session.js";
import type { SourceFile } from "../../core/semantics/project.js";

export const analysisKind = "paddle-port/analysis-worker";

interface Options {
  readonly target: PaddleVersion;
  readonly producer: string;
}

/** What can be asked of the analysis, by name: the question and the answer. All of it is plain data. */
export interface Questions {
  readonly check: {
    readonly ask: {
      readonly key: string | null;
      readonly version: number;
      readonly file: SourceFile;
      readonly options: Options;
    };
    readonly answer: FileResult;
  };
  readonly hover: {
    readonly ask: {
      readonly key: string;
      readonly version: number;
      readonly offset: number;
      readonly target: PaddleVersion;
    };
    readonly answer: HoverFacts | null;
  };
  readonly forget: { readonly ask: { readonly key: string }; readonly answer: null };
  readonly portFile: {
    readonly ask: { readonly file: SourceFile; readonly options: Options };
    readonly answer: PortResult;
  };
  readonly portFolder: {
    readonly ask: { readonly files: readonly SourceFile[]; readonly options: Options };
    readonly answer: PortResult;
  };
  readonly rules: { readonly ask: null; readonly answer: readonly RuleInfo[] };
  readonly names: { readonly ask: null; readonly answer: readonly string[] };
  readonly lookUp: {
    readonly ask: { readonly name: string; readonly target: PaddleVersion };
    readonly answer: LookUp;
  };
}

export type QuestionName = keyof Questions;

/** A question as it travels to the worker. */
export type Order = {
  readonly [Name in QuestionName]: {
    readonly kind: "question";
    readonly id: number;
    readonly name: Name;
    readonly ask: Questions[Name]["ask"];
  };
}[QuestionName];

/** The text of a file that the worker asked for; null when there is none. */
export interface FileText {
  readonly kind: "text";
  readonly path: string;
  readonly text: string | null;
}

export type ToWorker = Order | FileText;

export type FromWorker =
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string; readonly stack: string }
  | { readonly kind: "read"; readonly id: number; readonly path: string };
