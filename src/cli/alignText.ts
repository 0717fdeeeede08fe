import type { AlignReport, ReportNumber } from "../core/align/report.js";

const verdicts = {
  aligned: "ALIGNED",
  diverged: "DIVERGED",
  incomplete: "INCOMPLETE: what was compared agrees, but too little was compared",
} as const;

/** The report as text: the device first, then the verdict, what diverges first, what it rests on, the similarities. */
export function alignText(report: AlignReport): string {
  const lines = [report.device.line, `Verdict: ${verdicts[report.verdict]}`];
  const first = report.firstDivergence;
  if (first) {
    const name = first.reference === "" ? "the whole model" : first.reference;
    const alias = first.port === first.reference ? "" : ` (port: ${first.port})`;
    const error = first.error === undefined ? "" : `, relative L2 ${scientific(first.error)}`;
    const limit = first.tolerance === undefined ? "" : `, tolerance ${scientific(first.tolerance)}`;
    lines.push(
      `First divergence: ${name}${alias}, ${first.mode}: ${first.verdict}${error}${limit}`,
      `  ${first.explanation}`,
    );
  }
  for (const failure of report.failures) {
    if (failure.reference === first?.reference) continue;
    lines.push(`Also: ${failure.explanation}`);
  }
  lines.push(...report.evidence.map((line) => `- ${line}`));
  for (const gap of report.coverage.missing) {
    lines.push(`- not compared: ${gap.module} (${gap.parameters.join(", ")}): ${gap.reason}`);
  }
  for (const { reason } of report.coverage.idle) lines.push(`- ${reason}`);
  if (report.similarity) lines.push("", ...similarityText(report.similarity));
  return `${lines.join("\n")}\n`;
}

function similarityText(similarity: NonNullable<AlignReport["similarity"]>): string[] {
  const { sentences, reference, port } = similarity;
  const row = (values: readonly ReportNumber[] | undefined): string =>
    (values ?? []).map((value) => Number(value).toFixed(4).padStart(8)).join("");
  const width = 8 * sentences.length;
  return [
    `Sentence similarities (${similarity.pooling}); greatest difference ${scientific(similarity.greatestDifference)}`,
    `     ${"reference".padEnd(width)}   port`,
    ...sentences.map(
      (_, index) => `  ${String(index + 1).padStart(2)} ${row(reference[index])}   ${row(port[index])}`,
    ),
    ...sentences.map((sentence, index) => `  ${String(index + 1).padStart(2)} ${sentence}`),
  ];
}

function scientific(value: ReportNumber): string {
  return Number(value).toExponential(2);
}
