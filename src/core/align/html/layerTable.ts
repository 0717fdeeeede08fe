import {
  plainNumber,
  type AlignReport,
  type ReportComparison,
  type ReportLayer,
  type ReportSlot,
} from "../report.js";
import { classText, errorText, escapeHtml, moduleText, valueText } from "./text.js";

const heads: readonly (readonly [string, string, boolean])[] = [
  ["#", "In the order in which the calls ended", true],
  ["verdict", "Of the isolated result, else of the propagated one", false],
  ["module", "Reference; the port's name below it where it differs", false],
  ["output", "Slot, shape, dtype", false],
  ["floor", "The reference's own noise, relative L2", true],
  ["tolerance", "Factor times the floor", true],
  ["isolated", "Relative L2 when fed with the reference's inputs", true],
  ["propagated", "Relative L2 in the whole model", true],
  ["1 − cos", "Of the isolated result, else of the propagated one", true],
  ["greatest difference", "At which index, with both values: reference → port", true],
];

/** The table of all calls, one row for each output. */
export function layerTable(report: AlignReport): string {
  if (report.layers.length === 0) return "<p>The recording holds outputs only; no layers were compared.</p>";
  const first = report.firstDivergence?.reference;
  let marked = false;
  const rows = report.layers.flatMap((layer) => {
    const slots: readonly (ReportSlot | undefined)[] = layer.slots.length > 0 ? layer.slots : [undefined];
    return slots.map((slot) => {
      const mark = !marked && layer.reference === first;
      marked ||= mark;
      return row(layer, slot, mark);
    });
  });
  return `<div class="filters"><input type="search" placeholder="Filter: query, LayerNorm, encoder.layer.3 …" aria-label="Filter">
<label><input type="checkbox" name="bad"> only what disagrees</label>
<label><input type="checkbox" name="parameters"> only modules with parameters</label></div>
<div class="scroll"><table class="layers"><thead><tr>${heads
    .map(
      ([name, title, numeric]) => `<th data-sort${numeric ? ' class="n"' : ""} title="${title}">${name}</th>`,
    )
    .join("")}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function row(layer: ReportLayer, slot: ReportSlot | undefined, first: boolean): string {
  const { isolated, propagated } = slot ?? {};
  const shown = isolated ?? propagated;
  const verdict = slot?.mismatch === undefined ? shown?.verdict : "structural";
  const attributes = `data-verdict="${verdict ?? "none"}" data-parameters="${layer.parameters.length > 0 ? "1" : "0"}"${first ? ' class="first" id="first"' : ""}`;
  return `<tr ${attributes}>${numeric(layer.order, String(layer.order))}<td>${tag(verdict)}</td>${name(layer, slot)}<td class="shape">${output(slot)}</td>${measured(shown?.floor, floorNote(shown))}${measured(shown?.tolerance)}${error(isolated)}${error(propagated)}${measured(shown?.oneMinusCosine)}${greatest(shown)}</tr>`;
}

function name(layer: ReportLayer, slot: ReportSlot | undefined): string {
  const port =
    layer.port === layer.reference
      ? ""
      : `<span class="sub">port: ${escapeHtml(moduleText(layer.port))}</span>`;
  const kinds =
    classText(layer.class) +
    (layer.portClass !== undefined && classText(layer.portClass) !== classText(layer.class)
      ? ` → ${classText(layer.portClass)}`
      : "");
  const call = layer.occurrence > 0 ? `, call ${String(layer.occurrence + 1)}` : "";
  const notes = [
    ...layer.notes,
    ...(slot?.mismatch !== undefined && !layer.notes.includes(slot.mismatch) ? [slot.mismatch] : []),
  ];
  const remarks = notes.map((note) => `<span class="sub">${escapeHtml(note)}</span>`).join("");
  return `<td class="name"><code>${escapeHtml(moduleText(layer.reference)).replaceAll(".", ".<wbr>")}</code>${port}<span class="sub">${escapeHtml(kinds + call)}</span>${remarks}</td>`;
}

function output(slot: ReportSlot | undefined): string {
  if (!slot) return '<span class="sub">no tensor</span>';
  return `<code>[${slot.shape.join(", ")}]</code><span class="sub">${escapeHtml(slot.slot)} · ${escapeHtml(slot.dtype)}</span>`;
}

function floorNote(shown: ReportComparison | undefined): string {
  if (shown?.floorSource === "minimum") return "minimum";
  return shown?.floorSource === "assumed" ? "assumed" : "";
}

function error(shown: ReportComparison | undefined): string {
  const masked = shown?.byMask;
  const note = masked ? `tokens ${errorText(masked.real)}\npadding ${errorText(masked.padding)}` : "";
  return measured(shown?.relativeL2, note);
}

function greatest(shown: ReportComparison | undefined): string {
  if (!shown) return numeric(-1, "–");
  const { difference, index, reference, port } = shown.maximum;
  const where =
    plainNumber(difference) === 0
      ? ""
      : `[${index.join(", ")}]\n${valueText(reference)} → ${valueText(port)}`;
  const bad = shown.notFinite.differing > 0 ? `${String(shown.notFinite.port)} not finite` : where;
  return measured(difference, bad);
}

function measured(value: ReportComparison["relativeL2"] | undefined, note = ""): string {
  return numeric(
    value === undefined ? -1 : plainNumber(value),
    `${errorText(value)}${note === "" ? "" : `<span class="sub">${escapeHtml(note).replaceAll("\n", "<br>")}</span>`}`,
  );
}

function numeric(value: number, html: string): string {
  return `<td class="n" data-value="${String(value)}">${html}</td>`;
}

/** A verdict as a coloured word. */
export function tag(verdict: "ok" | "suspect" | "structural" | undefined): string {
  return `<span class="tag ${verdict ?? "none"}">${verdict ?? "not compared"}</span>`;
}
