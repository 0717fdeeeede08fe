import { readFileSync } from "node:fs";
import path from "node:path";

/** A call on PyTorch and the same on Paddle. */
export interface CallPair {
  readonly torch: string;
  readonly paddle: string;
}

/** The pairs of test/fixtures/lint/calls.txt. */
export function readCalls(): CallPair[] {
  return readFileSync(path.join(__dirname, "../../fixtures/lint/calls.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [torch, paddle, ...more] = line.split(" => ");
      if (torch === undefined || paddle === undefined || more.length > 0)
        throw new Error(`not a pair: ${line}`);
      return { torch, paddle };
    });
}

/** The names that the calls use, with values that are easy to recognise. */
export function setup(framework: "torch" | "paddle"): string {
  const functional = `${framework}.nn.functional`;
  const tensor = framework === "torch" ? "torch.tensor" : "paddle.to_tensor";
  const of = (sizes: string): string => (framework === "torch" ? sizes : `[${sizes}]`);
  return [
    `import ${framework}`,
    `import ${functional} as F`,
    "n = 2",
    "shape = (4, 6)",
    "dims = (0, 2, 1)",
    `x = ${tensor}([[[0.5, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0], [8.0, 9.0, 1.0, 3.0]], [[2.0, 7.0, 1.0, 8.0], [2.0, 8.0, 1.0, 8.0], [2.0, 8.0, 4.0, 5.0]]]).reshape(${of("2, 3, 4")})`,
    `y = ${tensor}([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0], [4.0, 1.0, 0.0], [2.0, 2.0, 5.0]]).reshape(${of("4, 3")})`,
    `i = ${tensor}([[3, 1, 4], [1, 5, 9]])`,
    "b = x > 4.5",
    "",
  ].join("\n");
}
