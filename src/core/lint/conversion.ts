import type { Binding } from "../api/binding.js";
import { bindArguments, isBinding } from "../api/binding.js";
import type { CatalogRow, TargetForm } from "../api/schema.js";
import { callArguments } from "../semantics/callArguments.js";
import { accepts } from "../semantics/calls.js";
import type { CallExpr, Expr } from "../syntax/ast.js";
import { convertArguments } from "./arguments.js";
import type { FileContext } from "./context.js";
import { operand, replace, rewrite } from "./fix.js";
import { convertTemplate, localNames, needsGrouping } from "./template.js";
import type { Callee, Conversion } from "./outcome.js";
import { converted, failed } from "./outcome.js";
import { renderTarget, targetName } from "./references.js";
import { renameReference } from "./renaming.js";
import { rewriters } from "./rewriters/registry.js";

/** Converts a call of the API that a row describes. */
export function convertCall(
  context: FileContext,
  call: CallExpr,
  row: CatalogRow,
  callee: Callee,
): Conversion {
  const { catalog } = context;
  const bindable = callArguments(call);
  const binding = bindArguments(catalog.signatures(row), bindable, (type, index) => {
    const argument = call.args[index];
    return argument !== undefined && accepts(type, context.typeOf(argument.value).type);
  });
  if (!isBinding(binding) && writtenForPaddle(context, call, row)) return converted([]);
  if (!isBinding(binding)) return failed(`The arguments of this call are not understood: ${binding.reason}.`);
  const form = catalog.form(row, context.target, binding.overload);
  if (form === undefined) return failed(`There is no form of it for Paddle ${context.target}.`);
  const conversion = convertForm(context, call, row, callee, binding, form);
  return { ...conversion, given: notDefaults(context, call, binding) };
}

/** True for a call in Paddle's spelling already, as a single quick fix leaves it: `nn.Linear(4, 8, bias_attr=False)`. */
function writtenForPaddle(context: FileContext, call: CallExpr, row: CatalogRow): boolean {
  const theirs = new Set<string>();
  for (const form of row.paddle) {
    for (const rule of Object.values(form.arguments ?? {})) if (rule.to !== undefined) theirs.add(rule.to);
    if (form.signature !== undefined)
      for (const { name } of context.catalog.formSignature(form.signature).parameters) theirs.add(name);
  }
  const ours = new Set(
    context.catalog.signatures(row).flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  );
  const keywords = call.args.flatMap((argument) =>
    argument.keyword === null ? [] : [argument.keyword.name],
  );
  return (
    keywords.some((name) => !ours.has(name)) && keywords.every((name) => theirs.has(name) || ours.has(name))
  );
}

/** The parameters that the call gives another value than PyTorch's default: what has to be proven. */
function notDefaults(context: FileContext, call: CallExpr, binding: Binding): string[] {
  return [...binding.bound].flatMap(([name, [index]]) => {
    const parameter = binding.signature.parameters.find((candidate) => candidate.name === name);
    const given = index === undefined ? undefined : call.args[index];
    return given !== undefined &&
      parameter?.default !== undefined &&
      context.source(given.value) === parameter.default
      ? []
      : [name];
  });
}

function convertForm(
  context: FileContext,
  call: CallExpr,
  row: CatalogRow,
  callee: Callee,
  binding: Binding,
  form: TargetForm,
): Conversion {
  if (form.none !== undefined) return failed(form.none);
  if (form.remove !== undefined) return failed(`As a call it cannot simply be deleted. ${form.remove}`);
  if (form.rewriter !== undefined) {
    const rewriter = Object.hasOwn(rewriters, form.rewriter) ? rewriters[form.rewriter] : undefined;
    if (rewriter === undefined) return failed(`No rewriter called ${form.rewriter} exists.`);
    return rewriter({ context, call, row, form, binding, callee });
  }
  if (form.template !== undefined)
    return convertTemplate(context, call, callee, binding, form, form.template);
  const args = convertArguments(context, call, binding, form);
  if (args.problems.length > 0) return { ...failed(""), problems: args.problems };
  const target = targetName(row, form);
  if (target === null) return failed("It has no name on Paddle.");
  const named =
    callee.kind === "method"
      ? renameMethod(context, call, callee.receiver, target)
      : renameReference(context, callee.reference, target);
  return {
    rewrites: [...named.rewrites, ...args.rewrites],
    helpers: [...named.helpers, ...args.helpers],
    needsPaddle: named.needsPaddle,
    problems: [],
    given: [],
  };
}

/** `x.view(…)` becomes `x.reshape(…)`, or `function(x, …)` where the counterpart is no method. */
function renameMethod(context: FileContext, call: CallExpr, receiver: Expr, target: string): Conversion {
  const { callee } = call;
  if (callee.type !== "Attribute") return failed("The method is not called on a receiver.");
  const method = /^paddle\.(?:Tensor|nn\.Layer|nn\.[A-Z]\w*)\.(\w+)$/.exec(target)?.[1];
  if (method !== undefined)
    return converted(method === callee.attribute.name ? [] : [replace(callee.attribute, method)]);
  const rendered = renderTarget(context, target, null);
  const comma = call.args.length > 0 ? ", " : "";
  const open = call.argumentList.start;
  return converted(
    [
      rewrite({ start: call.start, end: open + 1 }, [
        `${rendered.text}(`,
        { start: receiver.start, end: receiver.end },
        comma,
      ]),
    ],
    rendered.helper === null ? [] : [rendered.helper],
    rendered.needsPaddle,
  );
}

/** Converts a read of an attribute: `x.shape`, `x.device`. */
export function convertAttribute(
  context: FileContext,
  expr: Extract<Expr, { type: "Attribute" }>,
  row: CatalogRow,
): Conversion {
  const form = context.catalog.form(row, context.target);
  if (form === undefined) return failed(`There is no form of it for Paddle ${context.target}.`);
  if (form.none !== undefined) return failed(form.none);
  if (form.same === true) return converted([]);
  if (form.rewriter !== undefined) {
    const rewriter = Object.hasOwn(rewriters, form.rewriter) ? rewriters[form.rewriter] : undefined;
    if (rewriter === undefined) return failed(`No rewriter called ${form.rewriter} exists.`);
    return rewriter({
      context,
      call: null,
      row,
      form,
      binding: null,
      callee: { kind: "method", receiver: expr.object },
      attribute: expr,
    });
  }
  if (form.template !== undefined) {
    const parts = form.template.split(/(\{self\}|\{helper\})/).flatMap((piece) => {
      if (piece === "{self}") return operand(expr.object);
      return [piece === "{helper}" ? (form.helper ?? "") : localNames(context, piece).text];
    });
    const grouped = needsGrouping(context, expr, form.template) ? ["(", ...parts, ")"] : parts;
    return converted(
      [rewrite(expr, grouped)],
      form.helper === undefined ? [] : [form.helper],
      localNames(context, form.template).needsPaddle,
    );
  }
  const name = form.to?.split(".").at(-1);
  return name === undefined
    ? failed("It has no name on Paddle.")
    : converted([replace(expr.attribute, name)]);
}

/** Converts a plain assignment to an attribute: `p.requires_grad = False`. */
export function convertStore(
  context: FileContext,
  expr: Extract<Expr, { type: "Attribute" }>,
  row: CatalogRow,
): Conversion {
  const rule = context.catalog.form(row, context.target)?.store;
  const stmt = context.parent(expr)?.stmt;
  if (
    rule?.to === undefined ||
    stmt?.type !== "Assign" ||
    stmt.value === null ||
    stmt.targets.length > 1 ||
    stmt.targets[0] !== expr
  )
    return failed("Assigning to it needs a decision by hand.");
  const { value } = stmt;
  const literal = context.source(value);
  const mapped =
    rule.values !== undefined && Object.hasOwn(rule.values, literal) ? rule.values[literal] : null;
  const [before = "", after = ""] = (rule.convert ?? "{}").split("{}");
  const parts = mapped === null || mapped === undefined ? [before, ...operand(value), after] : [mapped];
  return converted([replace(expr.attribute, rule.to), rewrite(value, parts)]);
}
