import type { CallArgument } from "../../src/core/api/binding.js";
import { bindArguments, isBinding } from "../../src/core/api/binding.js";
import type { Parameter, Signature } from "../../src/core/api/signature.js";
import type { TextArgument, TextCall } from "./callText.js";

/** A way to write the same call. */
export interface Form {
  readonly label: string;
  readonly arguments: readonly TextArgument[];
}

/** What a call's arguments are bound to. */
interface Bound {
  readonly signature: Signature;
  /** Parameter name -> argument, for parameters that take one value. */
  readonly single: ReadonlyMap<string, TextArgument>;
  readonly star: { readonly parameter: Parameter; readonly values: readonly TextArgument[] } | undefined;
}

/** Parameter names with the text of the value, for a call written in any form; undefined when nothing binds. */
export function boundValues(
  call: TextCall,
  signatures: readonly Signature[],
): Map<string, string> | undefined {
  const bound = bind(call, signatures);
  if (bound === undefined) return undefined;
  const values = new Map([...bound.single].map(([name, argument]) => [name, argument.text] as const));
  if (bound.star !== undefined && bound.star.values.length > 0) {
    values.set(bound.star.parameter.name, bound.star.values.map((value) => value.text).join(", "));
  }
  return values;
}

/** The forms that people write: by name, in another order, defaults spelled out or left out, a list or several values. */
export function deriveForms(call: TextCall, signatures: readonly Signature[]): Form[] {
  const forms: Form[] = [{ label: "as written", arguments: call.arguments }];
  const bound = bind(call, signatures);
  if (bound === undefined) return forms;
  const { signature, single, star } = bound;
  const given = signature.parameters.flatMap((parameter) => {
    const argument = single.get(parameter.name);
    return argument === undefined ? [] : [{ parameter, text: argument.text }];
  });
  const starred = star?.values ?? [];
  if (starred.length === 0) {
    const named = given.map(({ parameter, text }) => asKeyword(parameter, text));
    add(forms, "by keyword", named);
    add(forms, "keywords reversed", [
      ...named.filter((argument) => argument.name === undefined),
      ...named.filter((argument) => argument.name !== undefined).reverse(),
    ]);
    const leading = given.findIndex(
      ({ parameter }, index) => signature.parameters[index] !== parameter || parameter.kind === "keyword",
    );
    const count = leading < 0 ? given.length : leading;
    add(
      forms,
      "by position",
      given.map(({ parameter, text }, index) => (index < count ? { text } : asKeyword(parameter, text))),
    );
    const needed = given.filter(({ parameter, text }) => parameter.default !== text);
    add(
      forms,
      "defaults left out",
      needed.map(({ parameter, text }) => asKeyword(parameter, text)),
    );
  }
  for (const parameter of signature.parameters) {
    if (parameter.default === undefined || single.has(parameter.name)) continue;
    if (parameter.kind !== "positional" && parameter.kind !== "keyword") continue;
    const extra = { name: parameter.name, text: parameter.default };
    add(forms, `${parameter.name} spelled out`, [...call.arguments, extra]);
  }
  if (star !== undefined && starred.length > 0 && starred.every((value) => !value.text.startsWith("*"))) {
    const rest = call.arguments.filter((argument) => !starred.includes(argument));
    const joined = starred.map((value) => value.text).join(", ");
    if (starred.length > 1 || /^-?\d+$/.test(joined)) {
      const comma = starred.length === 1 ? "," : "";
      add(forms, "as a tuple", [{ text: `(${joined}${comma})` }, ...rest]);
      add(forms, "as a list", [{ text: `[${joined}]` }, ...rest]);
      add(forms, "starred", [{ text: `*(${joined}${comma})` }, ...rest]);
      add(forms, "a list by keyword", [{ name: star.parameter.name, text: `[${joined}]` }, ...rest]);
    }
  }
  return forms;
}

function bind(call: TextCall, signatures: readonly Signature[]): Bound | undefined {
  const shape = call.arguments.map((argument): CallArgument => {
    if (argument.name !== undefined) return { kind: "keyword", name: argument.name };
    if (argument.text.startsWith("**")) return { kind: "doubleStar" };
    return argument.text.startsWith("*") ? { kind: "star" } : { kind: "positional" };
  });
  const result = bindArguments(signatures, shape, (type, index) =>
    mayBe(type, call.arguments[index]?.text ?? ""),
  );
  if (!isBinding(result)) return undefined;
  const single = new Map<string, TextArgument>();
  let star: Bound["star"];
  for (const parameter of result.signature.parameters) {
    const values = (result.bound.get(parameter.name) ?? []).flatMap((index) => call.arguments[index] ?? []);
    if (parameter.kind === "star") star = { parameter, values };
    else if (parameter.kind === "doubleStar" && values.length > 0) return undefined;
    else if (values[0] !== undefined) single.set(parameter.name, values[0]);
  }
  return { signature: result.signature, single, star };
}

/** Guesses from the text of a proof's argument; a wrong guess only costs a derived form. */
function mayBe(type: string, text: string): boolean {
  if (type === "none") return text === "None";
  if (type.startsWith("number")) return /^-?[\d.]/.test(text);
  if (type === "int") return /^-?\d+$/.test(text);
  if (type === "dtype") return /^torch\.[a-z]+\d*$|\.dtype$/.test(text);
  if (type === "device") return text.endsWith(".device");
  if (type === "str") return /^['"]/.test(text);
  if (type === "size") return /^[([]/.test(text);
  return /^[a-z]$/.test(text);
}

function asKeyword(parameter: Parameter, text: string): TextArgument {
  return parameter.kind === "positionalOnly" ? { text } : { name: parameter.name, text };
}

function add(forms: Form[], label: string, given: readonly TextArgument[]): void {
  const key = JSON.stringify(given);
  if (!forms.some((form) => JSON.stringify(form.arguments) === key)) forms.push({ label, arguments: given });
}
