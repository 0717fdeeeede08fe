import * as vscode from "vscode";

/** Where a file stands in its project: its path from the folder above its topmost package. */
export interface Place {
  /** With forward slashes. */
  readonly path: string;
  /** The file at another path of the project. */
  readonly at: (path: string) => vscode.Uri;
}

/** Deeper than any package; a broken file system may not have an end. */
const mostLevels = 20;

/** Finds the project of a file in whatever file system it lives. */
export async function locateInProject(uri: vscode.Uri): Promise<Place> {
  const names = [uri.path.slice(uri.path.lastIndexOf("/") + 1)];
  let root = vscode.Uri.joinPath(uri, "..");
  while (uri.scheme !== "untitled" && names.length <= mostLevels && root.path !== "/") {
    if (!(await exists(vscode.Uri.joinPath(root, "__init__.py")))) break;
    names.unshift(root.path.slice(root.path.lastIndexOf("/") + 1));
    root = vscode.Uri.joinPath(root, "..");
  }
  const top = root;
  return { path: names.join("/"), at: (path) => vscode.Uri.joinPath(top, path) };
}

/** The text of a file as it is in the editor, else as it is on disk; undefined when there is none. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const key = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder("utf-8").decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
