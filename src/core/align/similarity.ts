import type { SimilaritySpec } from "./spec.js";
import type { Values } from "./tensorValues.js";

interface Shaped {
  readonly shape: readonly number[];
  readonly values: Values;
}

/**
 * One vector per sentence out of a model's output.
 * @param output [sentences, positions, width], or [sentences, width] with pooling `none`
 * @param mask [sentences, positions], 1 at real tokens
 * @throws RangeError when the shapes do not fit
 */
export function embeddingsOf(output: Shaped, how: SimilaritySpec, mask: Shaped | undefined): Float64Array[] {
  const [sentences = 0, second = 0, third] = output.shape;
  const pooled = how.pooling !== "none" && output.shape.length === 3;
  if (!pooled && output.shape.length !== 2) {
    throw new RangeError(
      `the output ${how.from} has the shape [${output.shape.join(", ")}]; ${how.pooling === "none" ? "two" : "three"} dimensions are needed`,
    );
  }
  const width = pooled ? (third ?? 0) : second;
  const positions = pooled ? second : 1;
  return Array.from({ length: sentences }, (_, sentence) => {
    const vector = new Float64Array(width);
    let total = 0;
    for (let position = 0; position < positions; position++) {
      const weight = weightOf(how, pooled ? mask : undefined, sentence, position);
      if (weight === 0) continue;
      total += weight;
      const start = (sentence * positions + position) * width;
      for (let i = 0; i < width; i++)
        vector[i] = (vector[i] ?? 0) + weight * (output.values[start + i] ?? NaN);
    }
    const length = how.normalize ? Math.hypot(...vector) : total;
    return vector.map((value) => (length === 0 ? 0 : value / length));
  });
}

function weightOf(how: SimilaritySpec, mask: Shaped | undefined, sentence: number, position: number): number {
  if (how.pooling === "cls") return position === 0 ? 1 : 0;
  return mask ? (mask.values[sentence * (mask.shape[1] ?? 1) + position] ?? 0) : 1;
}

/** Scalar products of all pairs; cosines when the vectors are normed. */
export function similarityMatrix(vectors: readonly Float64Array[]): number[][] {
  return vectors.map((a) => vectors.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0)));
}
