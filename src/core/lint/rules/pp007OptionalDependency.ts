import type { AssignStmt, Stmt } from "../../syntax/ast.js";
import { walkExpression } from "../../syntax/walk.js";
import { replace } from "../fix.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** PyTorch extensions that Paddle has no package for. */
const extensions = new Set(["flash_attn", "xformers", "apex", "triton", "bitsandbytes"]);

/**
 * An optional PyTorch extension is imported: the branch ends in an error that says so. Calls behind a setting are
 * reported under the same code by lint/unavailableCall.ts.
 */
export const rule = defineRule({
  code: "PP007",
  name: "optional-dependency",
  summary: "An optional part of the code needs something that only PyTorch has.",
  severity: "info",
  docs: {
    what: 'Reports `if importlib.util.find_spec("flash_attn"): X = importlib.import_module(…).X`, a branch that exists only where a PyTorch extension is installed. Also reports a call of something that Paddle has nothing for, where it is only reached behind a setting: `if config.use_lora:`.',
    why: "Such a branch works on PyTorch's tensors only. The rest of the code does not need it, and what is left unbound would fail far from its cause.",
    fixSafety:
      "Safe: what is missing becomes something that raises an error naming it as soon as it is used. Every other path stays as it is.",
    limits:
      "Of the branches that import, only those that do nothing but bind names are rewritten. A setting is an attribute or a parameter that is known to be a bool; calls from outside the project are not seen.",
  },
  check: (context) =>
    context.statementsOf("If").flatMap((statement): Finding[] => {
      if (statement.orElse !== null) return [];
      const extension = guardedExtension(statement);
      if (extension === null) return [];
      const range = { start: statement.test.start, end: statement.test.end };
      const names = statement.then.body.map(assignedName);
      const message = `\`${extension}\` is a PyTorch extension without a counterpart on Paddle.`;
      if (!names.every((name) => name !== null)) {
        return [
          {
            code: "PP007",
            severity: "info" as const,
            range,
            message: `${message} Rewrite this branch by hand.`,
            fix: null,
            blocks: true,
          },
        ];
      }
      const indent = " ".repeat(context.module.lines.positionAt(statement.start).column);
      const lines = [
        `# ${extension} works on PyTorch tensors only: what needs it ends in an error (paddle-port PP007).`,
        ...names.map((name) => `${name} = unavailable("${name} of ${extension}")`),
      ];
      return [
        {
          code: "PP007",
          severity: "info" as const,
          range,
          message: `${message} ${names.join(", ")} will raise an error that says so when used.`,
          fix: {
            title: "Replace the branch by an explicit error",
            applicability: "safe" as const,
            rewrites: [replace(statement, lines.join(`\n${indent}`))],
            helpers: ["unavailable"],
            needsPaddle: false,
          },
          blocks: true,
        },
      ];
    }),
});

function guardedExtension(statement: Extract<Stmt, { type: "If" }>): string | null {
  let found: string | null = null;
  walkExpression(statement.test, (node) => {
    if (
      node.type !== "Call" ||
      node.callee.type !== "Attribute" ||
      node.callee.attribute.name !== "find_spec"
    )
      return;
    const [argument] = node.args;
    if (
      argument?.value.type === "String" &&
      argument.value.value !== null &&
      extensions.has(argument.value.value)
    )
      found = argument.value.value;
  });
  return found;
}

function assignedName(statement: Stmt): string | null {
  const target = statement.type === "Assign" ? singleTarget(statement) : null;
  if (target !== null) return target;
  if (statement.type !== "ImportFrom") return null;
  const [name] = statement.names;
  return statement.names.length === 1 && name !== undefined ? (name.alias?.name ?? name.name.text) : null;
}

function singleTarget(statement: AssignStmt): string | null {
  const [target] = statement.targets;
  return statement.targets.length === 1 && target?.type === "Name" ? target.name : null;
}
