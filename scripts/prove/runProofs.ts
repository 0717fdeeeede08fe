import type { Catalog } from "../../src/core/api/catalog.js";
import type { ApiRow, CatalogRow, PaddleVersion } from "../../src/core/api/schema.js";
import type { PythonParser } from "../../src/core/syntax/parser.js";
import type { ProofCase } from "./cases.js";
import { casesOf } from "./cases.js";
import { difference } from "./compare.js";
import type { PortedProgram } from "./portCase.js";
import { portProgram } from "./portCase.js";
import type { Answer } from "./worker.js";
import { ProofWorker } from "./worker.js";

/** Interpreters of the frameworks: PyTorch, and Paddle by full version. */
export interface Interpreters {
  readonly torch: string;
  readonly paddle: Readonly<Record<string, string>>;
}

/** What became of one program on one Paddle version and for one minimum version. */
export interface Outcome {
  readonly case: ProofCase;
  readonly paddle: string;
  readonly target: PaddleVersion;
  readonly status: "passed" | "failed" | "open";
  /** Why it failed or stayed open. */
  readonly detail: string;
  readonly ported: string;
}

/** Outcomes, and programs that PyTorch itself refuses: stated ones are mistakes in a proof. */
export interface ProofRun {
  readonly outcomes: readonly Outcome[];
  readonly refused: readonly { readonly case: ProofCase; readonly detail: string }[];
}

/** A row with its proofs. */
export interface RowToProve {
  readonly row: CatalogRow;
  readonly proofs: ApiRow["proofs"];
}

/** Minimum versions whose written code differs for a row: 3.0, and each later one that has a form of its own. */
function targetsOf(row: CatalogRow): PaddleVersion[] {
  return [...new Set(row.paddle.map((form) => form.since))].sort();
}

/** Runs programs on PyTorch once, for any number of runs on Paddle. */
export class ProofRunner {
  readonly #torch: ProofWorker;
  readonly #paddle: ReadonlyMap<string, ProofWorker>;
  readonly #references = new Map<string, Answer>();

  constructor(
    interpreters: Interpreters,
    private readonly parser: PythonParser,
  ) {
    this.#torch = new ProofWorker(interpreters.torch, "torch");
    this.#paddle = new Map(
      Object.entries(interpreters.paddle).map(([version, python]) => [
        version,
        new ProofWorker(python, "paddle"),
      ]),
    );
  }

  /** @param progress called with the number of programs done and of all */
  async run(
    rows: readonly RowToProve[],
    catalog: Catalog,
    progress: (done: number, all: number) => void = () => undefined,
  ): Promise<ProofRun> {
    const cases = rows.flatMap(({ row, proofs }) =>
      casesOf(row, proofs, catalog).map((item) => ({ item, row })),
    );
    return this.runCases(cases, catalog, progress);
  }

  /** Runs programs on PyTorch, and their ports on each Paddle. */
  async runCases(
    cases: readonly { readonly item: ProofCase; readonly row: CatalogRow }[],
    catalog: Catalog,
    progress: (done: number, all: number) => void = () => undefined,
  ): Promise<ProofRun> {
    const refused: { case: ProofCase; detail: string }[] = [];
    const accepted: { readonly item: ProofCase; readonly row: CatalogRow }[] = [];
    for (const entry of cases) {
      const answer = await this.#reference(entry.item);
      if (answer.error !== undefined && entry.item.compare !== "raises") {
        refused.push({ case: entry.item, detail: `${answer.error}: ${answer.message ?? ""}` });
      } else accepted.push(entry);
    }
    let done = 0;
    const all = accepted.length * this.#paddle.size;
    const outcomes = await Promise.all(
      [...this.#paddle.keys()].map(async (version) => {
        const list: Outcome[] = [];
        for (const { item, row } of accepted) {
          for (const target of targetsOf(row)) {
            // A port for a minimum version is not meant for older ones.
            if (!version.startsWith(target) && version < target) continue;
            list.push(await this.#check(item, version, target, catalog));
          }
          done += 1;
          progress(done, all);
        }
        return list;
      }),
    );
    return { outcomes: outcomes.flat(), refused };
  }

  /** Ends all interpreters. */
  stop(): void {
    this.#torch.stop();
    for (const worker of this.#paddle.values()) worker.stop();
  }

  async #reference(item: ProofCase): Promise<Answer> {
    const key = JSON.stringify([item.source, item.inputs, item.grad]);
    const known = this.#references.get(key);
    if (known !== undefined) return known;
    const answer = await this.#torch.run({
      source: item.source,
      modules: {},
      inputs: item.inputs,
      grad: item.grad,
      emulate: item.emulate,
    });
    this.#references.set(key, answer);
    return answer;
  }

  /** A defect of the engine is a failure of the program at hand, not the end of the run. */
  #port(
    item: ProofCase,
    target: PaddleVersion,
    catalog: Catalog,
  ): PortedProgram & { readonly crash?: string } {
    try {
      return portProgram(item.source, target, catalog, this.parser);
    } catch (error) {
      return { source: "", complete: false, open: [], crash: String(error) };
    }
  }

  async #check(item: ProofCase, version: string, target: PaddleVersion, catalog: Catalog): Promise<Outcome> {
    const ported = this.#port(item, target, catalog);
    const outcome = { case: item, paddle: version, target, ported: ported.source };
    if (ported.crash !== undefined)
      return { ...outcome, status: "failed", detail: `the engine: ${ported.crash}` };
    if (!ported.complete) return { ...outcome, status: "open", detail: ported.open.join("; ") };
    const worker = this.#paddle.get(version);
    if (worker === undefined) throw new Error(`there is no interpreter for Paddle ${version}`);
    const answer = await worker.run({
      source: ported.source,
      modules: {},
      inputs: item.inputs,
      grad: item.grad,
      emulate: item.emulate,
    });
    const detail = compareAnswers(item, await this.#reference(item), answer);
    return detail === undefined
      ? { ...outcome, status: "passed", detail: "" }
      : { ...outcome, status: "failed", detail };
  }
}

function compareAnswers(item: ProofCase, reference: Answer, port: Answer): string | undefined {
  if (item.compare === "raises") return port.error === undefined ? "it does not raise on Paddle" : undefined;
  if (port.error !== undefined) return `${port.error}: ${port.message ?? ""}`;
  const values = item.compare === "value";
  return (
    difference(reference.result, port.result, item.tolerance, values) ??
    difference(reference.names, port.names, item.tolerance, values, "names") ??
    (item.grad
      ? difference(reference.gradients, port.gradients, item.tolerance * 10, values, "gradients")
      : undefined)
  );
}
