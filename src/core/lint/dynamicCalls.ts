import type { Binding } from "../api/binding.js";
import { bindArguments, isBinding } from "../api/binding.js";
import type { CatalogRow } from "../api/schema.js";
import { callArguments } from "../semantics/callArguments.js";
import { ancestry, externalBases } from "../semantics/classes.js";
import { members } from "../semantics/types.js";
import type { CallExpr } from "../syntax/ast.js";
import { convertArguments } from "./arguments.js";
import { adapterFor, adapterParameters, differs, isPlainAlias } from "./adapters.js";
import type { FileContext } from "./context.js";
import type { Conversion } from "./outcome.js";
import { converted } from "./outcome.js";
import { renameReference } from "./renaming.js";
import { isForeign } from "./foreign.js";
import type { Reference } from "./references.js";
import { targetName } from "./references.js";
import type { Reporter } from "./reporter.js";

/**
 * A call through a variable that holds a PyTorch class or function: `self.act_fn(x)`, `BertLayerNorm(n, eps=…)`.
 * With one possible value its arguments are converted; with several each has to take the call as it stands.
 */
export function dynamicCall(context: FileContext, report: Reporter, call: CallExpr): void {
  const value = context.typeOf(call.callee);
  const held = members(value.type).flatMap((member) =>
    member.kind === "external" && isForeign(member.name) ? [member.name] : [],
  );
  if (held.length === 0) return;
  const only = members(value.type).length === 1;
  const bindable = callArguments(call);
  for (const name of held) {
    const row = context.catalog.row(name);
    if (row === undefined) {
      report.unknownName(call.callee, name);
      continue;
    }
    const binding = bindArguments(context.catalog.signatures(row), bindable);
    const adapter =
      call.callee.type === "Name" && isPlainAlias(context, call.callee.name) ? null : adapterFor(row);
    if (adapter !== null && differs(row, context.catalog.form(row, context.target))) {
      const takes = adapterParameters(adapter);
      const given = isBinding(binding) ? [...binding.bound.keys()] : [];
      if (!isBinding(binding)) {
        if (call.args.every(({ kind }) => kind === "positional" || kind === "keyword"))
          report.escapes(call.callee, row.name, "this call through a variable cannot be converted.");
      } else if (!given.every((name) => takes.has(name)) || refuses(context, call, binding, row))
        report.escapes(
          call.callee,
          row.name,
          "this call through a variable would need other arguments on Paddle.",
        );
      else report.use(call, row, { ...converted([]), given }, value.confidence, null);
      continue;
    }
    const form = isBinding(binding) ? context.catalog.form(row, context.target, binding.overload) : undefined;
    if (!isBinding(binding) || form === undefined || targetName(row, form) === null) {
      report.escapes(call.callee, row.name, "this call through a variable cannot be converted.");
      continue;
    }
    const args = convertArguments(context, call, binding, form);
    const plain = args.rewrites.length === 0 && args.problems.length === 0;
    if (plain) continue;
    if (!only || args.problems.length > 0)
      report.escapes(
        call.callee,
        row.name,
        "this call through a variable would need other arguments on Paddle.",
      );
    else
      report.use(
        call,
        row,
        { ...converted(args.rewrites, args.helpers), given: [...binding.bound.keys()] },
        value.confidence,
        null,
      );
  }
}

/**
 * `torch.mean(x, **options)`: what the stars bring is not seen, so a helper with PyTorch's signature takes the call.
 * @returns null where the call is converted by itself
 */
export function starredCall(
  context: FileContext,
  call: CallExpr,
  row: CatalogRow,
  reference: Reference,
): Conversion | null {
  const args = callArguments(call);
  const starred = args.some(({ kind }) => kind === "star" || kind === "doubleStar");
  if (!starred || isBinding(bindArguments(context.catalog.signatures(row), args))) return null;
  const adapter = adapterFor(row);
  const form = context.catalog.form(row, context.target);
  if (adapter === null || form?.none !== undefined || !differs(row, form)) return null;
  const given = args.flatMap((argument) => (argument.kind === "keyword" ? [argument.name] : []));
  if (!given.every((name) => adapterParameters(adapter).has(name))) return null;
  return { ...renameReference(context, reference, `helper.${adapter}`), given };
}

/** True for an argument that the counterpart does not have, given with another value than the default. */
function refuses(context: FileContext, call: CallExpr, binding: Binding, row: CatalogRow): boolean {
  return [...binding.bound].some(([name, [index]]) => {
    const argument = index === undefined ? undefined : call.args[index];
    const parameter = binding.signature.parameters.find((candidate) => candidate.name === name);
    return (
      row.paddle.some((form) => form.arguments?.[name]?.unsupported !== undefined) &&
      argument !== undefined &&
      context.source(argument.value) !== parameter?.default
    );
  });
}

/**
 * A call that reaches the constructor of a PyTorch layer through a class of the project: `Half(2, 1, bias=False)` where
 * `class Half(nn.Linear)` has no constructor of its own, or `super().__init__(2, 1, bias=False)` in one that has.
 * @returns true when the call was such a one and has been reported
 */
export function inheritedConstructor(context: FileContext, report: Reporter, call: CallExpr): boolean {
  const { callee } = call;
  const value = context.typeOf(callee);
  const viaSuper =
    callee.type === "Attribute" && callee.attribute.name === "__init__"
      ? context.typeOf(callee.object).type
      : null;
  const of = viaSuper?.kind === "super" ? viaSuper.of : value.type.kind === "class" ? value.type.of : null;
  if (of === null) return false;
  const above = viaSuper === null ? ancestry(of) : ancestry(of).slice(1);
  if (above.some((current) => current.methods.has("__init__"))) return false;
  const base = externalBases(of).find((name) => isForeign(name) && name !== "torch.nn.Module");
  const row = base === undefined ? undefined : context.catalog.row(base);
  if (row === undefined || (call.args.length === 0 && viaSuper !== null)) return false;
  const bindable = callArguments(call);
  const binding = bindArguments(context.catalog.signatures(row), bindable);
  const form = isBinding(binding) ? context.catalog.form(row, context.target, binding.overload) : undefined;
  if (
    !isBinding(binding) ||
    form === undefined ||
    targetName(row, form) === null ||
    targetName(row, form)?.startsWith("helper.") === true
  ) {
    report.escapes(
      callee,
      row.name,
      "its constructor is reached through a class of the project, and this call of it cannot be converted.",
    );
    return true;
  }
  const args = convertArguments(context, call, binding, form);
  if (args.problems.length > 0) report.escapes(callee, row.name, args.problems.join(" "));
  else
    report.use(
      call,
      row,
      { ...converted(args.rewrites, args.helpers), given: [...binding.bound.keys()] },
      value.confidence === "unknown" ? "certain" : value.confidence,
      null,
    );
  return true;
}
