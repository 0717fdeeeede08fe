import type { Figure, LayerRow } from "../../shared/alignment/report.js";
import { figureText } from "./figures.js";

/** Size in the chart's own units, and where the exponents end; an error of zero sits on the lower edge. */
const size = { width: 1160, height: 240, left: 46, right: 8, top: 10, bottom: 10 };
const lowest = -10;
const highest = 1;

export type Attributes = Readonly<Record<string, string>>;

/** One figure of the chart, as an SVG element to make. */
export interface Shape {
  readonly tag: "rect" | "path" | "line" | "text";
  readonly attributes: Attributes;
  readonly text?: string;
  /** Shown by the browser on hover. */
  readonly title?: string;
}

export const viewBox = `0 0 ${String(size.width)} ${String(size.height)}`;

/** Error against floor, call by call, on a logarithmic scale. */
export function chartShapes(rows: readonly LayerRow[]): Shape[] {
  const measured = rows.filter(({ floor, tolerance }) => floor !== null && tolerance !== null);
  if (measured.length === 0) return [];
  const step = (size.width - size.left - size.right) / measured.length;
  const x = (index: number): number => size.left + index * step;
  const steps = (values: readonly Figure[]): string =>
    values
      .map((value, i) => `${i === 0 ? "M" : "L"}${text(x(i))} ${text(y(value))}H${text(x(i + 1))}`)
      .join("");
  const base = y(0);
  const band = `${steps(measured.map(({ tolerance }) => tolerance))}V${text(base)}H${text(size.left)}Z`;
  const line = measured.flatMap(({ propagated }, i) =>
    propagated === null ? [] : [`${text(x(i) + step / 2)} ${text(y(propagated))}`],
  );
  return [
    ...grid(),
    { tag: "path", attributes: { class: "band", d: band } },
    ...measured.map((row, i) => bar(row, x(i), step, base)),
    { tag: "path", attributes: { class: "floor", d: steps(measured.map(({ floor }) => floor)) } },
    {
      tag: "path",
      attributes: {
        class: "propagated",
        d: line.map((point, i) => `${i === 0 ? "M" : "L"}${point}`).join(""),
      },
    },
  ];
}

function bar(row: LayerRow, at: number, step: number, base: number): Shape {
  // An error of zero still shows that the call was compared.
  const upper = Math.min(y(row.isolated ?? row.propagated), base - 2);
  const gap = Math.min(2, step * 0.25);
  return {
    tag: "rect",
    attributes: {
      class: `bar ${row.verdict}`,
      x: text(at + gap / 2),
      y: text(upper),
      width: text(step - gap),
      height: text(base - upper),
    },
    title: `${row.module}: ${figureText(row.isolated)} / ${figureText(row.propagated)} / ${figureText(row.floor)}`,
  };
}

function grid(): Shape[] {
  const shapes: Shape[] = [];
  for (let exponent = lowest; exponent <= highest; exponent += 2) {
    const at = y(10 ** exponent);
    const ends = { x1: text(size.left), x2: text(size.width - size.right), y1: text(at), y2: text(at) };
    shapes.push(
      { tag: "line", attributes: { class: "grid", ...ends } },
      {
        tag: "text",
        attributes: { x: text(size.left - 6), y: text(at + 4), "text-anchor": "end" },
        text: exponent === lowest ? "0" : exponent === 0 ? "1" : `1e${String(exponent)}`,
      },
    );
  }
  return shapes;
}

/** Height of a value; what is not finite stands at the top. */
function y(value: Figure): number {
  const plain = Number(value ?? 0);
  const exponent = Number.isNaN(plain)
    ? highest
    : plain > 0
      ? Math.min(highest, Math.max(lowest, Math.log10(plain)))
      : lowest;
  return size.top + ((highest - exponent) / (highest - lowest)) * (size.height - size.top - size.bottom);
}

function text(value: number): string {
  return String(Math.round(value * 100) / 100);
}
