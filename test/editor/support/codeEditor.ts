import type { Locator, Page } from "playwright-core";

import { until } from "./until.js";

/** The text editor that is in front. Lines and columns count from 1, as on the screen. */
export class CodeEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #area(): Locator {
    return this.#page.locator(".editor-group-container.active .monaco-editor[data-uri]").first();
  }

  async focus(): Promise<void> {
    await this.#area.locator(".native-edit-context, textarea.inputarea").first().focus();
  }

  /** The lines that are on the screen. */
  async visibleText(): Promise<string> {
    const lines = await this.#area
      .locator(".view-line")
      .evaluateAll((nodes: { style: { top: string }; textContent: string }[]) =>
        nodes.map((node): [number, string] => [parseFloat(node.style.top), node.textContent]),
      );
    return lines
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text.replaceAll("\u00a0", " "))
      .join("\n");
  }

  /** Puts the cursor somewhere. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#page.keyboard.press("Control+G");
    const input = this.#page.locator(".quick-input-widget input");
    await input.fill(`:${line}:${column}`);
    await this.#page.keyboard.press("Enter");
    await until(`the cursor to be in line ${line}`, async () => {
      const text = await this.#page.locator("#status\\.editor\\.selection").innerText();
      return new RegExp(`Ln ${line}, Col ${column}\\b|行 ${line}，列 ${column}\\b`).test(text);
    });
  }

  /** The line in which the cursor is. */
  async cursorLine(): Promise<number> {
    const text = await this.#page.locator("#status\\.editor\\.selection").innerText();
    return Number(/\d+/.exec(text)?.[0]);
  }

  /** Types at the cursor, as it is: no brackets are added and nothing is indented. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.insertText(text);
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press("Control+S");
    await until(
      "the file to be saved",
      async () => (await this.#page.locator(".tab.active.dirty").count()) === 0,
    );
  }

  async undo(): Promise<void> {
    await this.#page.keyboard.press("Control+Z");
  }

  /** Opens the hover at the cursor and waits until it says something. @returns what it says, without the editor's own buttons */
  async hover(like: RegExp): Promise<string> {
    await this.#page.keyboard.press("Control+K");
    await this.#page.keyboard.press("Control+I");
    const hover = this.#page.locator(".monaco-hover:visible").filter({ hasText: like }).first();
    await hover.waitFor();
    return (await hover.locator(".hover-row:not(.status-bar)").allInnerTexts()).join("\n");
  }

  /** The quick fixes that are offered at the cursor, by their titles. */
  async quickFixes(): Promise<string[]> {
    await this.#page.keyboard.press("Control+.");
    const rows = this.#page.locator(".action-widget .monaco-list-row.action");
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Applies one of the quick fixes that are offered at the cursor. */
  async applyFix(title: RegExp): Promise<void> {
    const offered = await this.quickFixes();
    const at = offered.findIndex((name) => title.test(name));
    if (at < 0) throw new Error(`No quick fix like ${String(title)}; offered: ${offered.join(" | ")}`);
    await this.#page.locator(".action-widget .monaco-list-row.action").nth(at).click();
  }
}
