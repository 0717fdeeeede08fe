// @ts-check
import { builtinModules } from "node:module";

import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";
import tseslint from "typescript-eslint";

const nodeBuiltins = {
  regex: `^(node:.*|(${builtinModules.filter((name) => /^[a-z]/.test(name)).join("|")})(/.*)?)$`,
  message:
    "core and shared are pure: no Node built-ins. Put an adapter into src/platform behind an interface of core.",
};
const vscode = { group: ["vscode"], message: "Only src/host imports vscode." };

/**
 * Keeps the folders that are not among `allowed` out of a folder of src: the arrows of docs/architecture.md.
 * @param {string} folder
 * @param {readonly string[]} allowed
 * @param {readonly object[]} [more]
 */
function arrows(folder, allowed, more = []) {
  const all = ["core", "platform", "shared", "host", "webview", "cli"];
  const refused = all.filter((name) => name !== folder && !allowed.includes(name));
  const patterns = [
    {
      regex: `(^|/)(${refused.join("|")})/`,
      message: `src/${folder} may import only ${["itself", ...allowed].join(", ")}.`,
    },
    ...(folder === "host" ? [] : [vscode]),
    ...more,
  ];
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns }] },
  };
}

const noDefaultExport = { selector: "ExportDefaultDeclaration", message: "Export by name." };
const noReExport = [
  { selector: "ExportAllDeclaration", message: "No barrel files: import from the file that defines it." },
  {
    selector: "ExportNamedDeclaration[source]",
    message: "No barrel files: import from the file that defines it.",
  },
];

export default defineConfig(
  globalIgnores([
    "dist",
    "build",
    "work",
    "examples",
    "test/fixtures",
    "test/.out",
    "python",
    "**/*.generated.ts",
  ]),
  // Every exception is argued for here, in one place, and not in the files.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.mts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // `while (true)` with a return in the middle is the plainest form of a parser's loop.
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      // A class with nothing but data and a constructor is how errors and AST nodes are written.
      "@typescript-eslint/no-extraneous-class": ["error", { allowConstructorOnly: true }],
      // Only these two positions differ by preference; both are clear.
      "@typescript-eslint/array-type": "off",
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: true }],
      // Spreading a string goes by code points, which is what our text code means by it.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/class-literal-property-style": "off",
      "@typescript-eslint/dot-notation": "off",
      // `x === null || x.kind !== "Call"` says what is meant; `x?.kind !== "Call"` hides the first half.
      "@typescript-eslint/prefer-optional-chain": "off",
    },
  },
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      // Control characters in file names and tensor names are looked for on purpose.
      "no-control-regex": "off",
      "max-lines": ["error", 400],
      "no-restricted-syntax": ["error", noDefaultExport, ...noReExport],
    },
  },
  { files: ["src/**/*.ts"], rules: { "no-console": "error" } },
  arrows("core", [], [nodeBuiltins]),
  arrows("shared", [], [nodeBuiltins]),
  arrows("platform", ["core"]),
  arrows("webview", ["shared"], [nodeBuiltins]),
  arrows("cli", ["core", "platform"]),
  arrows("host", ["core", "platform", "shared"]),
  {
    files: ["src/extension.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^\\.{1,2}/(?!host/)",
              message: "The extension only puts the parts of src/host together.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["src/core/lint/rules/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex:
                "^(?!\\.\\./(rule|fix|finding|context|halfPorted|linearWeight|paddleCode|paddleNames\\.generated|sharing)\\.js$|\\.\\./\\.\\./(semantics|text|syntax)/)",
              message:
                "A rule imports only its contract (lint/rule, fix, finding, context, halfPorted, linearWeight, paddleCode, paddleNames, sharing), semantics, text and syntax.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // What a test reads back from JSON is checked by its expectations.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/require-await": "off",
      // ts-morph's node classes are generic over their compiler node, which this rule takes for a mismatch.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
  // Their tools ask for a default export.
  { files: ["*.config.mjs", "*.config.mts"], rules: { "no-restricted-syntax": "off" } },
  // The one place where scripts find what they need.
  { files: ["scripts/lib/bootstrap.mjs"], rules: { "no-restricted-syntax": "off" } },
);
