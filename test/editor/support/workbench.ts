import { mkdirSync } from "node:fs";
import path from "node:path";

import type { Browser, Locator, Page } from "playwright-core";

import { CodeEditor } from "./codeEditor.js";
import { folderUrl } from "./server.js";
import { PATIENCE_MS, until } from "./until.js";
import { PolicyWatch, Webview } from "./webview.js";

/** As much of the browser's types as is used here, where no page is. */
interface BrowserNode {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
}
declare const MutationObserver: new (look: () => void) => {
  observe(node: BrowserNode, options: Readonly<Record<string, boolean>>): void;
};

/** Screenshots of failed tests. */
const FAILURES = path.resolve("test/.out/editor");

/** The window of VS Code, as a person sees and uses it. */
export class Workbench {
  readonly code: CodeEditor;
  readonly webview: Webview;
  readonly policy: PolicyWatch;

  private constructor(
    readonly page: Page,
    /** The folder that is open. */
    readonly folder: string,
  ) {
    this.code = new CodeEditor(page);
    this.webview = new Webview(page);
    this.policy = new PolicyWatch(page);
  }

  /** Opens a folder, or a file that describes a workspace, in a new window. */
  static async open(
    browser: Browser,
    authority: string,
    folder: string,
    viewport = { width: 1400, height: 900 },
    developed?: string,
  ): Promise<Workbench> {
    const context = await browser.newContext({ viewport });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const workbench = new Workbench(page, folder);
    const explorer = page.locator(".monaco-workbench .explorer-folders-view .monaco-list").first();
    // On a busy machine a window may lose its connection while it starts, and then waits forever; a person opens it again.
    await until(
      "the window to be there",
      async () => {
        await page.goto(folderUrl(authority, folder, developed));
        await explorer.waitFor();
        return true;
      },
      2 * PATIENCE_MS,
    );
    return workbench;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Keeps a picture of the window, for a test that failed. */
  async keepPicture(name: string): Promise<void> {
    mkdirSync(FAILURES, { recursive: true });
    const file = `${name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 120)}.png`;
    await this.page.screenshot({ path: path.join(FAILURES, file) });
    process.stderr.write(`The window as it was: ${path.join(FAILURES, file)}\n`);
  }

  /** Opens a file by its name or path. */
  async openFile(file: string): Promise<void> {
    const name = path.basename(file);
    const active = this.page.locator(".tabs-container .tab.active").filter({ hasText: name });
    await until(`${name} to be open`, async () => {
      await this.#pickFrom("Control+P", file, new RegExp(`^${escape(name)}$`));
      await active.first().waitFor({ timeout: 5_000 });
      return true;
    });
  }

  /** Opens a file by a double click in the explorer: where files cannot be searched for. */
  async openFromExplorer(name: string): Promise<void> {
    await this.page.locator(".explorer-folders-view .monaco-list-row").filter({ hasText: name }).dblclick();
    await this.tab(name).waitFor();
  }

  /** Opens a file with the editor of this name that an extension brings. */
  async openWith(file: string, name: string): Promise<void> {
    await this.openFile(file);
    await this.command("View: Reopen Editor With...");
    await this.pick(name, new RegExp(`^${escape(name)}$`));
  }

  tab(name: string | RegExp): Locator {
    return this.page.locator(".tabs-container .tab").filter({ hasText: name });
  }

  /** Closes the editor that is in front, and forgets what was not saved. */
  async closeEditor(): Promise<void> {
    await this.command("View: Revert and Close Editor");
  }

  /** Closes all editors, and forgets what was not saved. */
  async closeAll(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await until("all editors to be closed", async () => {
      if ((await this.page.locator(".tabs-container .tab").count()) === 0) return true;
      await this.closeEditor();
      return false;
    });
  }

  /** Runs a command from the palette by its whole title. */
  async command(title: string): Promise<void> {
    await this.#pickFrom("F1", `>${title}`, new RegExp(`^${escape(title)}$`));
  }

  /** The titles that the palette offers for some words. */
  async commandsLike(words: string): Promise<string[]> {
    await this.#openList("F1");
    await this.quickInput.fill(`>${words}`);
    const names = this.quickRows.locator(
      ".quick-input-list-rows > .quick-input-list-row:first-child .label-name",
    );
    const none = this.quickRows.filter({ hasText: "No matching commands" });
    await names.or(none).first().waitFor();
    const found = await names.allInnerTexts();
    await this.page.keyboard.press("Escape");
    return found.map((text) => text.trim()).filter((text) => text.startsWith(words));
  }

  get quickInput(): Locator {
    return this.page
      .locator(".quick-input-widget:visible input[type=text], .quick-input-widget:visible .input")
      .first();
  }

  get quickRows(): Locator {
    return this.page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row");
  }

  /** Chooses a row of the list that a key opens. */
  async #pickFrom(key: string, words: string, label: RegExp): Promise<void> {
    // A list holds what was there when it was opened: some commands are enabled a moment after the window is there.
    await until(`${words} in the list that ${key} opens`, async () => {
      await this.#openList(key);
      try {
        await this.quickInput.fill(words, { timeout: 3_000 });
        await this.#settled(label);
        await this.#row(label).click({ timeout: 5_000 });
        return true;
      } catch {
        await this.page.keyboard.press("Escape");
        return false;
      }
    });
  }

  /** A key is lost, or the list closes again, when an editor opens or a page goes away at that moment. */
  async #openList(key: string): Promise<void> {
    await until(`the list that ${key} opens`, async () => {
      await this.page.keyboard.press(key);
      await this.quickInput.waitFor({ timeout: 2_000 });
      return true;
    });
  }

  get #busyList(): Locator {
    return this.page.locator(".quick-input-widget:visible .monaco-progress-container.active");
  }

  /** Types into the list that is open and chooses the row whose label matches. */
  async pick(words: string, label: RegExp): Promise<void> {
    await this.quickInput.fill(words);
    await this.#settled(label);
    await this.#row(label).click();
  }

  /**
   * Waits until the row is there and the list has stopped moving. A list shows what it held before, then what was opened
   * lately, then what is found, and a row that is looked up in one of these states is another one when the click falls.
   */
  async #settled(label: RegExp): Promise<void> {
    let last = "";
    let same = 0;
    await until(
      `${label.source} in a list that stands still`,
      async () => {
        const rows = JSON.stringify(await this.quickRows.allInnerTexts());
        const still =
          rows === last && (await this.#busyList.count()) === 0 && (await this.#row(label).count()) > 0;
        same = still ? same + 1 : 0;
        last = rows;
        return same >= 4;
      },
      15_000,
    );
  }

  #row(label: RegExp): Locator {
    const name = this.page.locator(".quick-input-list-rows > .quick-input-list-row:first-child .label-name");
    return this.quickRows.filter({ has: name.filter({ hasText: label }) }).first();
  }

  /** Answers a file dialog with a path. */
  async answerFileDialog(file: string): Promise<void> {
    const input = this.quickInput;
    const busy = this.#busyList;
    // The dialog writes its proposal into the box when it has read the folder, over what was typed before.
    await this.quickRows.first().waitFor();
    let kept = 0;
    await until("the dialog to hold the path", async () => {
      if ((await input.inputValue()) === file && (await busy.count()) === 0) return ++kept > 3;
      kept = 0;
      await input.fill(file);
      return false;
    });
    await this.page.locator(".quick-input-widget:visible .quick-input-action .monaco-button").first().click();
  }

  /** The numbers of errors, warnings and notes in the status bar. */
  async problemCounts(): Promise<{ errors: number; warnings: number; infos: number }> {
    const label = (await this.page.locator("#status\\.problems").getAttribute("aria-label")) ?? "";
    const number = (name: RegExp): number => Number(name.exec(label)?.[1] ?? 0);
    return {
      errors: number(/Errors: (\d+)/),
      warnings: number(/Warnings: (\d+)/),
      infos: number(/Infos: (\d+)/),
    };
  }

  async problemTotal(): Promise<number> {
    const { errors, warnings, infos } = await this.problemCounts();
    return errors + warnings + infos;
  }

  /** Waits until there are as many problems as asked for. */
  async waitForProblems(what: string, enough: (total: number) => boolean): Promise<number> {
    let last = -1;
    try {
      await until(what, async () => {
        last = await this.problemTotal();
        return enough(last);
      });
    } catch {
      throw new Error(`Waited in vain for ${what}; there are ${last} problems.`);
    }
    return last;
  }

  /** The rows of the Problems panel, files and problems. */
  async problems(): Promise<string[]> {
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    if (!(await this.page.locator(".markers-panel").isVisible()))
      await this.page.keyboard.press("Control+Shift+M");
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** What the language status of the active file says: the hover of the braces in the status bar. */
  async languageStatus(): Promise<string> {
    await this.page.mouse.move(700, 450);
    await this.page.locator("#status\\.languageStatus").hover();
    const hover = this.page.locator(".hover-language-status");
    await hover.first().waitFor();
    return (await hover.allInnerTexts()).join("\n");
  }

  /** The notifications that are shown. */
  get notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item");
  }

  /** Begins to note what notifications say, however short they say it. @returns reads what was noted since */
  async noteNotifications(): Promise<() => Promise<string[]>> {
    // The list of notifications is only made with the first of them.
    const list = this.page.locator(".monaco-workbench");
    const noted = await list.evaluateHandle((node: BrowserNode) => {
      const texts: string[] = [];
      const look = (): void => {
        for (const row of node.querySelectorAll(".notifications-toasts .notification-list-item-message"))
          if (row.textContent !== texts.at(-1)) texts.push(row.textContent);
      };
      new MutationObserver(look).observe(node, { subtree: true, childList: true, characterData: true });
      return texts;
    });
    return () => noted.evaluate((texts) => texts);
  }

  /** Waits for a notification and returns its text. */
  async notification(like: RegExp): Promise<string> {
    const row = this.notifications.filter({ hasText: like }).first();
    await row.waitFor();
    return row.locator(".notification-list-item-message").innerText();
  }

  async pressNotificationButton(like: RegExp, button: RegExp): Promise<void> {
    const row = this.notifications.filter({ hasText: like }).first();
    await row.hover();
    await row.getByRole("button", { name: button }).click();
  }

  async dismissNotifications(): Promise<void> {
    await this.command("Notifications: Clear All Notifications");
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
