import { Catalog } from "../../src/core/api/catalog.js";
import type { CatalogRow, TargetForm } from "../../src/core/api/schema.js";
import type { ProofRunner, RowToProve } from "./runProofs.js";

/** A row changed in a way that a careless author might have written it. */
export interface Mutant {
  readonly label: string;
  readonly row: CatalogRow;
}

/** Mutants of a row: an argument rule dropped, two arguments of a template or signature exchanged, only the prefix changed. */
export function mutantsOf(row: CatalogRow): Mutant[] {
  return row.paddle.flatMap((form, index) => {
    const replaced = (changed: TargetForm, label: string): Mutant => ({
      label: `${row.name} form ${index}: ${label}`,
      row: { ...row, paddle: row.paddle.map((other, at) => (at === index ? changed : other)) },
    });
    return [...withoutRules(form, replaced), ...swapped(form, replaced), ...prefixOnly(row, form, replaced)];
  });
}

type Replace = (changed: TargetForm, label: string) => Mutant;

function withoutRules(form: TargetForm, replaced: Replace): Mutant[] {
  const rules = Object.entries(form.arguments ?? {}).filter(
    ([, rule]) => rule.drop === undefined && rule.unsupported === undefined,
  );
  const dropped = rules.map(([name]) =>
    replaced(
      {
        ...form,
        arguments: Object.fromEntries(
          Object.entries(form.arguments ?? {}).filter(([other]) => other !== name),
        ),
      },
      `no rule for ${name}`,
    ),
  );
  const added = Object.keys(form.add ?? {}).map((name) =>
    replaced(
      {
        ...form,
        add: Object.fromEntries(Object.entries(form.add ?? {}).filter(([other]) => other !== name)),
      },
      `${name} not added`,
    ),
  );
  return [...dropped, ...added];
}

function swapped(form: TargetForm, replaced: Replace): Mutant[] {
  const names = [...(form.template ?? "").matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "helper");
  const [first, second] = names;
  if (form.template === undefined || first === undefined || second === undefined || first === second)
    return [];
  const template = form.template.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    name === first ? `{${second}}` : name === second ? `{${first}}` : whole,
  );
  return [replaced({ ...form, template }, `${first} and ${second} exchanged`)];
}

function prefixOnly(row: CatalogRow, form: TargetForm, replaced: Replace): Mutant[] {
  if (form.same === true || form.none !== undefined || form.remove !== undefined) return [];
  const plain: TargetForm = {
    since: form.since,
    same: true,
    ...(form.overload === undefined ? {} : { overload: form.overload }),
  };
  return row.kind === "dtype" ? [] : [replaced(plain, "prefix only")];
}

/** Mutants that mean the same as the row, so that no program can tell them apart. */
const EQUIVALENT: ReadonlyMap<string, string> = new Map([
  ["torch.Tensor.add form 0: self and other exchanged", "addition commutes"],
  ["torch.Tensor.mul form 0: self and other exchanged", "multiplication commutes"],
  ["torch.Tensor.eq form 0: self and other exchanged", "equality is symmetric"],
  ["torch.Tensor.ne form 0: self and other exchanged", "inequality is symmetric"],
  ["torch.add form 0: input and other exchanged", "addition commutes"],
  ["torch.mul form 0: input and other exchanged", "multiplication commutes"],
  ["torch.eq form 0: input and other exchanged", "equality is symmetric"],
  ["torch.ne form 0: input and other exchanged", "inequality is symmetric"],
  ["torch.Tensor.view_as form 0: prefix only", "Paddle has view_as() too; it is written like view()"],
  ["torch.Tensor.max form 2: self and other exchanged", "the maximum of two is symmetric"],
  ["torch.Tensor.min form 2: self and other exchanged", "the minimum of two is symmetric"],
  ["torch.Tensor.dim form 0: prefix only", "Paddle has dim() too; ndim reads better"],
  ["torch.nn.functional.smooth_l1_loss form 0: input and target exchanged", "the loss is symmetric"],
  ["torch.nn.Module.float form 0: prefix only", "Paddle has float() too; written like half() and double()"],
]);

/**
 * Proves mutated rows and names those whose change no proof notices.
 * A mutant that writes the same programs as the row itself cannot be observed and does not count.
 */
export async function survivingMutants(
  chosen: readonly RowToProve[],
  rows: readonly CatalogRow[],
  runner: ProofRunner,
): Promise<{ readonly tried: number; readonly survived: readonly string[] }> {
  const survived: string[] = [];
  let tried = 0;
  for (const { row, proofs } of chosen) {
    const original = await runner.run([{ row, proofs }], new Catalog(rows));
    const written = original.outcomes.map((outcome) => outcome.ported).join("\n");
    for (const mutant of mutantsOf(row)) {
      const catalog = new Catalog(rows.map((other) => (other.name === row.name ? mutant.row : other)));
      const run = await runner.run([{ row: mutant.row, proofs }], catalog);
      if (run.outcomes.map((outcome) => outcome.ported).join("\n") === written) continue;
      tried += 1;
      if (EQUIVALENT.has(mutant.label)) continue;
      if (run.outcomes.every((outcome) => outcome.status === "passed")) survived.push(mutant.label);
    }
  }
  return { tried, survived };
}
