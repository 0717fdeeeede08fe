import path from "node:path";

import type { Command } from "commander";
import { Option } from "commander";

import { elementCount } from "../../core/weights/safetensors/dtypes.js";
import { escapeText } from "../../core/weights/safetensors/escapeText.js";
import { openCheckpoint, type Checkpoint } from "../../platform/checkpoints.js";
import type { CommandContext } from "../io.js";

interface Options {
  readonly format: "text" | "json";
}

const grouped = new Intl.NumberFormat("en");

/** `paddle-port tensors FILE|DIR`: lists the tensors of a checkpoint without reading their data. */
export function registerTensors(program: Command, context: CommandContext): void {
  program
    .command("tensors")
    .description(
      "List the tensors of a safetensors file, or of a folder with one or with shards and an index.",
    )
    .argument("<file-or-dir>", "a .safetensors file, a .safetensors.index.json, or a folder with one of them")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .action(async (target: string, options: Options) => {
      const checkpoint = await openCheckpoint(path.resolve(context.io.cwd, target));
      try {
        context.io.stdout(options.format === "json" ? asJson(checkpoint) : asText(checkpoint));
      } finally {
        await checkpoint.close();
      }
      context.done(0);
    });
}

function totals(checkpoint: Checkpoint): { tensors: number; parameters: number; bytes: number } {
  const { tensors } = checkpoint;
  return {
    tensors: tensors.length,
    parameters: tensors.reduce((sum, tensor) => sum + elementCount(tensor.shape), 0),
    bytes: tensors.reduce((sum, tensor) => sum + (tensor.end - tensor.begin), 0),
  };
}

function asJson(checkpoint: Checkpoint): string {
  const document = {
    schemaVersion: 1,
    kind: "paddle-port/tensors",
    headerSha256: checkpoint.headerSha256,
    files: checkpoint.files.map(({ name, size, headerSha256, metadata }) => {
      return { name, size, headerSha256, metadata: Object.fromEntries(metadata) };
    }),
    totals: totals(checkpoint),
    tensors: checkpoint.tensors,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function asText(checkpoint: Checkpoint): string {
  const sharded = checkpoint.files.length > 1;
  const rows = checkpoint.tensors.map((tensor) => [
    escapeText(tensor.name),
    tensor.dtype,
    `[${tensor.shape.join(", ")}]`,
    grouped.format(tensor.end - tensor.begin),
    ...(sharded ? [escapeText(tensor.file)] : []),
  ]);
  const table = alignColumns([["name", "dtype", "shape", "bytes", ...(sharded ? ["file"] : [])], ...rows], 3);
  const sum = totals(checkpoint);
  const metadata = checkpoint.files.flatMap((file) =>
    [...file.metadata].map(([key, value]) => {
      const where = sharded ? `${escapeText(file.name)}: ` : "";
      return `metadata: ${where}${escapeText(key)} = ${escapeText(value)}`;
    }),
  );
  const counts = [sum.tensors, sum.parameters, sum.bytes].map((value) => grouped.format(value));
  const summary = `${counts[0] ?? ""} tensors, ${counts[1] ?? ""} parameters, ${counts[2] ?? ""} bytes`;
  return [...table, "", ...metadata, summary, ""].join("\n");
}

/** Pads columns to a common width; the column `right` holds numbers and is aligned to the right. */
function alignColumns(rows: readonly (readonly string[])[], right: number): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === right ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
