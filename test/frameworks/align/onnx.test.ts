import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { onnxPackages, torchPython } from "../../support/interpreters.js";
import { align, complaint, makeTwin, paddlePort, twin, writeSpec } from "./support.js";

const exporters = ["script", "dynamo"] as const;
const seeds = [1, 2, 3] as const;
const folders: string[] = [];
let folder = "";
const at = (name: string): string => path.join(folder, name);

/** An ONNX reference needs no PyTorch: the name of an interpreter that does not exist shows that none is started. */
const noTorch = { PADDLE_PORT_TORCH_PYTHON: "/nowhere/python" };

function reference(model: string, more = ""): string {
  return `{kind: onnx, model: ${model}${more}}`;
}

beforeAll(async () => {
  for (const seed of seeds) {
    const made = await makeTwin(seed);
    folders.push(made);
    execFileSync(torchPython(), [path.join(twin, "export_onnx.py"), made], {
      stdio: "ignore",
      env: { ...process.env, PYTHONPATH: onnxPackages(), PYTHONDONTWRITEBYTECODE: "1" },
    });
  }
  folder = folders[0] ?? "";
  for (const exporter of exporters) {
    const spec = await writeSpec(folder, exporter, { reference: reference(`${exporter}.onnx`) });
    const capture = ["capture", spec, "--side", "reference", "-o", at(`recorded-${exporter}`)];
    expect(await paddlePort(capture, "3.3.1", noTorch)).toMatchObject({ code: 0 });
  }
});

afterAll(async () => {
  for (const each of folders) await rm(each, { recursive: true, force: true });
});

describe.each(exporters)("a model from the exporter %s", (exporter) => {
  it.each(seeds)("is aligned with a correct port, seed %i", async (seed) => {
    const own = folders[seeds.indexOf(seed)] ?? "";
    const spec = await writeSpec(own, exporter, { reference: reference(`${exporter}.onnx`) });
    const version = seed === 2 ? "3.0.0" : "3.3.1";
    const { code, report } = await align([spec], version, noTorch);
    expect(report.layers.filter((layer) => layer.propagated !== "ok")).toEqual([]);
    // The whole model is only run as a whole.
    expect(report.layers.filter((layer) => layer.isolated !== "ok").map((layer) => layer.reference)).toEqual([
      "",
    ]);
    expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: "aligned" });
    // The newer exporter computes the position embeddings, which do not depend on the inputs, beforehand.
    expect(report.coverage.missing.map(({ module }) => module)).toEqual(
      exporter === "dynamo" ? ["positions"] : [],
    );
    expect(report.coverage.modules.total).toBe(27);
    expect(report.device.line).toMatch(/^Device: CPU, .*ONNX Runtime runs it on the CPU/);
    expect(report.environment.reference).toMatchObject({
      framework: "onnx",
      version: "1.30.0",
      origin: "live",
    });
    expect(report.tolerance.noiseMethods).toHaveLength(2);
    expect(report.tolerance.noiseMethods.join()).not.toContain("not:");
    expect(report.outputs.map(({ slot }) => slot)).toEqual(["0", "1.pooled"]);
    expect(report.similarity?.greatestDifference).toBeLessThan(1e-6);
  });

  const faults: readonly (readonly [string, { weights?: string; fault?: string }, string, RegExp])[] = [
    [
      "a transposed square matrix",
      { weights: "transposed.safetensors" },
      "blocks.1.attention.value",
      /value\.weight is stored transposed/,
    ],
    [
      "a zeroed padding row",
      { weights: "padding-row.safetensors" },
      "words",
      /row 0 of words\.weight is zero/,
    ],
    ["another epsilon", { fault: "epsilon" }, "blocks.2.norm2", /with 1e-(12|08|07) the module agrees/],
    ["the tanh GELU", { fault: "tanh gelu" }, "blocks.0.feed.act", /with the erf form/],
    [
      "query and key swapped in code",
      { fault: "swapped in code" },
      "blocks.0.attention",
      /query and key the wrong way round/,
    ],
  ];
  it.each(faults)("shows %s and names the cause", async (_, { weights, fault }, module, explanation) => {
    const spec = await writeSpec(folder, "fault", {
      reference: reference(`${exporter}.onnx`),
      ...(weights === undefined ? {} : { weights }),
    });
    const args = [spec, "--reference", at(`recorded-${exporter}`)];
    const { code, report } = await align(args, "3.3.1", {
      ...noTorch,
      ...(fault === undefined ? {} : { TWIN_FAULT: fault }),
    });
    expect({ code, verdict: report.verdict, first: report.firstDivergence?.reference }).toEqual({
      code: 1,
      verdict: "diverged",
      first: module,
    });
    expect(report.firstDivergence?.mode).toBe("isolated");
    expect(report.failures[0]?.restoredBy).toMatch(explanation);
  });
});

it("weights beside the model are used, and a lack of them is said", async () => {
  const spec = await writeSpec(folder, "external", { reference: reference("external.onnx") });
  const { report } = await align([spec], "3.3.1", noTorch);
  expect(report.verdict).toBe("aligned");
  await mkdir(at("moved"));
  await cp(at("external.onnx"), at("moved/external.onnx"));
  const moved = await writeSpec(folder, "moved", { reference: reference("moved/external.onnx") });
  expect(complaint(await paddlePort(["align", moved], "3.3.1", noTorch))).toMatch(
    /moved\/external\.onnx keeps weights in external\.onnx\.data, which is not there .* Put it beside the model/,
  );
});

it("outputs can be named, and a wrong name is refused", async () => {
  const swapped = ", outputs: {hidden: 1.pooled, pooled: '0'}";
  const spec = await writeSpec(folder, "outputs", { reference: reference("script.onnx", swapped) });
  const { report } = await align([spec], "3.3.1", noTorch);
  expect(report.verdict).toBe("diverged");
  expect(report.outputs[0]?.mismatch).toMatch(/shape/);
  const wrong = await writeSpec(folder, "outputs", {
    reference: reference("script.onnx", ", outputs: {hiden: '0'}"),
  });
  expect(complaint(await paddlePort(["align", wrong], "3.3.1", noTorch))).toMatch(
    /has no output hiden \(it has hidden, pooled\)/,
  );
});

describe("what cannot be run is said in one line, and leaves nothing behind", () => {
  async function refused(
    model: string,
    options: { more?: string; inputs?: string; extra?: string } = {},
  ): Promise<string> {
    const before = (await readdir(folder)).sort();
    const spec = await writeSpec(folder, "script", {
      reference: reference(model, options.more),
      ...(options.inputs === undefined ? {} : { inputs: options.inputs }),
      ...(options.extra === undefined ? {} : { extra: options.extra }),
    });
    const capture = ["capture", spec, "--side", "reference", "-o", at("out")];
    const said = complaint(await paddlePort(capture, "3.3.1", noTorch));
    expect((await readdir(folder)).sort()).toEqual(before);
    return said;
  }

  it("no file, and a file that is none of ONNX", async () => {
    expect(await refused("nowhere.onnx")).toMatch(
      /The ONNX model .*nowhere\.onnx cannot be read: there is no such file/,
    );
    expect(await refused("torch.safetensors")).toMatch(/torch\.safetensors is no ONNX file/);
  });

  it("a file that is cut short", async () => {
    const whole = await readFile(at("script.onnx"));
    await writeFile(at("cut.onnx"), whole.subarray(0, whole.length / 2));
    expect(await refused("cut.onnx")).toMatch(/cut\.onnx is no ONNX file, or not a whole one/);
  });

  it("an opset that ONNX Runtime does not know", async () => {
    const bytes = await readFile(at("script.onnx"));
    // opset_import { version: 20 } is the last field that the exporter writes: 42 02 10 14.
    const place = bytes.lastIndexOf(Buffer.from([0x42, 0x02, 0x10, 20]));
    expect(place).toBeGreaterThan(0);
    bytes[place + 3] = 99;
    await writeFile(at("future.onnx"), bytes);
    expect(await refused("future.onnx")).toMatch(
      /ONNX Runtime 1\.30\.0 cannot load .*opset 99.*opset_version/i,
    );
  });

  it("inputs of other names, all of which are listed", async () => {
    const inputs = "{random: {ids: {shape: [2, 9], dtype: int64, low: 1, high: 211}}}";
    expect(await refused("script.onnx", { inputs })).toMatch(
      /nothing is given for input_ids, attention_mask \(the model takes input_ids, attention_mask, the specification gives ids\)/,
    );
    expect(await refused("script.onnx", { more: ", inputs: {token_types: input_ids}" })).toMatch(
      /there is no input token_types/,
    );
  });

  it("an input of another rank, of another dtype", async () => {
    const ids = "input_ids: {shape: [2, 9], dtype: int64, low: 1, high: 211}";
    const flat = `{random: {${ids}, attention_mask: {shape: [9], dtype: int64, high: 1}}}`;
    expect(await refused("script.onnx", { inputs: flat })).toMatch(
      /attention_mask does not fit .*: it is int64 \[9\], the model takes int64 \[2, 9\] for attention_mask/,
    );
    const float = `{random: {${ids}, attention_mask: {shape: [2, 9], dtype: float32}}}`;
    expect(await refused("script.onnx", { inputs: float })).toMatch(
      /it is float32 \[2, 9\], the model takes int64 \[2, 9\]/,
    );
  });
});
