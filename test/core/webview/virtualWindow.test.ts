import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  canvasHeight,
  maximumHeight,
  rowWindow,
  scrollToShow,
  type Viewport,
} from "../../../src/webview/table/virtualWindow.js";

const table = (changes: Partial<Viewport>): Viewport => ({
  scrollTop: 0,
  height: 480,
  rowHeight: 24,
  count: 100_000,
  ...changes,
});

const anyTable = fc
  .record({
    count: fc.integer({ min: 1, max: 3_000_000 }),
    height: fc.integer({ min: 24, max: 2_000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ count, height, part }) => {
    const most = Math.max(0, canvasHeight(count, 24) - height);
    return table({ count, height, scrollTop: part * most });
  });

describe("rowWindow", () => {
  it("holds the rows in view and few more, whatever the length", () => {
    fc.assert(
      fc.property(anyTable, (viewport) => {
        const { first, end, origin } = rowWindow(viewport);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(viewport.count);
        expect(end - first).toBeLessThanOrEqual(Math.ceil(viewport.height / 24) + 20);
        // The first row in the page is above the top edge, or there is none before it; the last likewise.
        const top = origin + first * 24 - viewport.scrollTop;
        const bottom = origin + end * 24 - viewport.scrollTop;
        expect(first === 0 || top <= 0).toBe(true);
        expect(end === viewport.count || bottom >= viewport.height).toBe(true);
      }),
    );
  });

  it("puts rows at their natural place below the height limit", () => {
    expect(rowWindow(table({ scrollTop: 24_000 })).origin).toBe(0);
  });

  it("reaches the first and the last row of a table past the height limit", () => {
    const count = 2_000_000;
    expect(canvasHeight(count, 24)).toBe(maximumHeight);
    expect(rowWindow(table({ count })).first).toBe(0);
    const bottom = table({ count, scrollTop: maximumHeight - 480 });
    const { end, origin } = rowWindow(bottom);
    expect(end).toBe(count);
    expect(origin + count * 24).toBeCloseTo(maximumHeight, 3);
  });

  it("is empty for a table without rows", () => {
    expect(rowWindow(table({ count: 0 }))).toEqual({ first: 0, end: 0, origin: 0 });
  });
});

describe("scrollToShow", () => {
  it("brings any row fully into view, also past the height limit", () => {
    fc.assert(
      fc.property(anyTable, fc.double({ min: 0, max: 1, noNaN: true }), (viewport, part) => {
        const row = Math.min(viewport.count - 1, Math.floor(part * viewport.count));
        const scrolled = { ...viewport, scrollTop: scrollToShow(row, viewport) };
        const top = rowWindow(scrolled).origin + row * 24 - scrolled.scrollTop;
        expect(top).toBeGreaterThanOrEqual(-0.5);
        expect(top + 24).toBeLessThanOrEqual(viewport.height + 0.5);
      }),
    );
  });

  it("does not move for a row that is in view", () => {
    const viewport = table({ scrollTop: 1_000 });
    expect(scrollToShow(50, viewport)).toBe(1_000);
  });
});
