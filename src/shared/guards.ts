/** Checks at run time what crosses the border between the extension host and a webview. */
export type Guard<T> = (value: unknown) => value is T;

export const isString: Guard<string> = (value) => typeof value === "string";
export const isNumber: Guard<number> = (value) => typeof value === "number";
export const isBoolean: Guard<boolean> = (value) => typeof value === "boolean";
export const isNull: Guard<null> = (value) => value === null;

/** A whole number from zero on: a count or a position. */
export const isIndex: Guard<number> = (value): value is number =>
  Number.isInteger(value) && Number(value) >= 0;

export function isOneOf<const T extends string>(...allowed: readonly T[]): Guard<T> {
  return (value): value is T => allowed.some((one) => one === value);
}

export function isListOf<T>(item: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(item);
}

export function isEither<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

/** A value that may be left out. */
export function isOptional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** A list of two: a name with its value. */
export const isPair: Guard<readonly [string, string]> = (value): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every(isString);

/** An object with these fields; others are not looked at. */
export function isObject<T extends object>(fields: { readonly [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  const checks = Object.entries<Guard<unknown>>(fields);
  return (value): value is T => isRecord(value) && checks.every(([name, guard]) => guard(value[name]));
}

/** One of several messages, told apart by `type`. */
export function isMessage<T extends { readonly type: string }>(forms: {
  readonly [K in T["type"]]: Guard<Omit<Extract<T, { readonly type: K }>, "type">>;
}): Guard<T> {
  const byType = new Map<unknown, Guard<unknown>>(Object.entries<Guard<unknown>>(forms));
  return (value): value is T => isRecord(value) && byType.get(value["type"])?.(value) === true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
