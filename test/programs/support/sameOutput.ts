const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The first difference between two outputs, or undefined. Text and integers must be equal, so an integer that became
 * a float is a difference; floats may differ by the tolerance, relative above 1 and absolute below.
 */
export function outputDifference(expected: string, actual: string, tolerance = 2e-4): string | undefined {
  const [a, b] = [expected.trimEnd().split("\n"), actual.trimEnd().split("\n")];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined || right === undefined || !sameLine(left, right, tolerance))
      return `line ${index + 1}: ${left ?? "(nothing)"}  became  ${right ?? "(nothing)"}`;
  }
  return undefined;
}

function sameLine(a: string, b: string, tolerance: number): boolean {
  if (a.replaceAll(number, "#") !== b.replaceAll(number, "#")) return false;
  const left = a.match(number) ?? [];
  const right = b.match(number) ?? [];
  return left.every((text, index) => sameNumber(text, right[index] ?? "", tolerance));
}

function sameNumber(a: string, b: string, tolerance: number): boolean {
  if (a === b) return true;
  const float = [a, b].map((text) => /[.eE]/.test(text));
  if (float[0] !== true || float[1] !== true) return false;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x));
}
