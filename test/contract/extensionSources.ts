import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { Node, SyntaxKind } from "ts-morph";

import { paddleVersion } from "../../src/core/api/schema.js";
import { parsedSources, root } from "./sources.js";

export const targetVersions: readonly string[] = paddleVersion.options;

/** The sources of the extension's side that faces the editor. */
export function hostSources(): { readonly file: string; readonly text: string }[] {
  const folder = path.join(root, "src/host");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ file: name, text: readFileSync(path.join(folder, name), "utf8") }));
}

/** The string literals that follow a pattern anywhere in the extension's sources. */
export function literalsAfter(pattern: RegExp): string[] {
  const whole = new RegExp(`${pattern.source}"([^"]+)"`, "g");
  return hostSources().flatMap(({ text }) => [...text.matchAll(whole)].map((match) => match.at(-1) ?? ""));
}

/** The first arguments of `l10n.t`; anything but a literal is reported as `invalid`. */
export function translatedTexts(): { readonly texts: Set<string>; readonly invalid: string[] } {
  const texts = new Set<string>();
  const invalid: string[] = [];
  for (const file of parsedSources("src/host/")) {
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      if (!/(^|\.)l10n\.t$/.test(call.getExpression().getText())) continue;
      const [first] = call.getArguments();
      if (Node.isStringLiteral(first) || Node.isNoSubstitutionTemplateLiteral(first))
        texts.add(first.getLiteralValue());
      else invalid.push(`${file.getBaseName()}: ${call.getText()}`);
    }
  }
  return { texts, invalid };
}
