import { randomBytes } from "node:crypto";

import * as vscode from "vscode";

/** Names of a page's bundle in dist/webview and of its style sheets in media/webview. */
export interface Page {
  readonly script: string;
  readonly styles: readonly string[];
}

/**
 * Turns a webview into one of our pages. The page has no data in it: that follows by messages, once it says it is ready.
 * Nothing may be loaded but our own script, by a nonce of this time, and our own style sheets.
 */
export function showPage(webview: vscode.Webview, extension: vscode.Uri, page: Page): void {
  const scripts = vscode.Uri.joinPath(extension, "dist", "webview");
  const styles = vscode.Uri.joinPath(extension, "media", "webview");
  webview.options = { enableScripts: true, localResourceRoots: [scripts, styles] };
  const nonce = randomBytes(16).toString("base64url");
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  const links = page.styles.map(
    (name) =>
      `<link rel="stylesheet" href="${attribute(webview.asWebviewUri(vscode.Uri.joinPath(styles, name)))}">`,
  );
  const script = attribute(webview.asWebviewUri(vscode.Uri.joinPath(scripts, page.script)));
  webview.html = `<!DOCTYPE html>
<html lang="${attribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<title>Paddle Port</title>
${links.join("\n")}
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}

function attribute(value: vscode.Uri | string): string {
  return value.toString().replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
