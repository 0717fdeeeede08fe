import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";

import type { Shared } from "../globalSetup.js";
import { launchBrowser } from "./browser.js";
import { Server, type ServerOptions } from "./server.js";
import { Workbench } from "./workbench.js";
import type { Workspace } from "./workspace.js";

/** A window that all tests of one file use. */
export interface InEditor {
  readonly workbench: Workbench;
  readonly workspace: Workspace;
  readonly server: { readonly authority: string; readonly pid: number; readonly userData: string };
  readonly shared: Shared;
}

/**
 * Opens a workspace in the editor before the tests of a file and closes it after them. After each test all its editors
 * are closed; the window of one that failed is kept as a picture.
 * @param make the workspace
 * @param own with options, the file gets a server of its own that is started with them
 * @param opened what is opened within the workspace, when that is not its folder
 */
export function inEditor(
  make: (shared: Shared) => Workspace,
  own?: Omit<ServerOptions, "editor" | "folder" | "extensions"> & { readonly name: string },
  opened = "",
): InEditor {
  const shared = inject("shared");
  let workspace: Workspace | undefined;
  let ownServer: Server | undefined;
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;

  beforeAll(async () => {
    workspace = make(shared);
    if (own !== undefined) {
      const { editor, extensions, folder } = shared;
      ownServer = await Server.start({ ...own, editor, extensions, folder: `${folder}/${own.name}` });
    }
    browser = await launchBrowser(shared.editor);
    const authority = ownServer?.authority ?? shared.authority;
    workbench = await Workbench.open(browser, authority, workspace.path(opened), undefined, own?.developed);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await workbench?.keepPicture(task.name);
    await workbench?.closeAll();
  });
  afterAll(async () => {
    await browser?.close();
    await ownServer?.stop();
    workspace?.remove();
  });

  const made = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The window is only there while tests run.");
    return value;
  };
  return {
    shared,
    get workbench() {
      return made(workbench);
    },
    get workspace() {
      return made(workspace);
    },
    get server() {
      return ownServer ?? shared;
    },
  };
}
