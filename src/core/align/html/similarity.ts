import { plainNumber, type AlignReport, type ReportNumber } from "../report.js";
import { errorText, escapeHtml } from "./text.js";

/** The similarity matrices of both sides next to each other. */
export function similaritySection(similarity: NonNullable<AlignReport["similarity"]>): string {
  const sentences = similarity.sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("");
  return `<section class="card"><h2>Sentence similarities</h2>
<div class="two"><div><h3>Reference</h3>${matrix(similarity.reference)}</div><div><h3>Port</h3>${matrix(similarity.port)}</div></div>
<ol>${sentences}</ol>
<p class="device">${escapeHtml(similarity.pooling)}. Greatest difference of the two matrices: ${errorText(similarity.greatestDifference)}.</p></section>`;
}

function matrix(rows: readonly (readonly ReportNumber[])[]): string {
  const head = rows.map((_, index) => `<th>${String(index + 1)}</th>`).join("");
  const body = rows
    .map((row, index) => `<tr><th>${String(index + 1)}</th>${row.map(cell).join("")}</tr>`)
    .join("");
  return `<div class="scroll"><table class="matrix mono"><thead><tr><th></th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cell(value: ReportNumber): string {
  const plain = plainNumber(value);
  const strength = Number.isFinite(plain) ? Math.min(1, Math.max(0, plain)) ** 2 * 0.55 : 0;
  return `<td style="background:rgba(var(--heat),${strength.toFixed(3)})">${Number.isFinite(plain) ? plain.toFixed(4) : errorText(value)}</td>`;
}
