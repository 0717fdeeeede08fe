import { defineRule } from "../rule.js";

/** PyTorch is imported. */
export const rule = defineRule({
  code: "PP001",
  name: "torch-import",
  summary: "PyTorch is imported.",
  severity: "warning",
  docs: {
    what: "Reports an import of PyTorch, once for each statement, together with all uses in the file that change nothing but the prefix (`torch.arange` to `paddle.arange`).",
    why: "The port has to run where PyTorch is not installed. Hundreds of findings for one prefix would hide those that need thought.",
    fixSafety:
      "Safe: the bound names stay as they are (`from torch.nn import Module` becomes `from paddle.nn import Layer as Module`), and imports keep their place and order.",
    limits: '`importlib.import_module("torch")` is not followed.',
  },
});
