/** `[384, 1536]` for messages; a size that is a string is an expression that reading the source could not resolve. */
export function showShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}
