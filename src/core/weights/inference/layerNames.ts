/**
 * Where the two frameworks give one tensor of the same layer two names: PyTorch's leaf to Paddle's.
 * Read from the state dicts of Paddle 3.0.0 and 3.3.1.
 */
const renamed: readonly { kinds: RegExp; leaves: ReadonlyMap<string, string> }[] = [
  {
    kinds: /^(BatchNorm[123]?d?|SyncBatchNorm)$/,
    leaves: new Map([
      ["running_mean", "_mean"],
      ["running_var", "_variance"],
    ]),
  },
  { kinds: /^InstanceNorm[123]d$/, leaves: new Map([["weight", "scale"]]) },
  { kinds: /^PReLU$/, leaves: new Map([["weight", "_weight"]]) },
];

/** Paddle's name for a tensor of a framework layer, such as `_mean` for BatchNorm's `running_mean`. */
export function paddleLeaf(kind: string, leaf: string): string {
  return renamed.find((row) => row.kinds.test(kind))?.leaves.get(leaf) ?? leaf;
}

/** True for the count of batches of a BatchNorm, which Paddle's layer does not have. */
export function isBatchCount(kind: string, leaf: string): boolean {
  return leaf === "num_batches_tracked" && /^(BatchNorm[123]?d?|SyncBatchNorm)$/.test(kind);
}

/** A dotted name from the owner's path and the name inside it. */
export function join(module: string, leaf: string): string {
  return module === "" ? leaf : `${module}.${leaf}`;
}
