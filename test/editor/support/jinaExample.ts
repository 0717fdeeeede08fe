import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

import { paddlePython, torchPython } from "../../support/interpreters.js";
import { Workspace } from "./workspace.js";

/** The main example, as it is committed. */
export const jina = path.resolve("examples/jina-clip-v2");

/** What a person starts with: the reference, the tiny checkpoint and the inputs, without the port and the weights of it. */
const names = [
  "reference",
  "align.yaml",
  "config.json",
  "config.tiny.json",
  "factories.py",
  "make_tiny.py",
  "recordings/trees",
];

const settings = (): Record<string, unknown> => ({
  // The port that is committed is for all versions.
  "paddlePort.targetVersion": "3.0",
  "paddlePort.reference.interpreter": torchPython(),
  "paddlePort.paddle.interpreter": paddlePython("3.3.1"),
});

/** @param name the folder's name, where a picture shows it */
export function jinaWorkspace(name?: string): Workspace {
  const workspace = new Workspace(
    Object.fromEntries(names.map((one) => [one, { from: path.join(jina, one) }])),
    settings(),
    name,
  );
  execFileSync(torchPython(), ["-B", "make_tiny.py", "."], { cwd: workspace.folder });
  // A second model.safetensors: the name alone would no longer say which.
  rmSync(workspace.path("tiny-large"), { recursive: true });
  return workspace;
}

/** Wrong by nothing but its number: what a port by hand forgets. */
export const epsilon = {
  file: "paddle/jina_clip/text.py",
  right: "self.emb_ln = nn.LayerNorm(config.hidden_size, epsilon=config.layer_norm_eps)",
};

/** Plants the wrong epsilon. @returns the line that it stands in */
export function breakEpsilon(workspace: Workspace): number {
  const whole = workspace.text(epsilon.file);
  const [before, ...rest] = whole.split(epsilon.right);
  if (before === undefined || rest.length !== 1) throw new Error(`${epsilon.file} has no longer one emb_ln.`);
  workspace.add(
    epsilon.file,
    whole.replace(epsilon.right, epsilon.right.replace("config.layer_norm_eps", "1e-3")),
  );
  return before.split("\n").length;
}
