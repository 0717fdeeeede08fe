import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { run } from "../../src/cli/main.js";
import { entrySources, type PlanEntry } from "../../src/core/weights/plan.js";
import { readPlan } from "../../src/core/weights/readPlan.js";
import type { Change, Fault } from "./fault.js";
import type { Refusal } from "./refusals.js";
import { readMatrices, rewrite } from "./tensors.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const example = path.resolve(here, "../../examples/jina-clip-v2");

export type Model = NonNullable<Fault["model"]>;

type ChangeOf<Kind extends Change["kind"]> = Extract<Change, { readonly kind: Kind }>;

const factories: Readonly<Record<Model, { readonly reference: string; readonly port: string }>> = {
  retrieval: { reference: "factories:tiny", port: "factories:tiny_merged" },
  logits: { reference: "logits_factories:tiny_logits", port: "logits_factories:tiny_logits_merged" },
};

/** A folder with everything that an alignment of the example needs, made for one seed. */
export class Workspace {
  private constructor(
    readonly folder: string,
    private readonly torch: string,
  ) {}

  /**
   * Makes the checkpoint and the inputs, records both module trees, plans and converts, all with the product's commands.
   * @param paddle any version: the trees are the same
   */
  static async create(seed: number, torch: string, paddle: string): Promise<Workspace> {
    const folder = await mkdtemp(path.join(tmpdir(), "paddle-port-faults-"));
    const workspace = new Workspace(folder, torch);
    for (const name of ["reference", "paddle", "factories.py", "config.tiny.json"])
      await cp(path.join(example, name), path.join(folder, name), { recursive: true });
    await cp(path.join(here, "logits_factories.py"), path.join(folder, "logits_factories.py"));
    await promisify(execFile)(torch, [path.join(here, "seeded.py"), example, folder, String(seed)], {
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    const tree = (framework: string, python: string, model: string, sources: string): Promise<void> =>
      workspace.#command(
        ...["modules", "--framework", framework, "--python", python, "--model", model],
        ...["--path", ".", "--path", sources, "-o", `${framework}.json`],
      );
    await tree("torch", torch, factories.retrieval.reference, "reference");
    await tree("paddle", paddle, factories.retrieval.port, "paddle");
    await workspace.#command(
      ...["plan", "--source", "torch.json", "--target", "paddle.json"],
      ...["--checkpoint", "tiny", "-o", "plan.json"],
    );
    await workspace.#command("convert", "plan.json", "--checkpoint", "tiny", "--out", "converted");
    return workspace;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  readonly #recordings = new Map<Model, Promise<string>>();

  /** A recording of the reference, made at the first call. */
  recording(model: Model): Promise<string> {
    let known = this.#recordings.get(model);
    if (!known) {
      const made = path.join(this.folder, `recording-${model}`);
      known = this.specification(model, { code: "paddle", weights: "converted" }).then(async (spec) => {
        await this.#command(
          ...["capture", spec, "--side", "reference", "-o", made],
          ...["--reference-python", this.torch, "--device", "cpu"],
        );
        return made;
      });
      this.#recordings.set(model, known);
    }
    return known;
  }

  /** Writes an align.yaml; returns its path. */
  async specification(
    model: Model,
    port: { readonly code: string; readonly weights: string },
  ): Promise<string> {
    const { reference, port: merged } = factories[model];
    const file = path.join(
      this.folder,
      `align-${model}-${port.code}-${port.weights}.yaml`.replaceAll("/", "-"),
    );
    await writeFile(
      file,
      [
        "schemaVersion: 1",
        `reference: {kind: torch, model: "${reference}", path: [., reference], weights: tiny/model.safetensors}`,
        `port: {model: "${merged}", path: [., ${port.code}], weights: ${port.weights}/model.safetensors}`,
        "plan: plan.json",
        "inputs: {file: inputs.safetensors}",
        "arguments: {input_ids: input_ids, pixel_values: pixel_values}",
        "",
      ].join("\n"),
    );
    return file;
  }

  /**
   * Plants a fault into copies of the port or of its weights.
   * @returns the specification, and the places: `text.py:47` below the port, or names of tensors
   */
  async plant({ id, model = "retrieval", change }: Fault): Promise<{ spec: string; places: string[] }> {
    await mkdir(path.join(this.folder, id));
    if (change.kind === "code") {
      const places = await this.#plantCode(id, change);
      return {
        spec: await this.specification(model, { code: `${id}/paddle`, weights: "converted" }),
        places,
      };
    }
    const places = await (change.kind === "plan"
      ? this.#plantPlan(id, change)
      : this.#plantTensors(id, change));
    return { spec: await this.specification(model, { code: "paddle", weights: `${id}/converted` }), places };
  }

  async #plantCode(id: string, { replacements }: ChangeOf<"code">): Promise<string[]> {
    const places: string[] = [];
    await cp(path.join(this.folder, "paddle"), path.join(this.folder, id, "paddle"), { recursive: true });
    for (const { file, find, write } of replacements) {
      const target = path.join(this.folder, id, "paddle", "jina_clip", file);
      const text = await readFile(target, "utf8");
      const [before = "", ...after] = text.split(find);
      if (after.length !== 1)
        throw new Error(
          `${id}: ${file} has the text ${JSON.stringify(find)} ${String(after.length)} times, not once.`,
        );
      await writeFile(target, before + write + (after[0] ?? ""));
      places.push(`${file}:${String(before.split("\n").length)}`);
    }
    return places;
  }

  async #plantPlan(id: string, { target, edit }: ChangeOf<"plan">): Promise<string[]> {
    const { code, output } = await this.#convertEdited(id, target, edit, true);
    if (code !== 0) throw new Error(`${id}: convert ended with ${String(code)}: ${output}`);
    return [target];
  }

  async #plantTensors(id: string, { targets, needs, edit }: ChangeOf<"checkpoint">): Promise<string[]> {
    const converted = path.join(this.folder, "converted", "model.safetensors");
    const originals = await readMatrices(path.join(this.folder, "tiny", "model.safetensors"), needs ?? []);
    const tensors = await readMatrices(converted, targets);
    const edited = edit([...tensors.values()], (name) => originals.get(name) ?? missing(id, name));
    await mkdir(path.join(this.folder, id, "converted"));
    await rewrite(
      converted,
      path.join(this.folder, id, "converted", "model.safetensors"),
      new Map(targets.map((name, at) => [name, edited[at] ?? missing(id, name)])),
    );
    return [...targets];
  }

  /** Converts by a broken plan; returns what the converter says. */
  async refuse({ id, target, edit }: Refusal): Promise<{ code: number; output: string }> {
    await mkdir(path.join(this.folder, id));
    return this.#convertEdited(id, target, edit, false);
  }

  /** @param drop whether the tensors that no entry uses any more are dropped in the plan, as by a person who means it */
  async #convertEdited(
    id: string,
    target: string,
    edit: (entry: PlanEntry) => PlanEntry,
    drop: boolean,
  ): Promise<{ code: number; output: string }> {
    const plan = readPlan(await readFile(path.join(this.folder, "plan.json"), "utf8"), "plan.json");
    const { entries } = plan;
    if (entries.filter((entry) => entry.target === target).length !== 1)
      throw new Error(`${id}: the plan has no entry for ${target}.`);
    const changed = entries.map((entry) => (entry.target === target ? edit(entry) : entry));
    const used = new Set(changed.flatMap(entrySources));
    const dropped = entries
      .flatMap(entrySources)
      .filter((source) => drop && !used.has(source))
      .map((source) => ({ source, reason: "left out by mistake", confidence: "certain" }));
    const edited = { ...plan, entries: changed, dropped: [...plan.dropped, ...dropped] };
    await writeFile(path.join(this.folder, id, "plan.json"), JSON.stringify(edited));
    return this.#run("convert", `${id}/plan.json`, "--checkpoint", "tiny", "--out", `${id}/converted`);
  }

  async #command(...args: readonly string[]): Promise<void> {
    const { code, output } = await this.#run(...args);
    if (code !== 0) throw new Error(`paddle-port ${args.join(" ")} ended with ${String(code)}:\n${output}`);
  }

  /** Runs a command of the program in the folder. */
  async #run(...args: readonly string[]): Promise<{ code: number; output: string }> {
    let output = "";
    const code = await run(args, {
      cwd: this.folder,
      interactive: false,
      stdout: (text) => void (output += text),
      stderr: (text) => void (output += text),
    });
    return { code, output };
  }
}

function missing(id: string, name: string): never {
  throw new Error(`${id}: there is no tensor for ${name}.`);
}
