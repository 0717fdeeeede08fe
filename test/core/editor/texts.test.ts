import { describe, expect, it } from "vitest";

import { importsFramework } from "../../../src/core/editor/frameworkGate.js";
import { MessageTranslator } from "../../../src/core/editor/messageTemplates.js";
import { suppressFile, suppressLine } from "../../../src/core/editor/suppressEdits.js";
import { applyEdits } from "../../../src/core/text/edits.js";

describe("importsFramework", () => {
  it.each([
    "import torch\n",
    "import os, torch as t\n",
    "    from torch.nn import Linear\n",
    "from paddle import nn\r\n",
    "import paddle.nn.functional as F",
    "try: import torch\nexcept ImportError: pass\nimport os; import torch\n",
    "from flash_attn.bert_padding import unpad_input\n",
  ])("says yes to %j", (text) => {
    expect(importsFramework(text)).toBe(true);
  });

  it.each([
    "import numpy\n",
    "# import torch\n",
    "x = 'torch'\n",
    "import torchlight\n",
    "from .torch import x\n",
    "",
  ])("says no to %j", (text) => {
    expect(importsFramework(text)).toBe(false);
  });
});

describe("suppression comments", () => {
  const line = (text: string, at: string, code = "PP201"): string =>
    applyEdits(text, [suppressLine(text, text.indexOf(at), code)]);

  it("go to the end of the line, with its line break as it was", () => {
    expect(line("a\r\nb = x  \r\nc", "x")).toBe("a\r\nb = x  # paddle-port: ignore[PP201]  \r\nc");
    expect(line("b = x", "x")).toBe("b = x  # paddle-port: ignore[PP201]");
  });

  it("join one that is there", () => {
    expect(line("b = x  # paddle-port: ignore[PP102] why\n", "x")).toBe(
      "b = x  # paddle-port: ignore[PP102, PP201] why\n",
    );
  });

  it("for a file stand below the interpreter and coding lines", () => {
    const text = "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport torch\n";
    const once = applyEdits(text, [suppressFile(text, "PP201")]);
    expect(once).toBe(
      "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# paddle-port: ignore-file[PP201]\nimport torch\n",
    );
    expect(applyEdits(once, [suppressFile(once, "PP202")])).toContain("ignore-file[PP201, PP202]\n");
  });
});

describe("MessageTranslator", () => {
  const translator = new MessageTranslator({
    "{0} is gone ({1}).": "{1}: {0} weg.",
    "Do it by hand.": "Von Hand.",
    "the moon": "der Mond",
    "{0}: {1}": "{0} = {1}",
  });

  it("fills what the template leaves open, translated where it can be", () => {
    expect(translator.translate("`x` is gone (the moon).")).toBe("der Mond: `x` weg.");
  });

  it("goes sentence by sentence and leaves what it does not know", () => {
    expect(translator.translate("`x` is gone (y). Something else. Do it by hand.")).toBe(
      "y: `x` weg. Something else. Von Hand.",
    );
  });

  it("prefers the template with more words of its own", () => {
    expect(translator.translate("`a`: `x` is gone (y).")).toBe("y: `a` = `x` weg.");
    expect(translator.translate("`a`: Do it by hand.")).toBe("`a` = Von Hand.");
  });

  it("leaves a text alone that only looks like a pattern", () => {
    expect(new MessageTranslator({}).translate("(a|b)* {0}")).toBe("(a|b)* {0}");
  });
});
