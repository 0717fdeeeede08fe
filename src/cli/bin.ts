import { serveAsConversionWorker } from "../platform/conversion/worker.js";
import { keepHeapSmall } from "../platform/memory.js";
import { run } from "./main.js";

// The bundle is one file, which the conversion also starts as its worker threads.
if (!serveAsConversionWorker()) {
  keepHeapSmall();
  // `paddle-port check . | head` closes the pipe early: that is the reader's choice, not an error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });

  void run(process.argv.slice(2), {
    cwd: process.cwd(),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    interactive: process.stderr.isTTY,
  }).then((code) => {
    process.exitCode = code;
  });
}
