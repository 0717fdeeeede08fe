import { describe, expect, it } from "vitest";

import { excluded } from "../../../src/core/config/excluded.js";
import { lineOfKey } from "../../../src/core/config/lineOfKey.js";
import { nearestProjectFile } from "../../../src/core/config/nearestProjectFile.js";
import type { ProjectFileContent } from "../../../src/core/config/projectFile.js";
import { readProjectFile } from "../../../src/core/config/projectFile.js";
import { selectionOf, shownSeverity } from "../../../src/core/config/selection.js";

const codes = ["PP001", "PP201", "PP203", "PP301"];
const own = (text: string): ProjectFileContent => readProjectFile("paddle-port.toml", text, codes);
const pyproject = (text: string): ProjectFileContent => readProjectFile("pyproject.toml", text, codes);
/** `line (from 1): message` of each problem. */
const problems = (content: ProjectFileContent): string[] =>
  content.kind === "problems"
    ? content.problems.map(({ line, message }) => `${line + 1}: ${message}`)
    : [content.kind];

describe("a project file", () => {
  it("says the version, the rules, their severity and what is left out", () => {
    const text =
      'paddle = "3.2.1"\nselect = ["PP2"]\nignore = ["PP203"]\nexclude = ["vendor"]\n[severity]\nPP201 = "hint"\n';
    const settings = {
      paddle: "3.2",
      select: ["PP2"],
      ignore: ["PP203"],
      severity: { PP201: "hint" },
      exclude: ["vendor"],
    };
    expect(own(text)).toEqual({ kind: "settings", settings });
    const below = `[project]\nname = "x"\n[tool.paddle-port]\n${text.replace("[severity]", "[tool.paddle-port.severity]")}`;
    expect(pyproject(below)).toEqual({ kind: "settings", settings });
    const empty = {
      paddle: undefined,
      select: undefined,
      ignore: undefined,
      severity: undefined,
      exclude: [],
    };
    expect(own("")).toEqual({ kind: "settings", settings: empty });
  });

  it("may be a pyproject.toml that is about other things, sound or not", () => {
    expect(pyproject('[tool.ruff]\nline-length = 100\npaddle = "9"\n')).toEqual({ kind: "none" });
    expect(pyproject("[tool.ruff\n")).toEqual({ kind: "none" });
    expect(problems(pyproject("[tool.paddle-port]\npaddle = \n"))).toEqual([
      "2: This is not valid TOML: invalid value.",
    ]);
  });

  it.each([
    ['\npaddle = "2.6"\n', ['2: `paddle` takes one of "3.0", "3.1", "3.2", "3.3". It is "2.6" here.']],
    ["paddle = 3.2", ['1: `paddle` takes one of "3.0", "3.1", "3.2", "3.3". It is 3.2 here.']],
    [
      '# x\ntarget = "3.0"',
      ["2: There is no setting `target`; there are paddle, select, ignore, severity, exclude."],
    ],
    [
      'select = [\n  "PP201",\n  "PP999", # no such rule\n]\n',
      [
        "3: There is no rule PP999; docs/rules.md lists all of them, and `paddle-port explain CODE` tells about one.",
      ],
    ],
    [
      '[severity]\nPP201 = "loud"\n',
      [
        '2: `severity` takes a table of codes with "error", "warning", "info", "hint" or "off": PP201 = "hint". It is "loud" here.',
      ],
    ],
    [
      'exclude = "vendor"\nignore = ["view"]',
      [
        '1: `exclude` takes a list of globs such as "vendor" or "src/generated/**". It is "vendor" here.',
        '2: `ignore` takes a list of rules: codes such as "PP201", beginnings such as "PP2", or "ALL". It is "view" here.',
      ],
    ],
    [
      'paddle = "3.0"\npaddle = "3.1"\n',
      ["2: This is not valid TOML: trying to redefine an already defined table or value."],
    ],
  ])("%j is said with its line", (text, expected) => {
    expect(problems(own(text))).toEqual(expected);
  });

  it("has keys in tables, dotted and quoted", () => {
    const text = '[tool.other]\npaddle = 1\n[tool."paddle-port"]\n\nseverity.PP201 = "hint"\n"paddle" = 3\n';
    expect(lineOfKey(text, ["tool", "paddle-port", "paddle"])).toBe(5);
    expect(lineOfKey(text, ["tool", "paddle-port", "severity", "PP201"])).toBe(4);
    expect(lineOfKey(text, ["tool", "paddle-port", "absent"])).toBe(2);
  });

  it("is the nearest one, and in one folder paddle-port.toml before pyproject.toml", async () => {
    const files: Readonly<Record<string, string>> = {
      "/a/paddle-port.toml": 'paddle = "3.1"',
      "/a/pyproject.toml": '[tool.paddle-port]\npaddle = "3.3"',
      "/a/b/pyproject.toml": "[project]",
      "/a/b/c/pyproject.toml": "[tool.paddle-port]",
    };
    const find = async (...folders: string[]): Promise<string | undefined> => {
      const found = await nearestProjectFile(
        folders,
        (folder, name) => Promise.resolve(files[`${folder}/${name}`]),
        codes,
      );
      return found && `${found.folder}/${found.name}`;
    };
    expect(await find("/a/b/c", "/a/b", "/a")).toBe("/a/b/c/pyproject.toml");
    expect(await find("/a/b", "/a", "/")).toBe("/a/paddle-port.toml");
    expect(await find("/d", "/")).toBeUndefined();
  });
});

describe("excluded files", () => {
  it.each([
    ["vendor", "vendor/x.py", true],
    ["vendor", "src/vendor/deep/x.py", true],
    ["vendor/", "src/vendor/x.py", true],
    ["vendor", "src/vendors/x.py", false],
    ["/vendor", "src/vendor/x.py", false],
    ["src/vendor", "src/vendor/x.py", true],
    ["src/vendor", "lib/src/vendor/x.py", false],
    ["*_pb2.py", "a/b/x_pb2.py", true],
    ["src/**/gen", "src/a/b/gen/x.py", true],
    [".hidden", "a/.hidden/x.py", true],
  ])("%s: %s", (glob, path, expected) => {
    expect(excluded([glob])(path)).toBe(expected);
  });

  it("are none where nothing is said", () => {
    expect(excluded([])("x.py")).toBe(false);
  });
});

describe("the selection of rules", () => {
  const finding = { code: "PP201", severity: "warning" } as const;

  it("prefers what the project's file says, key by key", () => {
    const editor = { select: ["PP2"], ignore: ["PP203"], severity: { PP201: "off" as const } };
    const project = { select: undefined, ignore: [], severity: undefined };
    expect(selectionOf(project, editor)).toEqual({ ...editor, ignore: [] });
    expect(shownSeverity(finding, selectionOf(project, editor))).toBeUndefined();
    expect(shownSeverity(finding, selectionOf(undefined))).toBe("warning");
    expect(shownSeverity(finding, selectionOf({ ...project, ignore: ["PP2"] }))).toBeUndefined();
    expect(shownSeverity(finding, selectionOf({ ...project, severity: { PP201: "error" } }))).toBe("error");
  });
});
