import path from "node:path";

import { Node, SyntaxKind } from "ts-morph";

import { parsedSources, root } from "./sources.js";

/** What stands for a value in a text: a name in a sentence, or a sentence of its own. */
const value = "`0`";

/** A text that a person may be shown, as it is in the sources, with a name in back quotes for what is filled in. */
export interface ErrorText {
  /** File and line. */
  readonly place: string;
  readonly text: string;
}

/** Where errors are made, and which arguments are words: the last kinds are details that a UserError quotes. */
const makers: Readonly<Record<string, readonly number[]>> = {
  UserError: [0, 1],
  NonFiniteWeightsError: [0, 1],
  SafetensorsError: [1],
  PatternError: [0],
  "scanner.fail": [1],
  "this.fail": [1],
};

/**
 * The texts of all errors that the extension can show, from the sources of what it shares with the command line. A constant
 * is followed to its text, a choice to both of its sides.
 */
export function errorTexts(): ErrorText[] {
  const found: ErrorText[] = [];
  for (const file of parsedSources("src/core/", "src/platform/")) {
    for (const made of [
      ...file.getDescendantsOfKind(SyntaxKind.NewExpression),
      ...file.getDescendantsOfKind(SyntaxKind.CallExpression),
    ]) {
      const words = makers[made.getExpression().getText()] ?? [];
      const place = `${path.relative(root, file.getFilePath())}:${made.getStartLineNumber()}`;
      for (const index of words)
        for (const text of textsOf(made.getArguments()[index])) found.push({ place, text });
    }
  }
  return found;
}

function textsOf(node: Node | undefined, depth = 0): string[] {
  if (node === undefined || depth > 8) return [value];
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node))
    return [node.getLiteralText()];
  if (Node.isParenthesizedExpression(node)) return textsOf(node.getExpression(), depth);
  if (Node.isConditionalExpression(node))
    return [...textsOf(node.getWhenTrue(), depth), ...textsOf(node.getWhenFalse(), depth)];
  if (Node.isBinaryExpression(node) && node.getOperatorToken().getText() === "+")
    return combine([textsOf(node.getLeft(), depth), textsOf(node.getRight(), depth)]);
  if (Node.isTemplateExpression(node))
    return combine([
      [node.getHead().getLiteralText()],
      ...node
        .getTemplateSpans()
        .flatMap((span) => [
          constantTexts(span.getExpression(), depth + 1),
          [span.getLiteral().getLiteralText()],
        ]),
    ]);
  return constantTexts(node, depth);
}

/** The texts of a name that is bound once, and of a choice between texts; anything else is a value. */
function constantTexts(node: Node, depth: number): string[] {
  if (Node.isConditionalExpression(node)) return textsOf(node, depth);
  if (Node.isIdentifier(node))
    for (const definition of node.getDefinitionNodes())
      if (Node.isVariableDeclaration(definition) && definition.getInitializer() !== undefined) {
        const texts = textsOf(definition.getInitializer(), depth + 1);
        if (texts.some((text) => /[a-z]{2}/.test(text))) return texts;
      }
  return [value];
}

function combine(parts: readonly string[][]): string[] {
  return parts.reduce((whole, part) => whole.flatMap((left) => part.map((right) => left + right)), [""]);
}
