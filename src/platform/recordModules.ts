import path from "node:path";
import { z } from "zod";

import { moduleTree, type ModuleTree } from "../core/modules/moduleTree.js";
import { UserError } from "../core/util/userError.js";
import { runPythonModule } from "./interpreters.js";

export interface RecordRequest {
  readonly framework: "torch" | "paddle";
  /** The interpreter that has the framework: a path, or a name on PATH. */
  readonly python: string;
  /** `module:factory`: a class or function that is called without arguments and returns the model. */
  readonly model: string;
  /** Folders put first on the import path, relative to `cwd`; without any, `cwd` itself. */
  readonly paths: readonly string[];
  /** Source files inside this folder are recorded relative to it. */
  readonly cwd: string;
  readonly onLog?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Builds a model in the user's interpreter and records its module tree. Parameters take no memory where the
 * framework can avoid it (`meta` device, `LazyGuard`); where it cannot, the tree's `notes` say so.
 * @throws UserError when the factory cannot be imported, fails, or returns something else than a model
 */
export async function recordModules(request: RecordRequest): Promise<ModuleTree> {
  const paths = request.paths.length > 0 ? request.paths : ["."];
  const value = await runPythonModule({
    python: request.python,
    module: "paddle_port.record",
    request: {
      framework: request.framework,
      model: request.model,
      paths: paths.map((folder) => path.resolve(request.cwd, folder)),
    },
    cwd: request.cwd,
    ...(request.onLog ? { onLog: request.onLog } : {}),
    ...(request.signal ? { signal: request.signal } : {}),
  });
  const parsed = moduleTree.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(
    `The tree that ${request.python} recorded of ${request.model} is not valid: ${z.prettifyError(parsed.error)}`,
    "Please report it with the model's source.",
  );
}
