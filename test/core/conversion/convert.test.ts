import { execFileSync } from "node:child_process";
import { link, mkdir, open, readFile, readdir, rename, symlink, truncate, writeFile } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

import type { WeightPlan } from "../../../src/core/weights/plan.js";
import { Journal } from "../../../src/platform/conversion/journal.js";
import { layOutFile } from "../../../src/core/weights/safetensors/writer.js";
import { openCheckpoint } from "../../../src/platform/checkpoints.js";
import {
  convertCheckpoint,
  type ConvertOptions,
  type ConvertResult,
} from "../../../src/platform/conversion/convert.js";
import { writeSafetensors } from "../../../src/platform/safetensorsFiles.js";
import { bundle, runProgram } from "./bundle.js";
import { entry, expectedData, knownTensor, makePlan, temporaryFolder, writeCheckpoint } from "./support.js";

const tensors = [
  knownTensor("q", "F32", [7, 5]),
  knownTensor("k", "F32", [7, 5]),
  knownTensor("embed", "BF16", [11, 4]),
  knownTensor("scalar", "I64", []),
  knownTensor("nothing", "F16", [0, 3]),
  knownTensor("many", "U8", [1003, 7]),
];
const turned = (source: string) => ({ source, transpose: true });
const kept = (source: string) => ({ source, transpose: false });
const plan = makePlan([
  entry("qk", "F32", [5, 14], [turned("q"), turned("k")], 1),
  entry("embed", "BF16", [11, 4], [kept("embed")]),
  entry("s", "I64", [], [kept("scalar")]),
  entry("nothing", "F16", [3, 0], [turned("nothing")]),
  entry("many", "U8", [7, 1003], [turned("many")]),
]);
const known = new Map(tensors.map((tensor) => [tensor.name, tensor]));

async function convert(
  from: string,
  out: string,
  more: Partial<ConvertOptions> = {},
): Promise<ConvertResult> {
  const checkpoint = await openCheckpoint(from);
  try {
    return await convertCheckpoint({ plan, checkpoint, wholeFolder: true, out, workers: 1, ...more });
  } finally {
    await checkpoint.close();
  }
}

async function expectConverted(out: string, wanted: WeightPlan = plan, sources = known): Promise<void> {
  const output = await openCheckpoint(out);
  try {
    expect(output.tensors.map(({ name }) => name).sort()).toEqual(
      wanted.entries.map(({ target }) => target).sort(),
    );
    for (const item of wanted.entries) {
      const data = await output.readTensor(item.target);
      expect(Buffer.compare(data, expectedData(item, sources)), item.target).toBe(0);
    }
  } finally {
    await output.close();
  }
}

it("writes the tensors, the configuration and the tokenizer, and nothing else", async () => {
  await using folder = await temporaryFolder();
  const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
  await writeFile(path.join(from, "pytorch_model.bin"), "pickle");
  await mkdir(path.join(from, "1_Pooling"));
  const out = path.join(folder.path, "deep/out");
  const result = await convert(from, out);
  expect((await readdir(out)).sort()).toEqual(["config.json", "model.safetensors", "vocab.txt"]);
  expect([...result.files].sort()).toEqual(["config.json", "model.safetensors", "vocab.txt"]);
  expect(await readFile(path.join(out, "config.json"), "utf8")).toBe(
    '{\n  "dtype": "float32",\n  "eps": 1e-12\n}\n',
  );
  await expectConverted(out);
  const written = await openCheckpoint(out);
  expect([...(written.files[0]?.metadata ?? [])]).toEqual([["format", "np"]]);
  await written.close();
});

it("keeps shards and rewrites the index", async () => {
  await using folder = await temporaryFolder();
  const from = path.join(folder.path, "in");
  await writeCheckpoint(from, tensors.slice(0, 2), "model-00001-of-00002.safetensors");
  await writeSafetensors(path.join(from, "model-00002-of-00002.safetensors"), tensors.slice(2));
  const map = tensors.map(({ name }, at) => [name, `model-0000${at < 2 ? 1 : 2}-of-00002.safetensors`]);
  const index = {
    metadata: { total_size: 1, total_parameters: 9 },
    weight_map: Object.fromEntries(map) as unknown,
  };
  await writeFile(path.join(from, "model.safetensors.index.json"), JSON.stringify(index));
  const out = path.join(folder.path, "out");
  await convert(from, out);
  await expectConverted(out);
  const written = JSON.parse(
    await readFile(path.join(out, "model.safetensors.index.json"), "utf8"),
  ) as unknown;
  const bytes = tensors.reduce((sum, { data }) => sum + data.length, 0);
  expect(written).toMatchObject({
    metadata: { total_size: bytes, total_parameters: 9 },
    weight_map: { qk: "model-00001-of-00002.safetensors", s: "model-00002-of-00002.safetensors" },
  });
});

it("reads tensors that lie behind the first four gigabytes", async () => {
  await using folder = await temporaryFolder();
  const last = knownTensor("z", "F32", [5, 3]);
  const specs = [{ name: "a", dtype: "F32" as const, shape: [2 ** 20, 1100] }, last];
  const { header, fileSize } = layOutFile(specs, new Map());
  await mkdir(path.join(folder.path, "in"));
  const handle = await open(path.join(folder.path, "in/model.safetensors"), "w");
  await handle.write(header);
  await handle.write(last.data, 0, last.data.length, fileSize - last.data.length);
  await handle.close();
  expect(fileSize).toBeGreaterThan(2 ** 32);
  const dropped = [{ source: "a", reason: "a hole", confidence: "certain" as const }];
  const sparse = makePlan([entry("z", "F32", [3, 5], [turned("z")])], { dropped });
  await convert(path.join(folder.path, "in"), path.join(folder.path, "out"), { plan: sparse });
  await expectConverted(path.join(folder.path, "out"), sparse, new Map([["z", last]]));
});

describe("what stands in the way is left as it was", () => {
  it("refuses a file that exists, and replaces it with force", async () => {
    await using folder = await temporaryFolder();
    const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
    const out = path.join(folder.path, "out");
    await mkdir(out);
    await writeFile(path.join(out, "vocab.txt"), "mine");
    await expect(convert(from, out)).rejects.toThrow(/vocab\.txt exists already.*--force/u);
    expect(await readdir(out)).toEqual(["vocab.txt"]);
    await convert(from, out, { force: true });
    expect(await readFile(path.join(out, "vocab.txt"), "utf8")).toBe("[PAD]\n");
    await expectConverted(out);
  });

  it("never works in place, also not through links or with force", async () => {
    await using folder = await temporaryFolder();
    const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
    const before = await readFile(path.join(from, "model.safetensors"));
    await symlink(from, path.join(folder.path, "alias"));
    const hard = path.join(folder.path, "hard");
    await mkdir(hard);
    await link(path.join(from, "model.safetensors"), path.join(hard, "model.safetensors"));
    for (const out of [from, path.join(folder.path, "alias"), hard]) {
      await expect(convert(from, out, { force: true })).rejects.toThrow(/own (folder|files).*in place/u);
    }
    expect(Buffer.compare(await readFile(path.join(from, "model.safetensors")), before)).toBe(0);
  });

  it("refuses a file where the folder should be", async () => {
    await using folder = await temporaryFolder();
    const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
    await writeFile(path.join(folder.path, "out"), "mine");
    await expect(convert(from, path.join(folder.path, "out"))).rejects.toThrow("is not a folder");
  });

  it("refuses a truncated checkpoint without making the folder", async () => {
    await using folder = await temporaryFolder();
    const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
    await truncate(path.join(from, "model.safetensors"), 600);
    await expect(convert(from, path.join(folder.path, "out"))).rejects.toThrow(
      /model\.safetensors.*cut short/u,
    );
    expect(await readdir(folder.path)).toEqual(["in"]);
  });

  it("refuses an incomplete plan without making the folder", async () => {
    await using folder = await temporaryFolder();
    const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
    const open = { ...plan, undecided: [{ sources: [], targets: [], question: "Which way round?" }] };
    await expect(convert(from, path.join(folder.path, "out"), { plan: open })).rejects.toThrow(
      "Which way round?",
    );
    expect(await readdir(folder.path)).toEqual(["in"]);
  });

  it("removes what it wrote, and the folder it made, when it is cancelled", async () => {
    await using folder = await temporaryFolder();
    const from = await writeCheckpoint(path.join(folder.path, "in"), tensors);
    const controller = new AbortController();
    const onProgress = (done: number): void => {
      if (done > 0) controller.abort(new Error("enough"));
    };
    const cancelled = convert(from, path.join(folder.path, "deep/out"), {
      signal: controller.signal,
      onProgress,
    });
    await expect(cancelled).rejects.toThrow("enough");
    expect(await readdir(folder.path)).toEqual(["in"]);
  });
});

describe("a whole program", { timeout: 60_000 }, () => {
  /** Enough tensors for many steps. */
  const rows = Array.from({ length: 60 }, (_, at) => knownTensor(`t${at}`, "F32", [64, 32 + at]));
  const manyPlan = makePlan(
    rows.map(({ name, shape }) => entry(name, "F32", shape.toReversed(), [turned(name)])),
  );
  const manyKnown = new Map(rows.map((tensor) => [tensor.name, tensor]));

  async function prepare(folder: string): Promise<void> {
    await writeCheckpoint(path.join(folder, "in"), rows);
    await writeFile(path.join(folder, "plan.json"), JSON.stringify(manyPlan));
  }

  it("goes on with --resume after kill -9, and gives the same bytes", async () => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    const child = await bundle("convertChild.ts", folder.path);
    expect(await runProgram(process.execPath, [child, "killed", folder.path])).toMatchObject({
      signal: "SIGKILL",
    });
    const out = path.join(folder.path, "out");
    // Nothing has its final name yet, and a plain run does not touch what is there.
    expect((await readdir(out)).every((name) => name.startsWith("."))).toBe(true);
    const options = { plan: manyPlan };
    await expect(convert(path.join(folder.path, "in"), out, options)).rejects.toThrow("--resume");
    const other = {
      ...manyPlan,
      entries: manyPlan.entries.toReversed().map((item) => ({ ...item, target: `x.${item.target}` })),
    };
    await expect(convert(path.join(folder.path, "in"), out, { plan: other, resume: true })).rejects.toThrow(
      "another plan",
    );
    const journal = await readFile(Journal.pathIn(out), "utf8");
    const resumed = await convert(path.join(folder.path, "in"), out, { ...options, resume: true });
    expect(resumed.resumedBytes).toBeGreaterThan(0);
    expect(resumed.resumedBytes).toBeLessThan(resumed.bytes);
    await expectConverted(out, manyPlan, manyKnown);
    await convert(path.join(folder.path, "in"), path.join(folder.path, "fresh"), options);
    const [one, two] = await Promise.all(
      ["out", "fresh"].map((name) => readFile(path.join(folder.path, name, "model.safetensors"))),
    );
    expect(Buffer.compare(one ?? Buffer.alloc(0), two ?? Buffer.alloc(1))).toBe(0);
    // The same after a crash in the middle of the renames at the end.
    await writeFile(Journal.pathIn(out), `${journal}${JSON.stringify({ commit: true })}\n`);
    await rename(path.join(out, "vocab.txt"), path.join(out, ".vocab.txt.partial"));
    await convert(path.join(folder.path, "in"), out, { ...options, resume: true });
    expect((await readdir(out)).sort()).toEqual(["config.json", "model.safetensors", "vocab.txt"]);
  });

  it("cleans up and says so on Ctrl-C", async () => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    const child = await bundle("convertChild.ts", folder.path);
    const ended = await runProgram(process.execPath, [child, "interrupted", folder.path]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("was cancelled");
    expect((await readdir(folder.path)).sort()).toEqual(["in", "plan.json", "program.cjs"]);
  });

  it("converts with worker threads in the bundle, and verify agrees", async () => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    const program = await bundle("../../../src/cli/bin.ts", folder.path);
    const at = (name: string): string => path.join(folder.path, name);
    const args = [at("plan.json"), "--checkpoint", at("in"), "--out", at("out"), "--format", "json"];
    const converted = await runProgram(process.execPath, [program, "convert", ...args, "--workers", "3"]);
    expect(converted).toMatchObject({ code: 0 });
    expect(JSON.parse(converted.stdout)).toMatchObject({ schemaVersion: 1, tensors: rows.length });
    await expectConverted(at("out"), manyPlan, manyKnown);
    const verified = await runProgram(process.execPath, [program, "verify", ...args]);
    expect(verified).toMatchObject({ code: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({
      equal: true,
      counts: { equal: rows.length, different: 0 },
    });
  });

  it("says which limit is in the way when files may not be that large", async () => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    const program = await bundle("../../../src/cli/bin.ts", folder.path);
    const at = (name: string): string => path.join(folder.path, name);
    const command = `ulimit -f 200; exec "$@"`;
    const args = [
      process.execPath,
      program,
      "convert",
      at("plan.json"),
      "--checkpoint",
      at("in"),
      "--out",
      at("out"),
    ];
    const ended = await runProgram("bash", ["-c", command, "bash", ...args]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/paddle-port: .*largest size allowed .*ulimit/u);
    expect((await readdir(folder.path)).sort()).toEqual(["in", "plan.json", "program.cjs"]);
  });
});

describe("a full disk", { timeout: 60_000 }, () => {
  it("is noticed before anything is written", async () => {
    await using folder = await temporaryFolder();
    // Eight terabytes that take no space: a header, and a hole behind it.
    const shape = [2 ** 33, 1024];
    const { header, fileSize } = layOutFile([{ name: "w", dtype: "U8", shape }], new Map());
    await mkdir(path.join(folder.path, "in"));
    const file = path.join(folder.path, "in/model.safetensors");
    await writeFile(file, header);
    await truncate(file, fileSize);
    const huge = makePlan([entry("w", "U8", shape, [kept("w")])]);
    const converted = convert(path.join(folder.path, "in"), path.join(folder.path, "out"), { plan: huge });
    await expect(converted).rejects.toThrow(
      /too full: 8,796,093,\d+,\d+ bytes are still needed, .* are missing.*--out/u,
    );
    expect(await readdir(folder.path)).toEqual(["in"]);
  });

  it("is noticed while writing, and leaves nothing behind", async () => {
    await using folder = await temporaryFolder();
    const disk = path.join(folder.path, "disk");
    await mkdir(disk);
    const small = await writeCheckpoint(path.join(folder.path, "in"), [knownTensor("w", "F32", [300, 500])]);
    const smallPlan = makePlan([entry("w", "F32", [500, 300], [turned("w")])]);
    const out = path.join(disk, "out");
    if (mountSmall(disk)) {
      try {
        // Somebody else takes the space after the check.
        const onProgress = (done: number): void => {
          if (done === 0) writeFileSync(path.join(disk, "other"), Buffer.alloc(700_000));
        };
        const converted = convert(small, out, { plan: smallPlan, onProgress });
        await expect(converted).rejects.toThrow(/too full: .* are missing/u);
        expect(await readdir(disk)).toEqual(["other"]);
      } finally {
        execFileSync("umount", [disk]);
      }
    } else {
      // Without the right to mount, the system's own error is handed to the run at the same moment.
      const controller = new AbortController();
      const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      const onProgress = (): void => {
        controller.abort(full);
      };
      const converted = convert(small, out, { plan: smallPlan, onProgress, signal: controller.signal });
      await expect(converted).rejects.toThrow(/too full: .* are missing/u);
      expect(await readdir(disk)).toEqual([]);
    }
  });

  /** Mounts a file system of one MiB, where that is allowed. */
  function mountSmall(at: string): boolean {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", at], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  }
});
