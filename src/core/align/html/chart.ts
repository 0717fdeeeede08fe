import { plainNumber, type AlignReport, type ReportLayer } from "../report.js";
import { errorText, escapeHtml, moduleText } from "./text.js";

const width = 1160;
const height = 260;
const left = 46;
const right = 8;
const top = 10;
const bottom = 22;
/** Exponents at the lower and upper edge; an error of zero sits on the lower one. */
const lowest = -10;
const highest = 1;

interface Point {
  readonly layer: ReportLayer;
  readonly floor: number;
  readonly tolerance: number;
  readonly isolated: number | undefined;
  readonly propagated: number | undefined;
}

/** Error against floor, call by call, on a logarithmic scale, as inline SVG. */
export function errorChart(report: AlignReport): string {
  const points = report.layers.flatMap(pointOf);
  if (points.length === 0) return "";
  const step = (width - left - right) / points.length;
  const x = (index: number): number => left + index * step;
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Relative L2 error of each module call, with the noise floor and the tolerance, on a logarithmic scale">
${gridLines()}
<path class="band" d="${area(
    points.map(({ tolerance }) => y(tolerance)),
    x,
  )}"/>
${points.map((point, index) => bar(point, x(index), step)).join("\n")}
<path class="floor" d="${steps(
    points.map(({ floor }) => y(floor)),
    x,
  )}"/>
<path class="line" d="${line(points, x, step)}"/>
<text x="${String(left)}" y="${String(height - 5)}">first call</text>
<text x="${String(width - right)}" y="${String(height - 5)}" text-anchor="end">last call</text>
</svg>
<div class="legend"><span><i style="background:var(--ok)"></i>isolated error, within tolerance</span>
<span><i style="background:var(--suspect)"></i>suspect</span><span><i style="background:var(--structural)"></i>structural</span>
<span><i style="background:var(--propagated);height:3px"></i>propagated error</span>
<span><i style="background:var(--band)"></i>tolerance (${String(report.tolerance.factor)} × floor)</span>
<span><i style="background:none;border-top:2px dashed var(--text);height:3px"></i>noise floor</span></div>`;
}

function pointOf(layer: ReportLayer): Point[] {
  const errors = layer.slots.map((slot) => ({
    slot,
    height: plainNumber((slot.isolated ?? slot.propagated)?.relativeL2 ?? -1),
  }));
  const worst = errors.sort((a, b) => b.height - a.height)[0]?.slot;
  const measure = worst?.isolated ?? worst?.propagated;
  if (!worst || !measure) return [];
  return [
    {
      layer,
      floor: measure.floor,
      tolerance: measure.tolerance,
      isolated: worst.isolated && plainNumber(worst.isolated.relativeL2),
      propagated: worst.propagated && plainNumber(worst.propagated.relativeL2),
    },
  ];
}

function y(value: number): number {
  const exponent = value > 0 ? Math.min(highest, Math.max(lowest, Math.log10(value))) : lowest;
  return round(top + ((highest - exponent) / (highest - lowest)) * (height - top - bottom));
}

function gridLines(): string {
  const lines: string[] = [];
  for (let exponent = lowest; exponent <= highest; exponent += 2) {
    const at = String(y(10 ** exponent));
    const name = exponent === lowest ? "0" : exponent === 0 ? "1" : `1e${String(exponent)}`;
    lines.push(
      `<line class="grid" x1="${String(left)}" x2="${String(width - right)}" y1="${at}" y2="${at}"/><text x="${String(left - 6)}" y="${String(Number(at) + 4)}" text-anchor="end">${name}</text>`,
    );
  }
  return lines.join("");
}

function bar(point: Point, at: number, step: number): string {
  const error = point.isolated ?? point.propagated ?? 0;
  const base = y(0);
  // An error of zero still shows that the call was compared.
  const upper = Math.min(y(error), base - 2);
  const verdict = point.layer.isolated ?? point.layer.propagated ?? "ok";
  const title = `${moduleText(point.layer.reference)}: isolated ${errorText(point.isolated)}, propagated ${errorText(point.propagated)}, floor ${errorText(point.floor)}`;
  const gap = Math.min(2, step * 0.25);
  return `<rect class="bar-${verdict}" x="${String(round(at + gap / 2))}" y="${String(upper)}" width="${String(round(step - gap))}" height="${String(round(base - upper))}"><title>${escapeHtml(title)}</title></rect>`;
}

function steps(ys: readonly number[], x: (index: number) => number): string {
  return ys
    .map((at, i) => `${i === 0 ? "M" : "L"}${String(round(x(i)))} ${String(at)}H${String(round(x(i + 1)))}`)
    .join("");
}

function area(ys: readonly number[], x: (index: number) => number): string {
  return `${steps(ys, x)}V${String(y(0))}H${String(left)}Z`;
}

function line(points: readonly Point[], x: (index: number) => number, step: number): string {
  return points
    .flatMap(({ propagated }, i) =>
      propagated === undefined ? [] : [`${String(round(x(i) + step / 2))} ${String(y(propagated))}`],
    )
    .map((point, i) => `${i === 0 ? "M" : "L"}${point}`)
    .join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
