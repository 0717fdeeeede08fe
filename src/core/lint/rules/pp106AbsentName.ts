import type { AttributeExpr } from "../../syntax/ast.js";
import type { FileContext } from "../context.js";
import { isPaddleTensor, paddleName } from "../paddleCode.js";
import { replace } from "../fix.js";
import type { Finding, Fix } from "../finding.js";
import { absentNames } from "../paddleNames.generated.js";
import { defineRule } from "../rule.js";

/** What other rules report with more to say about it. */
const elsewhere = new Set(["paddle.Tensor.permute"]);

/** PyTorch's name with `paddle` before it, where Paddle does not have it. */
export const rule = defineRule({
  code: "PP106",
  name: "absent-name",
  summary: "A name of PyTorch's is used below `paddle`, which does not have it.",
  severity: "error",
  docs: {
    what: "Reports names such as `paddle.cat`, `paddle.nn.Parameter` or `x.repeat` in Paddle code where the target version does not have them.",
    why: "Newer versions of Paddle took over many of PyTorch's names: code that was written for one of them, or ported by exchanging the prefix, raises `AttributeError` on an older one.",
    fixSafety:
      "Safe where only the name is another one and no keyword is given; otherwise there is no fix, and the message says what Paddle calls it.",
    limits:
      "Only names of the API knowledge are known; whether the installed versions 3.0.0, 3.1.1, 3.2.2 and 3.3.1 have them was asked of them. Attributes of layers are not looked at.",
  },
  check: (context) =>
    context.ofType("Attribute").flatMap((expr): Finding[] => {
      const name = isPaddleTensor(context, expr.object)
        ? `paddle.Tensor.${expr.attribute.name}`
        : paddleName(context, expr);
      if (name === null || !Object.hasOwn(absentNames, name) || elsewhere.has(name)) return [];
      const since = absentNames[name] ?? null;
      if (since !== null && !context.olderThan(since)) return [];
      const row = context.catalog.row(name.replace(/^paddle/, "torch"));
      const form = row === undefined ? undefined : context.catalog.form(row, context.target);
      const other = form?.to?.startsWith("paddle.") === true ? ` Paddle's is \`${form.to}\`.` : "";
      const has = since === null ? "No version of Paddle has" : `Paddle has no`;
      const until = since === null ? "" : ` before ${since}`;
      return [
        {
          code: "PP106",
          severity: "error",
          range: { start: expr.attribute.start, end: expr.attribute.end },
          message: `${has} \`${name}\`${until}.${other}`,
          fix: row === undefined || form?.to === undefined ? null : renamed(context, expr, name, row, form),
          blocks: true,
        },
      ];
    }),
});

/** The name alone, where prefix, positional arguments and meaning are the same. */
function renamed(
  context: FileContext,
  expr: AttributeExpr,
  name: string,
  row: NonNullable<ReturnType<FileContext["catalog"]["row"]>>,
  form: NonNullable<ReturnType<FileContext["catalog"]["form"]>>,
): Fix | null {
  const { to } = form;
  if (to === undefined || form.signature !== undefined || form.add !== undefined) return null;
  const [prefix, last] = [to.slice(0, to.lastIndexOf(".")), to.slice(to.lastIndexOf(".") + 1)];
  if (prefix !== name.slice(0, name.lastIndexOf("."))) return null;
  const call = context.parent(expr)?.expr;
  if (call?.type !== "Call" || call.callee !== expr) return null;
  if (call.args.some(({ kind }) => kind !== "positional")) return null;
  // What is given by position may have another name there, but must mean the same.
  const given = context.catalog.signatures(row)[0]?.parameters.slice(0, call.args.length) ?? [];
  if (given.length < call.args.length || given.some(({ kind }) => kind === "star")) return null;
  const rules = given.flatMap((parameter) => form.arguments?.[parameter.name] ?? []);
  if (rules.some(({ to: _, ...others }) => Object.keys(others).length > 0)) return null;
  const tensor = name.startsWith("paddle.Tensor.");
  return {
    title: `Write \`${last}\``,
    applicability: !tensor || context.typeOf(expr.object).confidence === "certain" ? "safe" : "unsafe",
    rewrites: [replace(expr.attribute, last)],
    helpers: [],
    needsPaddle: false,
  };
}
