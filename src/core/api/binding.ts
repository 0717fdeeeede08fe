import type { Parameter, Signature } from "./signature.js";

/** One argument of a call as far as binding is concerned. */
export type CallArgument =
  | { readonly kind: "positional" }
  | { readonly kind: "keyword"; readonly name: string }
  | { readonly kind: "star" }
  | { readonly kind: "doubleStar" };

/** What a call's arguments mean under one signature. */
export interface Binding {
  /** Index of the overload in the list that was given. */
  readonly overload: number;
  readonly signature: Signature;
  /** Parameter name -> indices of the arguments that fill it; more than one only for `*name` and `**name`. */
  readonly bound: ReadonlyMap<string, readonly number[]>;
}

/** Why no overload takes a call. */
export interface BindingFailure {
  readonly reason: string;
}

/**
 * True when an argument may have the type that a parameter states.
 * @param type the type expression written in the signature
 * @param argument index of the argument
 */
export type Accepts = (type: string, argument: number) => boolean;

export function isBinding(result: Binding | BindingFailure): result is Binding {
  return "bound" in result;
}

/**
 * Chooses the first overload that takes the call, as Python would bind it.
 * `*values` at a call fits only where the signature takes any number of positional values from there on;
 * `**values` fits only a `**name` parameter: everything else would be a guess and fails.
 * @param accepts asked for parameters that state a type; without it every type is accepted
 */
export function bindArguments(
  signatures: readonly Signature[],
  call: readonly CallArgument[],
  accepts: Accepts = () => true,
): Binding | BindingFailure {
  let first: BindingFailure | undefined;
  for (let overload = 0; overload < signatures.length; overload++) {
    const signature = signatures[overload];
    if (signature === undefined) continue;
    const result = bindOne(signature, call, accepts);
    if (!("reason" in result)) return { overload, signature, bound: result.bound };
    first ??= result;
  }
  return first ?? { reason: "no signature is known" };
}

function bindOne(
  signature: Signature,
  call: readonly CallArgument[],
  accepts: Accepts,
): { bound: Map<string, number[]> } | BindingFailure {
  const bound = new Map<string, number[]>();
  const slots = slotsOf(signature);
  let next = 0;
  for (let index = 0; index < call.length; index++) {
    const argument = call[index];
    if (argument === undefined) continue;
    const target = parameterFor(argument, next, slots);
    if (typeof target === "string") return { reason: target };
    if (argument.kind === "positional") next += 1;
    if (target.type !== undefined && !accepts(target.type, index)) {
      return { reason: `the value of "${target.name}" is not of type ${target.type}` };
    }
    const many = target.kind === "star" || target.kind === "doubleStar";
    const known = bound.get(target.name);
    if (known === undefined) bound.set(target.name, [index]);
    else if (many) known.push(index);
    else return { reason: `"${target.name}" is given twice` };
  }
  const missing = slots.required.find(({ name }) => !bound.has(name));
  return missing === undefined ? { bound } : { reason: `"${missing.name}" is missing` };
}

interface Slots {
  readonly byPosition: readonly Parameter[];
  readonly star: Parameter | undefined;
  readonly doubleStar: Parameter | undefined;
  readonly all: readonly Parameter[];
  /** Those that a call has to fill. */
  readonly required: readonly Parameter[];
}

const knownSlots = new WeakMap<Signature, Slots>();

/** Worked out once for a signature, to which many calls are bound. */
function slotsOf(signature: Signature): Slots {
  const known = knownSlots.get(signature);
  if (known !== undefined) return known;
  const all = signature.parameters;
  const slots: Slots = {
    byPosition: all.filter(({ kind }) => kind === "positional" || kind === "positionalOnly"),
    star: all.find(({ kind }) => kind === "star"),
    doubleStar: all.find(({ kind }) => kind === "doubleStar"),
    all,
    required: all.filter((p) => p.default === undefined && p.kind !== "star" && p.kind !== "doubleStar"),
  };
  knownSlots.set(signature, slots);
  return slots;
}

/** The parameter an argument goes to, or the reason why there is none. */
function parameterFor(argument: CallArgument, next: number, slots: Slots): Parameter | string {
  switch (argument.kind) {
    case "positional":
      return slots.byPosition[next] ?? slots.star ?? "there are too many positional arguments";
    case "star":
      return next >= slots.byPosition.length && slots.star !== undefined
        ? slots.star
        : "the number of values in *… is not known";
    case "doubleStar":
      return slots.doubleStar ?? "the names in **… are not known";
    case "keyword": {
      const named = slots.all.find(
        (p) => p.name === argument.name && (p.kind === "positional" || p.kind === "keyword"),
      );
      // PyTorch accepts the name of a variadic size by keyword too: torch.zeros(size=(2, 3)).
      const variadic = slots.star?.name === argument.name ? slots.star : undefined;
      return named ?? variadic ?? slots.doubleStar ?? `there is no parameter "${argument.name}"`;
    }
  }
}
