import type { Stmt } from "../../syntax/ast.js";
import type { Range } from "../../text/range.js";
import type { FileContext } from "../context.js";
import { paddleName, usesPaddle } from "../paddleCode.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** The support module that PaConvert writes beside what it converts. */
const generated = /(^|\.)paddle_(aux|utils)$/;

/** PaConvert's support module is still in use, or its way of changing `paddle.Tensor`. */
export const rule = defineRule({
  code: "PP011",
  name: "converter-utilities",
  summary: "The converter's support module is still in use.",
  severity: "warning",
  docs: {
    what: "Reports imports of `paddle_aux` and `paddle_utils`, which PaConvert writes beside converted code, and assignments that replace methods of `paddle.Tensor`.",
    why: "That module changes `paddle.Tensor` for the whole process: its `split` and `max` are then others in Paddle's own layers and in every library. Both articles on porting say to delete it.",
    fixSafety:
      "There is no fix. Port the PyTorch source again without it, or write each function that is used out at its place.",
    limits: "A support module that was renamed is not recognised by its name.",
  },
  check: (context) =>
    usesPaddle(context) ? context.statements.flatMap((statement) => inspect(context, statement)) : [],
});

function inspect(context: FileContext, statement: Stmt): Finding[] {
  if (statement.type === "Import")
    return statement.names.filter(({ name }) => generated.test(name.text)).map(({ name }) => module(name));
  if (statement.type === "ImportFrom") {
    const from = statement.module;
    if (from !== null && generated.test(from.text)) return [module(from)];
    return statement.names.filter(({ name }) => generated.test(name.text)).map(({ name }) => module(name));
  }
  if (statement.type === "Assign")
    return statement.targets
      .filter(
        (target) => target.type === "Attribute" && paddleName(context, target.object) === "paddle.Tensor",
      )
      .map(patched);
  if (statement.type !== "Expression" || statement.value.type !== "Call") return [];
  const { callee, args } = statement.value;
  const [object] = args;
  return callee.type === "Name" &&
    callee.name === "setattr" &&
    object !== undefined &&
    paddleName(context, object.value) === "paddle.Tensor"
    ? [patched(statement.value)]
    : [];
}

function module({ start, end }: Range): Finding {
  return finding(
    { start, end },
    "This module was written by a converter and changes `paddle.Tensor` for the whole process: write out what is used of it, then delete it.",
  );
}

function patched({ start, end }: Range): Finding {
  return finding(
    { start, end },
    "This replaces a method of `paddle.Tensor` for the whole process, Paddle's own layers included.",
  );
}

function finding(range: Range, message: string): Finding {
  return { code: "PP011", severity: "warning", range, message, fix: null, blocks: false };
}
