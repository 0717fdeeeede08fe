import type { CatalogRow } from "../api/schema.js";
import type { CallExpr } from "../syntax/ast.js";
import type { FileContext } from "./context.js";
import { switchBefore } from "./featureSwitch.js";
import { replace } from "./fix.js";
import type { Reporter } from "./reporter.js";

/**
 * A call of something that Paddle has nothing for, behind a setting that asks for it: with the setting off the port
 * never gets there, and with the setting on it ends in an error that says why.
 * @returns true when the call was such a one and has been reported
 */
export function unavailableCall(
  context: FileContext,
  report: Reporter,
  call: CallExpr,
  row: CatalogRow,
): boolean {
  if (context.catalog.form(row, context.target)?.none === undefined) return false;
  const condition = switchBefore(context, call);
  if (condition === null) return false;
  const { callee } = call;
  const headline = callee.type === "Attribute" ? callee.attribute : callee;
  report.add({
    code: "PP007",
    severity: "info",
    range: { start: headline.start, end: headline.end },
    message: `Paddle has no counterpart of \`${row.name}\`. It is only reached behind \`${condition}\`: there the port will raise an error that says so.`,
    fix: {
      title: "Replace the call by an explicit error",
      applicability: "safe",
      rewrites: [replace(callee, `unavailable("${row.name}")`)],
      helpers: ["unavailable"],
      needsPaddle: false,
    },
    blocks: true,
  });
  return true;
}
