import { frameworkOf } from "../semantics/members.js";

/** True for names of PyTorch and of the PyTorch extensions that rows describe: what a port must not keep. */
export function isForeign(qualified: string): boolean {
  return frameworkOf(qualified) === "torch" || /^flash_attn(\.|$)/.test(qualified);
}
