import { isMainThread, parentPort, workerData } from "node:worker_threads";

import { bundledCatalog } from "../../core/api/bundledCatalog.js";
import { EditorSession } from "../../core/editor/session.js";
import { PythonParser } from "../../core/syntax/parser.js";
import { readGrammar } from "../grammar.js";
import type { FromWorker, Order, ToWorker } from "./messages.js";
import { analysisKind } from "./messages.js";

/**
 * Turns this thread into the analysis worker if it was started as one. The editor's own thread never parses or checks
 * anything: a long file cannot hold up typing, and a crash of the parser takes nothing else with it.
 * @returns true when it was
 */
export function serveAsAnalysisWorker(): boolean {
  if (isMainThread || parentPort === null || workerData !== analysisKind) return false;
  const port = parentPort;
  const send = (message: FromWorker): void => {
    port.postMessage(message);
  };
  const waiting = new Map<string, (text: string | undefined) => void>();
  const session = readGrammar()
    .then((bytes) => PythonParser.create(bytes))
    .then((parser) => new EditorSession(parser, bundledCatalog()));
  // A failure is told with each answer; without this it would end the thread before that.
  session.catch(() => undefined);
  port.on("message", (message: ToWorker) => {
    if (message.kind === "text") {
      waiting.get(message.path)?.(message.text ?? undefined);
      waiting.delete(message.path);
      return;
    }
    const read = (path: string): Promise<string | undefined> =>
      new Promise((resolve) => {
        waiting.set(path, resolve);
        send({ kind: "read", id: message.id, path });
      });
    session
      .then((ready) => answer(ready, message, read))
      .then((value) => {
        send({ kind: "answer", id: message.id, answer: value });
      })
      .catch((error: unknown) => {
        const known = error instanceof Error ? error : new Error(String(error));
        send({ kind: "failure", id: message.id, message: known.message, stack: known.stack ?? "" });
      });
  });
  return true;
}

function answer(
  session: EditorSession,
  order: Order,
  read: (path: string) => Promise<string | undefined>,
): unknown {
  switch (order.name) {
    case "check":
      return session.check(order.ask.key, order.ask.version, order.ask.file, order.ask.options, read);
    case "hover":
      return session.hover(order.ask.key, order.ask.version, order.ask.offset, order.ask.target);
    case "forget":
      session.forget(order.ask.key);
      return null;
    case "portFile":
      return session.portFile(order.ask.file, order.ask.options, read);
    case "portFolder":
      return session.portFolder(order.ask.files, order.ask.options);
    case "rules":
      return session.rules();
    case "names":
      return session.names();
    case "lookUp":
      return session.lookUp(order.ask.name, order.ask.target);
  }
}
