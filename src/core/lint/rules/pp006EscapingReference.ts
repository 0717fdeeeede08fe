import { defineRule } from "../rule.js";

/** A PyTorch class or function is used as a value whose calls cannot all be converted. */
export const rule = defineRule({
  code: "PP006",
  name: "escaping-reference",
  summary: "A PyTorch class or function is used as a value whose calls cannot all be converted.",
  severity: "warning",
  docs: {
    what: "Reports a class or function that is handed on (`norm_layer=nn.LayerNorm`, a dispatch table, `getattr(torch, name)`) although its callers use PyTorch's signature and Paddle's differs.",
    why: "Renaming it would make PyTorch's keywords meet Paddle's signature: an error at best, another meaning at worst.",
    fixSafety:
      "A helper with PyTorch's signature goes in its place where there is one: made from the API knowledge and proven by the same programs. Else pass a small function of your own that takes PyTorch's arguments.",
    limits:
      "An alias (`BertLayerNorm = nn.LayerNorm`) that only its file sees is followed instead. A helper refuses arguments that have no counterpart with NotImplementedError.",
  },
});
