/** What VS Code gives a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once for each page. */
export function vsCodeApi(): VsCodeApi {
  return acquireVsCodeApi();
}
