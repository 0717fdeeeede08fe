import { runProcess } from "./processes.js";

/** Read from what is installed: importing Paddle takes seconds. */
const PROGRAM = `
import importlib.metadata as metadata, sys
for name in ("paddlepaddle", "paddlepaddle-gpu"):
    try:
        print(metadata.version(name))
        break
    except metadata.PackageNotFoundError:
        pass
`;

/** The version of Paddle that an interpreter has installed, without importing it. */
export async function readPaddleVersion(
  python: string,
): Promise<{ readonly version?: string; readonly problem?: string }> {
  try {
    const ended = await runProcess({ command: python, args: ["-I", "-c", PROGRAM], timeoutMs: 30_000 });
    const version = /^\d+\.\d+\S*$/m.exec(ended.stdout)?.[0];
    return version === undefined ? { problem: "it has no PaddlePaddle" } : { version };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
