import { readFileSync } from "node:fs";

import type { ElementHandle, Frame, FrameLocator, Page } from "playwright-core";

import type { Editor } from "../../../scripts/lib/editor.mjs";
import { until } from "./until.js";

/** One fault that axe found, in a line. */
export type Fault = string;

/** Records what the browser says against a page's content security policy, from when it is made. */
export class PolicyWatch {
  readonly violations: string[] = [];

  constructor(page: Page) {
    page.on("console", (message) => {
      const text = message.text();
      if (/Content Security Policy|violates the following/.test(text)) this.violations.push(text);
    });
  }
}

/** The page of an extension inside a tab: VS Code puts it into a frame inside a frame. */
export class Webview {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What the page shows, of the webview that is visible. */
  get content(): FrameLocator {
    return this.#page
      .locator("iframe.webview.ready:visible")
      .contentFrame()
      .locator("iframe#active-frame")
      .contentFrame();
  }

  /** Waits until the page is shown in a theme of this kind, such as "vscode-dark". */
  async inTheme(kind: string): Promise<void> {
    await this.content.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor();
  }

  /** The frame itself, for running a script in it. */
  async frame(): Promise<Frame> {
    return until("the webview's frame", async () => {
      const handle = (await this.content
        .locator(":root")
        .elementHandle({ timeout: 5_000 })) as ElementHandle | null;
      return (await handle?.ownerFrame()) ?? undefined;
    });
  }

  /** Has axe-core look at the whole page. @returns one line for each fault, with where it is */
  async faults(editor: Editor): Promise<Fault[]> {
    const frame = await this.frame();
    await frame.evaluate(readFileSync(editor.axe, "utf8"));
    const found: unknown = await frame.evaluate(
      `axe.run(document, { resultTypes: ["violations"], iframes: false }).then((result) =>
         result.violations.flatMap((rule) => rule.nodes.map((node) =>
           rule.id + ": " + rule.help + " at " + node.target.join(" ") + " | " + node.html.slice(0, 160)
           + " | " + (node.failureSummary || "").replace(/\\s+/g, " "))))`,
    );
    return found as Fault[];
  }
}
