import type { Catalog } from "../../src/core/api/catalog.js";
import type { PaddleVersion } from "../../src/core/api/schema.js";
import { portSource } from "../../src/core/port/portFile.js";
import type { PythonParser } from "../../src/core/syntax/parser.js";

/** A program as the product's own engine ports it. */
export interface PortedProgram {
  readonly source: string;
  readonly complete: boolean;
  /** Codes and messages of what stayed open. */
  readonly open: readonly string[];
}

/** Ports one program, taking every row as proven: this is what makes the proofs. */
export function portProgram(
  source: string,
  target: PaddleVersion,
  catalog: Catalog,
  parser: PythonParser,
): PortedProgram {
  const ported = portSource(source, parser, {
    target,
    catalog,
    proofs: "assumed",
    producer: "the proof runner",
    helpers: { kind: "inline" },
  });
  const open = ported.findings.filter(({ status }) => status === "open");
  return {
    source: ported.text,
    complete: ported.complete,
    open: open.map(({ finding }) => `${finding.code} ${finding.message}`),
  };
}
