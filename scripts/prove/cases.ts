import type { Catalog } from "../../src/core/api/catalog.js";
import type { CatalogRow, Proof } from "../../src/core/api/schema.js";
import { findCall, replaceArguments } from "./callText.js";
import { boundValues, deriveForms } from "./forms.js";

/** An input tensor of a program, as python/paddle_port/prove_values.py reads it. */
export interface InputSpec {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly below: number | null;
  readonly positive: boolean;
}

/** One program: a proof in one argument form, with one choice of dtypes. */
export interface ProofCase {
  readonly row: string;
  readonly proof: number;
  readonly form: string;
  /** Python source that defines `program(fill, …)`; PyTorch. */
  readonly source: string;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly grad: boolean;
  /** True where Paddle's kernel is computed by plain arithmetic. */
  readonly emulate: boolean;
  readonly compare: Proof["compare"];
  readonly tolerance: number;
  /** Arguments given with a value other than the default. */
  readonly arguments: readonly string[];
  /** True for the program as the proof states it; derived ones may be refused by PyTorch. */
  readonly stated: boolean;
}

const PRELUDE = [
  "import math",
  "",
  "import numpy as np",
  "import torch",
  "import torch.nn as nn",
  "import torch.nn.functional as F",
];

/** All programs for a row: its proofs in every derived form. */
export function casesOf(row: CatalogRow, proofs: readonly Proof[], catalog: Catalog): ProofCase[] {
  return proofs.flatMap((proof, index) => casesOfProof(row, proof, index, catalog));
}

function casesOfProof(row: CatalogRow, proof: Proof, index: number, catalog: Catalog): ProofCase[] {
  const marker = "\n#call\n";
  const whole = `${proof.setup}${marker}${proof.call}`;
  const call = row.kind === "attribute" || row.kind === "dtype" ? undefined : findCall(whole, calleesOf(row));
  const signatures = catalog.signatures(row);
  const forms = call === undefined ? [{ label: "as written", arguments: [] }] : deriveForms(call, signatures);
  const inputs = Object.fromEntries(
    Object.entries(proof.inputs).map(([name, text]) => [name, parseInput(text)]),
  );
  const make = (
    label: string,
    given: (typeof forms)[number]["arguments"],
    types: string | undefined,
    grad: boolean,
  ): ProofCase => {
    const text = call === undefined ? whole : replaceArguments(whole, call, given);
    const [setup = "", expression = ""] = text.split(marker);
    const changed = types === undefined ? inputs : withDtype(inputs, types);
    const bound = call === undefined ? undefined : boundValues({ ...call, arguments: given }, signatures);
    const defaults = new Map(
      signatures.flatMap((s) => s.parameters.map((p) => [p.name, p.default] as const)),
    );
    const exercised = [...(bound ?? [])]
      .filter(([name, value]) => value !== defaults.get(name))
      .map(([name]) => name);
    return {
      row: row.name,
      proof: index,
      form: [label, types, grad ? "with gradients" : ""].filter(Boolean).join(", "),
      source: programText(proof, setup, expression),
      inputs: changed,
      grad,
      emulate: proof.kernel === "emulated",
      compare: proof.compare,
      tolerance: proof.tolerance ?? 1e-5,
      arguments: exercised,
      stated: label === "as written" && types === undefined && !grad,
    };
  };
  const written = forms[0]?.arguments ?? [];
  const floats = Object.values(inputs).some((input) => input.dtype.startsWith("f"));
  return [
    ...forms.map((form) => make(form.label, form.arguments, undefined, false)),
    ...(floats ? proof.dtypes.map((types) => make("as written", written, types, false)) : []),
    ...(floats && proof.compare === "value" ? [make("as written", written, undefined, true)] : []),
  ];
}

/** How a row may be spelled in a proof. */
function calleesOf(row: CatalogRow): string[] {
  const names = [row.name, ...row.aliases];
  const last = (name: string): string => `.${name.slice(name.lastIndexOf(".") + 1)}`;
  if (row.kind === "method") return names.map(last);
  return names.flatMap((name) => [
    name,
    name.replace(/^torch\.nn\.functional\./, "F."),
    name.replace(/^torch\.nn\./, "nn."),
    last(name).slice(1),
  ]);
}

function programText(proof: Proof, setup: string, expression: string): string {
  const parameters = ["fill", ...Object.keys(proof.inputs).map((name) => `${name}: torch.Tensor`)];
  const names = [...new Set([...Object.keys(proof.inputs), ...proof.also])];
  const body = [
    ...setup.split("\n").filter((line) => line.trim() !== ""),
    `result = ${expression}`,
    `return result, [${names.join(", ")}]`,
  ];
  return `${PRELUDE.join("\n")}\n\n\ndef program(${parameters.join(", ")}):\n${body.map((line) => `    ${line}\n`).join("")}`;
}

function parseInput(text: string): InputSpec {
  const [, dtype = "", shape = "", rest = ""] = /^(\w+)\[([\d, ]*)\](.*)$/.exec(text) ?? [];
  return {
    dtype,
    shape: shape
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean)
      .map(Number),
    below: rest.startsWith("<") ? Number(rest.slice(1)) : null,
    positive: rest === ">0",
  };
}

function withDtype(inputs: Readonly<Record<string, InputSpec>>, dtype: string): Record<string, InputSpec> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      input.dtype === "f32" ? { ...input, dtype } : input,
    ]),
  );
}
