import { chromium, type Browser } from "playwright-core";

import type { Editor } from "../../../scripts/lib/editor.mjs";

/** Starts the browser that shows the editor. */
export function launchBrowser(editor: Editor): Promise<Browser> {
  return chromium.launch({
    executablePath: editor.chromium,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--no-first-run",
    ],
  });
}
