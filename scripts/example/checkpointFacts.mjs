// @ts-check

/** What the real checkpoint has. */
export const fullSize = { tensors: 999, parameters: 865_278_477 };

/** What the plan for it must come to: LoRA merged, and each matrix transposed because a Linear consumes it. */
export const planOfFullSize = {
  entries: 803,
  merged: 98,
  transpose: 264,
  square: 120,
  keep: 539,
  certain: 803,
  dropped: 0,
  undecided: 0,
};
