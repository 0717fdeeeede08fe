import { access, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { align, complaint, makeTwin, paddlePort, writeSpec } from "./support.js";

let folder = "";
let spec = "";
let recording = "";
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await makeTwin(7);
  spec = await writeSpec(folder, "align");
  recording = at("recording");
  expect(await paddlePort(["capture", spec, "--side", "reference", "-o", recording])).toMatchObject({
    code: 0,
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Names in the folder that a failed run may not add to, and nothing half-written among them. */
async function listing(): Promise<string[]> {
  return (await readdir(folder)).sort();
}

describe("what cannot be done is said in one line, and leaves nothing behind", () => {
  const capturePort = ["--side", "port", "-o"];

  it("an interpreter that does not exist", async () => {
    const before = await listing();
    const ended = await paddlePort([
      "capture",
      spec,
      ...capturePort,
      at("out"),
      "--port-python",
      "/nowhere/python",
    ]);
    expect(complaint(ended)).toMatch(
      /^paddle-port: Cannot start \/nowhere\/python: there is no such program/,
    );
    expect(await listing()).toEqual(before);
  });

  it("an interpreter without the framework", async () => {
    const ended = await paddlePort(
      ["capture", spec, ...capturePort, at("out"), "--port-python", "python3"],
      "3.3.1",
      {
        PYTHONPATH: "",
      },
    );
    expect(complaint(ended)).toMatch(/paddle cannot be imported by .*No module named .*--port-python/);
  });

  it("an interpreter that dies in the model's forward", async () => {
    const before = await listing();
    const ended = await paddlePort(["capture", spec, ...capturePort, at("out")], "3.3.1", {
      TWIN_FAULT: "dies",
    });
    expect(complaint(ended)).toMatch(/died: signal SIGKILL.* It had got to: port: forward .*blocks\.0/);
    expect(await listing()).toEqual(before);
  });

  it.each([
    [
      "shape.safetensors",
      /tensor blocks\.0\.feed\.up\.weight has the shape \[144, 48\], the model's parameter has \[48, 144\]/,
    ],
    ["missing.safetensors", /lacks the tensor norm\.bias/],
    ["torch.safetensors.nowhere", /There are no weights at/],
  ])("weights that do not fit: %s", async (weights, message) => {
    const wrong = await writeSpec(folder, "wrong", { weights });
    expect(complaint(await paddlePort(["align", wrong, "--reference", recording]))).toMatch(message);
  });

  it("a factory that cannot be imported", async () => {
    const wrong = await writeSpec(folder, "wrong", { portModel: "twin_paddle:construct" });
    expect(complaint(await paddlePort(["align", wrong, "--reference", recording]))).toMatch(
      /The model twin_paddle:construct cannot be imported: AttributeError/,
    );
  });

  it("a recording for other inputs", async () => {
    const other = await writeSpec(folder, "other", {
      inputs: "{random: {input_ids: {shape: [2, 9], dtype: int64, low: 1, high: 211}}}",
      extra: "arguments: {input_ids: input_ids}\n",
    });
    expect(complaint(await paddlePort(["align", other, "--reference", recording]))).toMatch(
      /was made for other inputs: their hash is [0-9a-f]{12}, the specification's is [0-9a-f]{12}/,
    );
  });

  it("a recording that lacks a tensor", async () => {
    const damaged = at("damaged");
    await mkdir(damaged);
    const manifest = await readFile(path.join(recording, "capture.json"), "utf8");
    await writeFile(
      path.join(damaged, "capture.json"),
      manifest.replace('"key": "t00002"', '"key": "t99999"'),
    );
    await writeFile(
      path.join(damaged, "activations.safetensors"),
      await readFile(path.join(recording, "activations.safetensors")),
    );
    expect(complaint(await paddlePort(["align", spec, "--reference", damaged]))).toMatch(
      /is damaged: .* lacks t99999/,
    );
  });

  it("a capture folder that is there, unless it is a capture and --force is given", async () => {
    const again = ["capture", spec, "--side", "reference", "--only-outputs", "-o"];
    expect(complaint(await paddlePort([...again, recording]))).toMatch(/recording exists\./);
    expect(complaint(await paddlePort([...again, folder, "--force"]))).toMatch(/is no capture: it holds/);
    const copy = at("copy");
    expect(await paddlePort([...again, copy])).toMatchObject({ code: 0 });
    expect(await paddlePort([...again, copy, "--force"])).toMatchObject({ code: 0 });
    await access(path.join(copy, "capture.json"));
  });
});

it("a port captured elsewhere is compared like one that runs here", async () => {
  const port = at("port");
  const capture = ["capture", spec, "--side", "port", "--reference", recording, "-o", port];
  expect(await paddlePort(capture, "3.0.0")).toMatchObject({ code: 0 });
  const { code, report } = await align([spec, "--reference", recording, "--port", port], "3.3.1");
  expect(code).toBe(0);
  expect(report.environment.port).toMatchObject({ version: "3.0.0", origin: "recorded" });
  expect(report.layers.every(({ isolated }) => isolated === "ok")).toBe(true);
});

it("agreement of outputs alone is no alignment", async () => {
  const outputs = at("outputs");
  const capture = ["capture", spec, "--side", "reference", "--only-outputs", "-o", outputs];
  expect(await paddlePort(capture)).toMatchObject({ code: 0 });
  const { size } = await stat(path.join(outputs, "activations.safetensors"));
  expect(size).toBeLessThan(8_000);
  const { code, report } = await align([spec, "--reference", outputs]);
  expect({ code, verdict: report.verdict }).toEqual({ code: 1, verdict: "incomplete" });
  expect(report.outputs.map(({ propagated }) => propagated?.verdict)).toEqual(["ok", "ok"]);
});

it("the same inputs, weights and seed give the same recording, byte for byte", async () => {
  const again = at("again");
  expect(await paddlePort(["capture", spec, "--side", "reference", "-o", again])).toMatchObject({ code: 0 });
  for (const name of ["activations.safetensors", "capture.json"]) {
    expect(await readFile(path.join(again, name))).toEqual(await readFile(path.join(recording, name)));
  }
});

it("writes the report as a page and its twin, and leaves other files alone", async () => {
  const target = at("report");
  const args = ["align", spec, "--reference", recording, "--report", target];
  const ended = await paddlePort(args);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/^Device: CPU, /);
  expect((await readdir(target)).sort()).toEqual(["report.html", "report.json"]);
  expect(await readFile(path.join(target, "report.html"), "utf8")).toContain("Aligned");
  expect((await paddlePort(args)).code).toBe(0);
  await writeFile(path.join(target, "mine.txt"), "");
  expect(complaint(await paddlePort(args))).toMatch(/holds mine\.txt/);
});
