import type { AlignReport } from "../report.js";

/** The report as one HTML page without any outside resource. */
export function reportHtml(report: AlignReport): string {
  return `<!doctype html><pre>${report.device.line}</pre>`;
}
