import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareTensor } from "../../../src/core/weights/conversion/compareTensor.js";
import { executeTask, type TaskIo } from "../../../src/core/weights/conversion/execute.js";
import { prepareConversion } from "../../../src/core/weights/conversion/prepare.js";
import { planTasks } from "../../../src/core/weights/conversion/tasks.js";
import type { PlanEntry } from "../../../src/core/weights/plan.js";
import type { Dtype } from "../../../src/core/weights/safetensors/dtypes.js";
import { memoryFile } from "../safetensors/memoryFile.js";
import {
  arenas,
  entry,
  expectedData,
  knownTensor,
  makePlan,
  placeTensors,
  type KnownTensor,
} from "./support.js";

interface Case {
  readonly tensors: readonly KnownTensor[];
  readonly entry: PlanEntry;
}

const dtype = fc.constantFrom<Dtype>("U8", "BF16", "F16", "F32", "I64");
const side = fc.constantFrom(1, 2, 3, 7, 8, 17, 33);

/** Up to three matrices, each cut or not, merged with a product of that rank or not, all transposed or none, joined along either axis. */
const matrices: fc.Arbitrary<Case> = fc
  .record({
    dtype,
    common: side,
    sides: fc.array(side, { minLength: 1, maxLength: 3 }),
    axis: fc.nat(1),
    transpose: fc.boolean(),
    cut: fc.boolean(),
    rank: fc.constantFrom(0, 0, 1, 4),
  })
  .map(({ dtype: type, common, sides, axis, transpose, cut, rank }) => {
    // The side that varies lies along the join axis of the target.
    const target = (length: number): [number, number] => (axis === 0 ? [length, common] : [common, length]);
    const tensors: KnownTensor[] = [];
    const pieces = sides.map((length, index) => {
      const [a, b] = target(length);
      const [rows, cols] = transpose ? [b, a] : [a, b];
      const extra = cut ? 2 : 0;
      const name = `t${index}`;
      tensors.push(knownTensor(name, type, [rows + extra, cols]));
      const merged = rank > 0 && type !== "U8" && type !== "I64";
      if (merged) {
        tensors.push(knownTensor(`${name}.L`, index === 1 ? "F32" : type, [1, rows + extra, rank]));
        tensors.push(knownTensor(`${name}.R`, type, [rank, cols]));
      }
      return {
        source: name,
        transpose,
        ...(merged && { merge: { left: `${name}.L`, right: `${name}.R`, scale: 0.75 } }),
        ...(cut && { rows: { start: 1, end: rows + 1 } }),
      };
    });
    const total = sides.reduce((sum, length) => sum + length, 0);
    return { tensors, entry: entry("out", type, target(total), pieces, sides.length > 1 ? axis : undefined) };
  });

/** Runs the converter's own steps in memory and returns the bytes of the one target tensor. */
function convert(
  { tensors, entry: planned }: Case,
  arena: (typeof arenas)[number][1],
  limits: { stripBytes: number; matrixBytes: number },
): { bytes: Uint8Array; read: (name: string) => Uint8Array } {
  const { tensors: sources, bytes: input } = placeTensors(tensors, "in");
  // Rows that a cut leaves over are used by a second entry, because a plan may lose nothing.
  const rest = planned.pieces.flatMap(({ source, rows }) => {
    const tensor = tensors.find(({ name }) => name === source);
    if (rows === undefined || tensor === undefined) return [];
    return [entry(`rest.${source}`, tensor.dtype, tensor.shape, [{ source, transpose: false }])];
  });
  const [file] = prepareConversion(makePlan([planned, ...rest]), { tensors: sources, headerSha256: "" });
  if (file === undefined) throw new Error("no file");
  const output = new Uint8Array(file.size);
  const written = new Uint8Array(file.size);
  output.set(file.header);
  const io: TaskIo = {
    read: (_, offset, into) => {
      into.set(input.subarray(offset, offset + into.length));
    },
    write: (_, offset, from) => {
      output.set(from, offset);
      for (let at = offset; at < offset + from.length; at++) written[at] = (written[at] ?? 0) + 1;
    },
  };
  for (const task of planTasks([file])) {
    let yielded = 0;
    for (const bytes of executeTask(task, io, arena, limits)) yielded += bytes;
    expect(yielded).toBe(task.bytes);
  }
  expect(written.subarray(file.header.length).every((count) => count === 1)).toBe(true);
  const read = (name: string): Uint8Array => {
    const tensor = file.tensors.find((candidate) => candidate.name === name);
    return output.subarray(tensor?.begin ?? 0, tensor?.end ?? 0);
  };
  return { bytes: read("out"), read };
}

describe.each(arenas)("with the %s kernel", { timeout: 60_000 }, (_, arena) => {
  it.each([
    ["strips", { stripBytes: 200, matrixBytes: 1e9 }],
    ["panels", { stripBytes: 200, matrixBytes: 64 }],
    ["one piece", { stripBytes: 1e6, matrixBytes: 1e9 }],
  ])("gives what transpose and join mean, in %s", (_name, limits) => {
    fc.assert(
      fc.property(matrices, (given) => {
        const sources = new Map(given.tensors.map((tensor) => [tensor.name, tensor]));
        const { bytes } = convert(given, arena, limits);
        expect(Buffer.compare(bytes, expectedData(given.entry, sources))).toBe(0);
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});

it("joins tensors of three dimensions along the middle one", () => {
  const tensors = [knownTensor("a", "F32", [3, 2, 5]), knownTensor("b", "F32", [3, 4, 5])];
  const given = {
    tensors,
    entry: entry(
      "out",
      "F32",
      [3, 6, 5],
      [
        { source: "a", transpose: false },
        { source: "b", transpose: false },
      ],
      1,
    ),
  };
  const sources = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const [, arena] = arenas[0] ?? [];
  if (arena === undefined) throw new Error("no arena");
  expect(convert(given, arena, { stripBytes: 64, matrixBytes: 1e9 }).bytes).toEqual(
    expectedData(given.entry, sources),
  );
});

describe("the comparison", { timeout: 60_000 }, () => {
  const find = (tensors: readonly KnownTensor[]) => {
    const { tensors: placed, bytes } = placeTensors(tensors, "in");
    return (name: string) => {
      const tensor = placed.find((candidate) => candidate.name === name);
      if (tensor === undefined) throw new Error(name);
      return { tensor, file: memoryFile(bytes) };
    };
  };
  const limits = fc.record({
    panelBytes: fc.constantFrom(64, 256, 1e6),
    targetBytes: fc.constantFrom(64, 512, 1e6),
  });

  it("finds nothing in what is right, and the one element that was changed", async () => {
    await fc.assert(
      fc.asyncProperty(matrices, limits, fc.nat(), async (given, small, random) => {
        const sources = new Map(given.tensors.map((tensor) => [tensor.name, tensor]));
        const right = expectedData(given.entry, sources);
        const elements = given.entry.shape.reduce((a, b) => a * b, 1);
        const size = right.length / elements;
        const check = (bytes: Uint8Array) =>
          compareTensor(
            given.entry,
            { begin: 0, end: bytes.length, file: alignedFile(bytes) },
            find(given.tensors),
            {
              panelBytes: Math.max(8, small.panelBytes - (small.panelBytes % 8)),
              targetBytes: small.targetBytes,
            },
          );
        expect((await check(right)).count).toBe(0);
        const wrong = right.slice();
        const at = random % wrong.length;
        wrong[at] = (wrong[at] ?? 0) ^ 0x10;
        expect(await check(wrong)).toMatchObject({ count: 1, first: Math.floor(at / size) });
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  /** Reads into buffers of their own, as the platform's files do. */
  function alignedFile(bytes: Uint8Array) {
    return {
      size: bytes.length,
      read: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length)),
    };
  }
});
