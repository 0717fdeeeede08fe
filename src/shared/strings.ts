import { isString, type Guard } from "./guards.js";

/** Words of a webview by key; the host translates them, because only it knows the display language. */
export type Strings<K extends string> = Readonly<Record<K, string>>;

/** True for an object that has all of these words. */
export function isStrings<K extends string>(keys: readonly K[]): Guard<Strings<K>> {
  return (value): value is Strings<K> =>
    typeof value === "object" &&
    value !== null &&
    keys.every((key) => isString((value as Readonly<Record<string, unknown>>)[key]));
}

/** Puts values into a text with numbered places: `{0} of {1}`. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d+)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
