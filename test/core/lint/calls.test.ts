import { describe, expect, it } from "vitest";

import { portSource } from "../../../src/core/port/portFile.js";
import { pythonParser } from "../../support/python.js";
import { readCalls, setup } from "./calls.js";

const parser = await pythonParser();

describe("a call on its own", () => {
  it.each(readCalls())("$torch", ({ torch, paddle }) => {
    const ported = portSource(`${setup("torch")}result = ${torch}\n`, parser, {
      target: "3.0",
      producer: "test",
      helpers: { kind: "module", from: "paddle_port_helpers" },
    });
    expect(ported.text.split("\n").at(-2)).toBe(`result = ${paddle}`);
    expect(ported.complete).toBe(true);
    // The values beside it are written for Paddle as well; helpers come from one import.
    const imported =
      ported.helpers.length === 0 ? "" : `from paddle_port_helpers import ${ported.helpers.join(", ")}\n`;
    const [before, after] = [setup("paddle").split("n = 2"), `result = ${paddle}\n`];
    expect(ported.text).toBe(`${before.join(`${imported}n = 2`)}${after}`);
  });
});
