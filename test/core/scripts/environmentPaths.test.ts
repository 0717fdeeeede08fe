import { describe, expect, it } from "vitest";

import {
  environmentKey,
  environmentPython,
  environmentsFolder,
  sitePackages,
} from "../../../scripts/lib/environmentPaths.mjs";
import { candidates, isSupported } from "../../../scripts/lib/pythonInterpreter.mjs";

const python = { executable: "/usr/bin/python3", version: "3.11.7", machine: "x86_64" };

describe("the cache folder", () => {
  it.each([
    ["linux", {}, "/home/me", "/home/me/.cache/paddle-port/envs"],
    ["linux", { XDG_CACHE_HOME: "/cache" }, "/home/me", "/cache/paddle-port/envs"],
    // The XDG specification asks to ignore a path that is not absolute, and an empty one.
    ["linux", { XDG_CACHE_HOME: "cache" }, "/home/me", "/home/me/.cache/paddle-port/envs"],
    ["linux", { XDG_CACHE_HOME: "" }, "/home/me", "/home/me/.cache/paddle-port/envs"],
    ["darwin", {}, "/Users/me", "/Users/me/Library/Caches/paddle-port/envs"],
    ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Users\\me", "D:\\Local\\paddle-port\\envs"],
    ["win32", {}, "C:\\Users\\me", "C:\\Users\\me\\AppData\\Local\\paddle-port\\envs"],
  ])("on %s with %j", (platform, env, home, expected) => {
    expect(environmentsFolder(platform, env, home)).toBe(expected);
  });
});

describe("an environment's layout", () => {
  it.each([
    ["linux", "/e", "/e/bin/python", "/e/lib/python3.11/site-packages"],
    ["darwin", "/e", "/e/bin/python", "/e/lib/python3.11/site-packages"],
    ["win32", "C:\\e", "C:\\e\\Scripts\\python.exe", "C:\\e\\Lib\\site-packages"],
  ])("on %s", (platform, folder, interpreter, packages) => {
    expect(environmentPython(platform, folder)).toBe(interpreter);
    expect(sitePackages(platform, folder, "3.11.7")).toBe(packages);
  });
});

describe("an environment's name", () => {
  const key = environmentKey("torch", "torch==2.13.0\n", python);

  it("is a name and a hash", () => {
    expect(key).toMatch(/^torch-[0-9a-f]{12}$/);
  });

  it("does not depend on comments, blank lines and line breaks", () => {
    expect(environmentKey("torch", "# why\r\n\r\ntorch==2.13.0  # pinned\r\n", python)).toBe(key);
  });

  it.each([
    ["another pin", "torch==2.12.0\n", python],
    ["another Python", "torch==2.13.0\n", { ...python, version: "3.12.1" }],
    ["another machine", "torch==2.13.0\n", { ...python, machine: "arm64" }],
    ["another base", "torch==2.13.0\n", { ...python, executable: "/opt/python3" }],
  ])("changes with %s", (_, requirements, base) => {
    expect(environmentKey("torch", requirements, base)).not.toBe(key);
  });
});

describe("the search for Python", () => {
  it("takes 3.10 to 3.12 and nothing else", () => {
    const versions = ["2.7.18", "3.9.18", "3.10.0", "3.11.7", "3.12.1", "3.13.0", "4.10.0", ""];
    expect(versions.filter(isSupported)).toEqual(["3.10.0", "3.11.7", "3.12.1"]);
  });

  it("asks Windows' launcher first, and elsewhere python3", () => {
    expect(candidates("win32", {})[0]).toEqual(["py", "-3.12"]);
    expect(candidates("linux", {})[0]).toEqual(["python3"]);
    expect(candidates("linux", {})).toContainEqual(["python3.10"]);
  });
});
