import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { isAbandoned, withLock } from "../../../scripts/lib/buildLock.mjs";

let folder = "";
let file = "";
let said: string[] = [];
const options = { say: (text: string) => said.push(text), what: "torch", pollMs: 5 };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "paddle-port-lock-"));
  file = path.join(folder, "deep", "torch.lock");
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("withLock", () => {
  it("lets one in at a time, tells the other what it waits for, and leaves nothing behind", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside -= 1;
    };
    await Promise.all([
      withLock(file, options, work),
      withLock(file, options, work),
      withLock(file, options, work),
    ]);
    expect(most).toBe(1);
    expect(said[0]).toMatch(/^torch: waiting for .*process \d+/);
    expect(existsSync(file)).toBe(false);
  });

  it("opens again after a failure", async () => {
    await expect(withLock(file, options, () => Promise.reject(new Error("no network")))).rejects.toThrow(
      "no network",
    );
    expect(await withLock(file, options, () => Promise.resolve(7))).toBe(7);
  });

  it("takes over from a process that died", async () => {
    await withLock(file, options, () => Promise.resolve());
    // No process has this number: it is above what systems give out.
    writeFileSync(file, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    expect(await withLock(file, options, () => Promise.resolve("mine"))).toBe("mine");
  });
});

describe("isAbandoned", () => {
  it("trusts a living holder, and one on another machine until it is silent for too long", () => {
    const lock = path.join(folder, "a.lock");
    writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname() }));
    expect(isAbandoned(lock, 60_000)).toBe(false);
    writeFileSync(lock, JSON.stringify({ pid: 2 ** 30, host: "elsewhere" }));
    expect(isAbandoned(lock, 60_000)).toBe(false);
    const past = new Date(Date.now() - 120_000);
    utimesSync(lock, past, past);
    expect(isAbandoned(lock, 60_000)).toBe(true);
  });

  it("leaves alone what was just released or is being written", () => {
    expect(isAbandoned(path.join(folder, "none.lock"), 60_000)).toBe(false);
    const lock = path.join(folder, "empty.lock");
    writeFileSync(lock, "");
    expect(isAbandoned(lock, 60_000)).toBe(false);
  });
});
