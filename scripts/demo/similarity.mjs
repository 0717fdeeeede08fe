// @ts-check
import { columns } from "./text.mjs";

/**
 * The similarities of every sentence with every other, of both sides, next to each other.
 * @param {{sentences: string[], reference: number[][], port: number[][], greatestDifference: number}} similarity
 */
export function similarityText({ sentences, reference, port, greatestDifference }) {
  const cells = (/** @type {readonly number[]} */ row) =>
    row.map((value) => value.toFixed(3).padStart(7)).join("");
  const numbers = sentences.map((_, index) => String(index + 1).padStart(7)).join("");
  const gap = " ".repeat(4);
  const wide = 7 * sentences.length;
  return [
    `   ${"  PyTorch".padEnd(wide)}${gap}  Paddle`,
    `   ${numbers}${gap}${numbers}`,
    ...sentences.map(
      (_, index) => ` ${String(index + 1)} ${cells(reference[index] ?? [])}${gap}${cells(port[index] ?? [])}`,
    ),
    ...sentences.map((sentence, index) => ` ${String(index + 1)} ${sentence}`),
    `Greatest difference: ${greatestDifference.toExponential(1)}`,
  ]
    .filter((line) => columns(line) > 0)
    .join("\n");
}
