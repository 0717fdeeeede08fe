import type { CallExpr, Expr } from "../../syntax/ast.js";
import { externalBases } from "../../semantics/classes.js";
import { members } from "../../semantics/types.js";
import type { FileContext } from "../context.js";
import { replace, rewrite } from "../fix.js";
import type { Finding, Fix } from "../finding.js";
import { isPaddleTensor, paddleName } from "../paddleCode.js";
import { defineRule } from "../rule.js";

/** Paddle code moves tensors to a device by PyTorch's names, or to one that may not be there. */
export const rule = defineRule({
  code: "PP205",
  name: "device-move",
  summary: "Paddle code moves something to a device by hand.",
  severity: "warning",
  docs: {
    what: 'Reports, in Paddle code, devices called `"cuda"`, a GPU that is written into the code (`"gpu"`, `.cuda()`), and `.to(device)` with a device of the model\'s.',
    why: 'Paddle 3.0 and 3.1 call the device `gpu` and raise `ValueError` for `cuda`. With `"gpu"` or `.cuda()` in the code nothing runs where there is none (on 3.0.0 `.cuda()` ends the process). Paddle\'s layers have no `.device`, and tensors are made on the current device: the articles say to delete `.to(self.device)`.',
    fixSafety:
      "`gpu` for `cuda` is safe. Deleting `.to(device)` is a suggestion: code that keeps parts of a model on several devices needs it.",
    limits: "Devices that come from a configuration are not looked at.",
  },
  check: (context) => context.calls.flatMap((call) => inspect(context, call)),
});

function inspect(context: FileContext, call: CallExpr): Finding[] {
  const { callee } = call;
  const mover = callee.type === "Attribute" && /^(cuda|to)$/.test(callee.attribute.name) ? callee : null;
  const owner = mover === null ? null : ownerOf(context, mover.object);
  const method = owner === null ? null : (mover?.attribute ?? null);
  if (method?.name === "cuda") return [cuda(context, method, owner === "layer")];
  const name = paddleName(context, callee);
  if (method === null && name === null) return [];
  const sets = name === "paddle.set_device" || name === "paddle.device.set_device";
  return call.args.flatMap((argument, index): Finding[] => {
    const named = argument.keyword?.name;
    const isDevice =
      method?.name === "to"
        ? named === "device" || (named === undefined && index === 0)
        : sets
          ? index === 0
          : name !== null && (named === "device" || named === "place");
    if (!isDevice) return [];
    if (argument.value.type === "String") return literal(context, argument.value);
    return method?.name === "to" && /(^|\.)device$/.test(context.source(argument.value))
      ? [move(call, argument.value)]
      : [];
  });
}

function ownerOf(context: FileContext, expr: Expr): "tensor" | "layer" | null {
  if (isPaddleTensor(context, expr)) return "tensor";
  return isLayer(context, expr) ? "layer" : null;
}

function isLayer(context: FileContext, expr: Expr): boolean {
  return members(context.typeOf(expr).type).some(
    (type) =>
      (type.kind === "instance" && /^paddle\.nn\.[A-Z]/.test(type.of)) ||
      (type.kind === "object" && externalBases(type.of).some((base) => base.startsWith("paddle.nn."))),
  );
}

function literal(context: FileContext, expr: Extract<Expr, { type: "String" }>): Finding[] {
  const [, kind, rest = ""] = /^(cuda|gpu)(:\d+)?$/.exec(expr.value ?? "") ?? [];
  const range = { start: expr.start, end: expr.end };
  if (kind === "cuda" && context.olderThan("3.2")) {
    const quote = context.source(expr)[0] ?? '"';
    const fix = fixOf("Write `gpu`", "safe", [replace(expr, `${quote}gpu${rest}${quote}`)]);
    const message = `Paddle ${context.target} calls this device \`gpu\`; \`cuda\` raises ValueError.`;
    return [{ code: "PP205", severity: "error", range, message, fix, blocks: true }];
  }
  if (kind === undefined) return [];
  return [hint(range, "A GPU is written into the code: where there is none, this raises ValueError.", null)];
}

function cuda(context: FileContext, at: { start: number; end: number }, layer: boolean): Finding {
  const range = { start: at.start, end: at.end };
  if (layer && context.olderThan("3.3"))
    return {
      code: "PP205",
      severity: "error",
      range,
      message: `Layers of Paddle ${context.target} have no \`cuda\`: they are made on the current device (\`paddle.set_device\`).`,
      fix: null,
      blocks: true,
    };
  return hint(range, "A GPU is written into the code: where there is none, this fails.", null);
}

function move(call: CallExpr, device: Expr): Finding {
  const { callee } = call;
  const kept = callee.type === "Attribute" ? callee.object : call;
  const alone = call.args.length === 1;
  return hint(
    { start: device.start, end: device.end },
    "Paddle makes tensors on the current device, and its layers have no `device`: usually `.to(device)` can go.",
    alone
      ? fixOf("Delete `.to(device)`", "suggestion", [rewrite(call, [{ start: kept.start, end: kept.end }])])
      : null,
  );
}

function hint(range: Finding["range"], message: string, fix: Fix | null): Finding {
  return { code: "PP205", severity: "info", range, message, fix, blocks: false };
}

function fixOf(title: string, applicability: Fix["applicability"], rewrites: Fix["rewrites"]): Fix {
  return { title, applicability, rewrites, helpers: [], needsPaddle: false };
}
