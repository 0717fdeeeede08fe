import type { Severity } from "../lint/finding.js";
import type { ProjectSettings } from "./projectFile.js";

/** Which rules are shown, and how severe. What a port calls complete does not depend on it. */
export interface Selection {
  /** Codes, beginnings of codes, or `ALL`. */
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly severity: Readonly<Record<string, Severity | "off">>;
}

const everything: Selection = { select: ["ALL"], ignore: [], severity: {} };

/** What a project's file selects; what it leaves out, the other side says, which is the editor's settings or nothing. */
export function selectionOf(
  settings: Pick<ProjectSettings, "select" | "ignore" | "severity"> | undefined,
  otherwise: Selection = everything,
): Selection {
  return {
    select: settings?.select ?? otherwise.select,
    ignore: settings?.ignore ?? otherwise.ignore,
    severity: settings?.severity ?? otherwise.severity,
  };
}

/** How severe a finding is shown, or undefined when it is left out. */
export function shownSeverity(
  finding: { readonly code: string; readonly severity: Severity },
  { select, ignore, severity }: Selection,
): Severity | undefined {
  const matches = (list: readonly string[]): boolean =>
    list.some((prefix) => prefix === "ALL" || finding.code.startsWith(prefix.toUpperCase()));
  if (!matches(select) || matches(ignore)) return undefined;
  const changed = Object.hasOwn(severity, finding.code) ? severity[finding.code] : undefined;
  return changed === "off" ? undefined : (changed ?? finding.severity);
}
