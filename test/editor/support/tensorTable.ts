import type { Locator } from "playwright-core";

import type { Webview } from "./webview.js";

/** The tensor table that is in front. */
export class TensorTable {
  constructor(private readonly webview: Webview) {}

  /** The rows that are in the page, without the header's. */
  get rows(): Locator {
    return this.webview.content.locator(".canvas [role=row]");
  }

  /** The row of a tensor, by its whole name. */
  row(name: string): Locator {
    const cell = this.webview.content.locator("[role=cell]:first-child").getByText(name, { exact: true });
    return this.rows.filter({ has: cell }).first();
  }

  /** Waits until the toolbar says how many rows there are. */
  async count(text: string): Promise<void> {
    await this.webview.content.locator(".toolbar .count").getByText(text, { exact: true }).waitFor();
  }

  /** Goes to the last row with the keyboard. */
  async scrollToEnd(): Promise<void> {
    await this.rows.first().click();
    await this.rows.first().press("End");
  }

  async filter(words: string): Promise<void> {
    await this.webview.content.locator("input[type=search]").fill(words);
  }

  /** Waits for what is said above the table or instead of it. */
  async notice(text: string): Promise<void> {
    await this.webview.content.locator(".notice").filter({ hasText: text }).waitFor();
  }

  /** Presses a button of the page. */
  async press(label: string): Promise<void> {
    await this.webview.content.getByRole("button", { name: label, exact: true }).click();
  }
}
