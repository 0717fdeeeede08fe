import type { AttributeExpr, CallExpr } from "./ast.js";

/**
 * `getattr(x, "view")` is `x.view`: the attribute's token is the text between the quotes. Names with two underscores are
 * left alone, because a class mangles them in one spelling only.
 */
export function literalAttribute(builder: { newId(): number }, call: CallExpr): AttributeExpr | null {
  const [object, name] = call.args;
  if (call.callee.type !== "Name" || call.callee.name !== "getattr" || call.args.length !== 2) return null;
  if (object?.kind !== "positional" || name?.kind !== "positional" || name.value.type !== "String")
    return null;
  const { value } = name.value;
  const plain = value !== null && name.value.end - name.value.start === value.length + 2;
  if (!plain || !/^(?!__)[A-Za-z_]\w*$/.test(value)) return null;
  const attribute = { start: name.value.start + 1, end: name.value.end - 1, name: value };
  const { start, end } = call;
  return { type: "Attribute", id: builder.newId(), start, end, object: object.value, attribute };
}

/** True where a file may mean something of its own by `getattr`. */
export function ownsGetattr(text: string): boolean {
  if (/import\s*\*/.test(text)) return true;
  return (
    text.includes("getattr") &&
    /\b(?:def|class|as|for|lambda)\s+getattr\b|\bimport\b[^\n]*\bgetattr\b|\bgetattr\s*(?:[:,)]|=(?!=))/.test(
      text,
    )
  );
}
