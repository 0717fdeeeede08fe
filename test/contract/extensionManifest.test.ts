import { readFileSync } from "node:fs";
import path from "node:path";

import { listFiles, PackageManager } from "@vscode/vsce";
import { describe, expect, it } from "vitest";

import { hostSources, literalsAfter, targetVersions } from "./extensionSources.js";
import { root } from "./sources.js";

interface Manifest {
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly scope: string; readonly enum?: readonly string[]; readonly properties?: object }
        >
      >;
    };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly completionEvents: readonly string[] }[];
    }[];
  };
}

const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const { contributes } = manifest;
const contributed = contributes.commands.map(({ command }) => command);
const settings = Object.keys(contributes.configuration.properties);

describe("the manifest", () => {
  it("starts the extension with a Python file and nothing else", () => {
    expect(manifest.activationEvents).toEqual(["onLanguage:python"]);
    expect(manifest.main).toBe("./dist/extension.cjs");
  });

  it("asks for the editor whose API the code is compiled against", () => {
    expect(manifest.engines["vscode"]).toBe(`^${manifest.devDependencies["@types/vscode"] ?? ""}`);
  });

  it("contributes the commands that are registered, and no others", () => {
    const registered = hostSources().flatMap(({ text }) => [
      ...[...text.matchAll(/registerCommand\(\s*"(paddlePort\.\w+)"/g)].map(([, id]) => id),
      ...[...text.matchAll(/^\s*"(paddlePort\.\w+)": /gm)].map(([, id]) => id),
      ...[...text.matchAll(/\bcommand\("(paddlePort\.\w+)"/g)].map(([, id]) => id),
    ]);
    expect([...registered].sort()).toEqual([...contributed].sort());
    expect(contributes.commands.every(({ category }) => category === "Paddle Port")).toBe(true);
  });

  it("names only commands that exist in menus, walkthroughs and code", () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ completionEvents }) =>
          completionEvents
            .filter((event) => event.startsWith("onCommand:"))
            .map((event) => event.slice("onCommand:".length)),
        ),
      ),
      ...["package.nls.json", "package.nls.zh-cn.json"].flatMap((file) =>
        [...readFileSync(path.join(root, file), "utf8").matchAll(/\(command:([\w.]+)\)/g)].map(
          ([, id]) => id,
        ),
      ),
      ...literalsAfter(/executeCommand\(\s*/).filter((id) => id.startsWith("paddlePort.")),
    ];
    expect(used.filter((id) => id === undefined || !contributed.includes(id))).toEqual([]);
  });

  it("offers what runs programs or writes files only in a trusted workspace, and the code checks it again", () => {
    const free = [
      "paddlePort.checkWorkspace",
      "paddlePort.fixAllSafe",
      "paddlePort.openWeightPlan",
      "paddlePort.showAlignmentReport",
      "paddlePort.explainRule",
      "paddlePort.lookUpApi",
      "paddlePort.selectTarget",
      "paddlePort.showLogs",
      "paddlePort.openExample",
    ];
    const bound = contributes.commands.filter(({ enablement }) => enablement === "isWorkspaceTrusted");
    expect(bound.map(({ command }) => command).sort()).toEqual(
      contributed.filter((id) => !free.includes(id)).sort(),
    );
    const checks = hostSources().flatMap(({ text }) => [...text.matchAll(/trust\.require\(/g)]);
    expect(checks.length).toBeGreaterThanOrEqual(bound.length - 1);
  });

  it("has the settings that the code reads, and no others", () => {
    const dynamic = ["paddlePort.reference.interpreter", "paddlePort.paddle.interpreter"];
    const read = literalsAfter(/settings\s*\.get\(\s*/).map((name) => `paddlePort.${name}`);
    expect([...new Set([...read, ...dynamic])].sort()).toEqual([...settings].sort());
  });

  it("restricts each setting that names something to run", () => {
    const programs = settings.filter((name) => /interpreter|python|executable|command|path/i.test(name));
    expect(programs.length).toBeGreaterThan(0);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe("limited");
    expect([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(
      programs.sort(),
    );
    for (const name of programs)
      expect(contributes.configuration.properties[name]?.scope).toBe("machine-overridable");
  });

  it("knows every target version", () => {
    expect(contributes.configuration.properties["paddlePort.targetVersion"]?.enum).toEqual([
      "auto",
      ...targetVersions,
    ]);
  });

  it("starts with F5 on the example, after building both", () => {
    const launch = JSON.parse(readFileSync(path.join(root, ".vscode/launch.json"), "utf8")) as {
      configurations: { args: string[]; preLaunchTask: string; outFiles: string[] }[];
    };
    const tasks = JSON.parse(readFileSync(path.join(root, ".vscode/tasks.json"), "utf8")) as {
      tasks: { label: string; command?: string; script?: string; dependsOn?: string[] }[];
    };
    const [configuration] = launch.configurations;
    expect(configuration?.args).toEqual([
      "--extensionDevelopmentPath=${workspaceFolder}",
      "${workspaceFolder}/work/example",
    ]);
    const task = (label: string): (typeof tasks.tasks)[number] | undefined =>
      tasks.tasks.find((one) => one.label === label);
    const needed = task(configuration?.preLaunchTask ?? "")?.dependsOn ?? [];
    expect(needed.map((label) => task(label)?.script ?? task(label)?.command)).toEqual([
      "build",
      "node scripts/launchExample.mjs",
    ]);
    const script = readFileSync(path.join(root, "scripts/launchExample.mjs"), "utf8");
    expect(script).toContain('path.join(root, "work", "example")');
  });
});

describe("the package", () => {
  it("holds what the extension needs and nothing else", async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    const allowed = [
      /^(package(\.nls(\.zh-cn)?)?\.json|README(\.zh-CN)?\.md|LICENSE)$/,
      /^schemas\/paddle-port\.schema\.json$/,
      /^l10n\/(bundle\.l10n|rules|messages|api|reports)\.zh-cn\.json$/,
      /^media\/(icon\.png|walkthrough\/\w+(\.zh-cn)?\.(md|py|png)|webview\/\w+\.css)$/,
      /^dist\/(extension|worker|onnx)\.cjs$/,
      /^dist\/webview\/\w+\.js$/,
      /^dist\/(web-tree-sitter|tree-sitter-python)\.wasm$/,
      /^dist\/python\/paddle_port\/[\w/]+\.(py|typed)$/,
    ];
    expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
    // Those of dist/ are there once it is built; the packaging itself insists on them.
    const sources = allowed.slice(0, 4);
    for (const pattern of sources)
      expect(
        files.some((file) => pattern.test(file)),
        String(pattern),
      ).toBe(true);
  });
});
