import { serveAsAnalysisWorker } from "./analysis/worker.js";
import { serveAsConversionWorker } from "./conversion/worker.js";

// One script for both kinds of worker thread that the extension starts.
if (!serveAsAnalysisWorker() && !serveAsConversionWorker()) {
  throw new Error("dist/worker.cjs is started by Paddle Port as a worker thread, and by nobody else");
}
