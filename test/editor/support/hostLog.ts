import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What started an extension in any window of a server, as VS Code itself logs it: "onLanguage:python". */
export function activations(userData: string, extension: string): string[] {
  const logs = path.join(userData, "logs");
  const line = new RegExp(`_doActivateExtension ${extension}, .*activationEvent: '([^']*)'`, "g");
  return readdirSync(logs, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === "remoteexthost.log")
    .flatMap((name) => [...readFileSync(path.join(logs, name), "utf8").matchAll(line)])
    .flatMap(([, event]) => (event === undefined ? [] : [event]));
}
