import { serveAsConversionWorker } from "../platform/conversion/worker.js";
import { run } from "./main.js";

// The bundle is one file, which the conversion also starts as its worker threads.
if (!serveAsConversionWorker()) {
  void run(process.argv.slice(2), {
    cwd: process.cwd(),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY,
  }).then((code) => {
    process.exitCode = code;
  });
}
