import { adapterName } from "../../src/core/api/adapterName.js";
import type { ApiHelper, ArgumentRule, CatalogRow, TargetForm } from "../../src/core/api/schema.js";
import type { Parameter } from "../../src/core/api/signature.js";
import { parseSignature } from "../../src/core/api/signature.js";

/**
 * For each row whose counterpart takes other arguments, a function or class with PyTorch's signature: what code gets
 * that hands the name on as a value. A file of that name in api/helpers/ goes before what is made here.
 */
export function readAdapters(
  rows: readonly CatalogRow[],
  helpers: ReadonlyMap<string, ApiHelper>,
): ApiHelper[] {
  return rows.flatMap((row) => {
    const name = adapterName(row);
    if (helpers.has(name) || (row.kind !== "function" && row.kind !== "class")) return [];
    const adapter = adapterOf(row, name);
    return adapter === null ? [] : [adapter];
  });
}

interface Argument {
  /** As the adapter declares it. */
  readonly declared: string;
  /** As the adapter hands it on; null where it does not. */
  readonly passed: string | null;
  readonly value: string;
  /** A statement that refuses what has no counterpart. */
  readonly check: string | null;
  readonly needs: readonly string[];
}

function adapterOf(row: CatalogRow, name: string): ApiHelper | null {
  const chosen = fullest(row);
  if (chosen === null) return null;
  const { parameters, form, checks } = chosen;
  const found = parameters.map((parameter) => argumentOf(parameter, form));
  const args = found.filter((argument) => argument !== null);
  if (args.length < found.length) return null;
  const text = callText(row, form, parameters, args);
  if (text === null) return null;
  const declared = declaration(parameters, args);
  const used = form.helper ?? /^helper\.(\w+)$/.exec(form.to ?? "")?.[1];
  const needs = [
    ...new Set([...(used === undefined ? [] : [used]), ...args.flatMap(({ needs: own }) => own)]),
  ];
  const about = `${row.name} as a value: it takes the arguments that PyTorch's takes.`;
  const body = [...checks, ...args.flatMap(({ check }) => (check === null ? [] : [check])), `return ${text}`];
  const named = `${name}.__name__ = ${JSON.stringify(row.name.split(".").at(-1))}\n`;
  if (row.kind === "function")
    return {
      name,
      imports: ["import paddle"],
      source: `def ${name}(${declared}):\n    """${about}"""\n${indented(body, 4)}\n\n${named}`,
      needs,
    };
  const base = /^([\w.]+)\(/.exec(text)?.[1];
  if (base === undefined || !/(^|\.)[A-Z]\w*$/.test(base)) return null;
  return {
    name,
    imports: ["import paddle"],
    source: `class ${name}(${base}, metaclass=PytorchSignature):\n    """${about}"""\n\n    @staticmethod\n    def make(${declared}):\n${indented(body, 8)}\n\n${named}`,
    needs: [...needs, "PytorchSignature"],
  };
}

function indented(statements: readonly string[], by: number): string {
  const space = " ".repeat(by);
  return statements.map((statement) => `${space}${statement.replaceAll("\n", `\n${space}`)}\n`).join("");
}

/** The signature that takes all that the others take, with the form for it; null where there is no such one. */
function fullest(
  row: CatalogRow,
): { parameters: readonly Parameter[]; form: TargetForm; checks: readonly string[] } | null {
  const all = row.signatures.map((text) => parseSignature(text).parameters);
  const checks: string[] = [];
  const refused = new Set<number>();
  for (const [place, each] of all.entries()) {
    const none = row.paddle.find(({ overload }) => overload === place)?.none;
    const typed = each.filter(({ type }) => type === "str");
    if (none === undefined || typed.length !== 1) continue;
    refused.add(place);
    checks.push(
      `if isinstance(${typed[0]?.name ?? ""}, str):\n    raise NotImplementedError(${JSON.stringify(none)})`,
    );
  }
  const signatures = all.map((each, place) => (refused.has(place) ? [] : each));
  const most = Math.max(...signatures.map(({ length }) => length));
  const index = signatures.findIndex(({ length }) => length === most);
  const parameters = signatures[index];
  if (parameters === undefined) return null;
  const positional = (of: readonly Parameter[]): string[] =>
    of.filter(({ kind }) => kind !== "keyword").map((parameter) => parameter.name);
  const whole = positional(parameters);
  for (const [place, other] of signatures.entries()) {
    if (refused.has(place)) continue;
    if (other.some(({ type }) => type !== undefined)) return null;
    if (!positional(other).every((each, place) => whole[place] === each)) return null;
    if (!other.every((each) => parameters.some((parameter) => parameter.name === each.name))) return null;
  }
  const forms = row.paddle.filter(
    ({ since, overload }) => since === "3.0" && (overload === undefined || !refused.has(overload)),
  );
  const form =
    forms.find((candidate) => candidate.overload === index) ??
    forms.find((candidate) => candidate.overload === undefined);
  if (form === undefined || forms.some(({ none, rewriter }) => none !== undefined || rewriter !== undefined))
    return null;
  const theirs = form.signature === undefined ? [] : parseSignature(form.signature).parameters;
  // What a shorter signature leaves out is optional, with what is added there, else with Paddle's default.
  const optional = parameters.map((parameter): Parameter => {
    const shorter = signatures.findIndex(
      (other, place) => !refused.has(place) && other.every((each) => each.name !== parameter.name),
    );
    if (shorter < 0 || parameter.default !== undefined) return parameter;
    const to = form.arguments?.[parameter.name]?.to ?? parameter.name;
    const added = forms.find(({ overload }) => overload === shorter)?.add?.[to];
    return { ...parameter, default: added ?? theirs.find((each) => each.name === to)?.default ?? "None" };
  });
  return { parameters: optional, form, checks };
}

function argumentOf(parameter: Parameter, form: TargetForm): Argument | null {
  const rule: ArgumentRule = form.arguments?.[parameter.name] ?? {};
  const { name } = parameter;
  if (parameter.kind === "doubleStar" || (parameter.kind === "star" && rule.as === "list")) return null;
  const written = parameter.default?.replaceAll(/\btorch\./g, "paddle.");
  const declared =
    parameter.kind === "star" ? `*${name}` : written === undefined ? name : `${name}=${written}`;
  if (rule.unsupported !== undefined) {
    if (written === undefined) return null;
    const differs = /^(None|True|False)$/.test(written) ? "is not" : "!=";
    const check = `if ${name} ${differs} ${written}:\n    raise NotImplementedError(${JSON.stringify(`${name}: ${rule.unsupported}`)})`;
    return { declared, passed: null, value: name, check, needs: [] };
  }
  const value = valueOf(name, rule);
  if (value === null) return null;
  if (rule.drop !== undefined) return { declared, passed: null, value: name, check: null, needs: [] };
  const needs = rule.as === "list" && parameter.kind !== "star" ? ["as_list"] : [];
  const to = rule.to ?? name;
  if (parameter.kind === "star" && rule.as !== "list")
    return { declared, passed: `*${value}`, value, check: null, needs };
  return {
    declared,
    check: null,
    passed: `${to}=${needs.length > 0 ? `as_list(${value})` : value}`,
    value,
    needs,
  };
}

/** What an argument becomes, whatever it is at run time. */
function valueOf(name: string, rule: ArgumentRule): string | null {
  if (rule.convert !== undefined) return rule.convert.replaceAll("{}", name);
  if (rule.values === undefined) return name;
  const entries = Object.entries(rule.values);
  if (entries.some(([, to]) => to === null)) return null;
  return `{${entries.map(([from, to]) => `${from}: ${to}`).join(", ")}}.get(${name}, ${name})`;
}

function callText(
  row: CatalogRow,
  form: TargetForm,
  parameters: readonly Parameter[],
  args: readonly Argument[],
): string | null {
  if (form.template !== undefined) {
    const byName = new Map(parameters.map((parameter, index) => [parameter.name, args[index]]));
    const missing: string[] = [];
    const text = form.template.replaceAll(/\{(\*?)(\w+)\}/g, (_, star: string, name: string) => {
      if (name === "helper") return form.helper ?? "";
      const argument = byName.get(name);
      if (argument === undefined || argument.check !== null) missing.push(name);
      return `${star}${argument?.value ?? name}`;
    });
    const unused = parameters.some(
      (parameter, index) =>
        args[index]?.passed != null && !new RegExp(`\\{\\*?${parameter.name}\\}`).test(form.template ?? ""),
    );
    return missing.length === 0 && !unused ? text : null;
  }
  const target = form.to ?? row.name.replace(/^torch\b/, "paddle");
  const passed = args.flatMap((argument) => (argument.passed === null ? [] : [argument.passed]));
  const added = Object.entries(form.add ?? {}).map(([name, value]) => `${name}=${value}`);
  const names = [...passed, ...added].flatMap((text) =>
    [...text.matchAll(/(?:^|, )(\w+)=/g)].map(([, name]) => name),
  );
  if (new Set(names).size < names.length) return null;
  return `${target.replace(/^helper\./, "")}(${[...passed, ...added].join(", ")})`;
}

function declaration(parameters: readonly Parameter[], args: readonly Argument[]): string {
  const parts: string[] = [];
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.kind === "keyword" && !parts.some((part) => part.startsWith("*"))) parts.push("*");
    parts.push(args[index]?.declared ?? parameter.name);
  }
  return parts.join(", ");
}
