import type { ReportNumber } from "../report.js";

/** Text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** An error as people read it: 0, 3.7e-7, ∞. */
export function errorText(value: ReportNumber | undefined): string {
  if (value === undefined) return "–";
  if (value === "Infinity") return "∞";
  if (value === "-Infinity") return "-∞";
  if (value === "NaN") return "NaN";
  return value === 0 ? "0" : value.toExponential(1);
}

/** A value of a tensor, with the digits that float32 has. */
export function valueText(value: ReportNumber): string {
  return typeof value === "number" ? String(Number(value.toPrecision(7))) : errorText(value);
}

/** A module's path; the root has none. */
export function moduleText(path: string): string {
  return path === "" ? "(the whole model)" : path;
}

export function classText(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf(".") + 1);
}
