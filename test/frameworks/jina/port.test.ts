import path from "node:path";

import { describe, expect, it } from "vitest";

import { paddlePython } from "../../support/interpreters.js";
import { example, pythonJson } from "./support.js";

describe("the committed port", () => {
  it.each(["3.0.0", "3.3.1"] as const)(
    "on paddlepaddle %s says why it cannot build adapters",
    async (version) => {
      const script = [
        "import json, sys",
        "sys.path[:0] = ['.', 'paddle']",
        "import factories",
        "try:",
        "    factories.tiny()",
        "except Exception as error:",
        "    print(json.dumps([type(error).__name__, str(error)]))",
      ].join("\n");
      const [kind, message] = (await pythonJson(
        paddlePython(version),
        ["-c", script],
        [],
        path.resolve(example),
      )) as string[];
      expect(kind).toBe("RuntimeError");
      expect(message).toContain("torch.nn.utils.parametrize.register_parametrization needs PyTorch");
    },
  );
});
