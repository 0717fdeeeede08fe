// @ts-check
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The holder touches its lock this often; one that is silent for longer than STALE_MS has died. */
const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;

/**
 * Runs `work` while no other process works under the same lock file.
 * @template T
 * @param {string} file
 * @param {{say: (text: string) => void, what: string, staleMs?: number, pollMs?: number}} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, { say, what, staleMs = STALE_MS, pollMs = 500 }, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (isAbandoned(file, staleMs)) {
      discard(file);
      continue;
    }
    if (!told) say(`${what}: waiting for the process that is building it (${holder(file)})`);
    told = true;
    await sleep(pollMs);
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  try {
    // "wx" creates the file or fails, in one step: two processes cannot both succeed.
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * True when the holder can no longer be at work.
 * @param {string} file
 * @param {number} staleMs
 */
export function isAbandoned(file, staleMs) {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleMs) return true;
    const { pid, host } = JSON.parse(readFileSync(file, "utf8"));
    return host === hostname() && !isRunning(pid);
  } catch {
    // Just released, or still empty because its holder is writing it.
    return false;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** Takes an abandoned lock away. Of several that try, one succeeds in renaming it. @param {string} file */
function discard(file) {
  const aside = `${file}.${String(process.pid)}.old`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch {
    // Another process was quicker.
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Someone removed the cache folder under us; the build itself will say so.
  }
}

/** @param {string} file */
function holder(file) {
  try {
    const { pid, host } = JSON.parse(readFileSync(file, "utf8"));
    return `process ${String(pid)} on ${String(host)}`;
  } catch {
    return "another process";
  }
}
