import type { Random } from "./random.js";

/** What people type, one stroke or paste at a time, and what trips a reader that goes on from the text before. */
const pieces = [
  ..."a x1 0 . , : ; = ( ) [ ] { } ' \" ''' \"\"\" # \\ @ * -> := é ﬁt 变量 𝐱 🙂 f' rb\" {x!r}".split(" "),
  "\n",
  "\r\n",
  "\n\n",
  "\n    ",
  "\n        ",
  "\n\t",
  "    ",
  "\t",
  " ",
  "\\\n",
  "\r",
  "\f",
  "\uFEFF",
  "\ud800",
  "# é 🙂\n",
  "\n# c\n",
  " # paddle-port: ignore",
  "x = torch.ones(2)\n",
  "y = x.view(-1)\n",
  "return x.permute(0, 2, 1)",
  "def f(x: torch.Tensor):\n    return x.max(1)\n",
  "    def g(self, x):\n        return x.size(0)\n",
  "class C(nn.Module):\n    pass\n",
  "if x is None:\n    x = y\n",
  "else:\n",
  "elif x:\n",
  "try:\n",
  "except ImportError:\n    pass\n",
  "for i in range(2):\n",
  "with torch.no_grad():\n",
  "match x:\n    case 1:\n        y = x\n",
  "@torch.no_grad()\n",
  "import torch\n",
  "from torch import *\n",
  "import torch.nn.functional as F\n",
  "lambda t: t.t()",
  "[v for v in x]",
  "global x\n",
  "print x\n",
  "getattr = 1\n",
  'getattr(x, "view")(2)',
  "self.x",
  "async ",
  "await ",
  "*",
];

/** The text after one more edit. Most are small, and every so often one takes back what the last ones did. */
export function typed(random: Random, text: string, earlier: readonly string[]): string {
  const kind = random.below(20);
  if (kind < 2 && earlier.length > 0) return random.pick(earlier.slice(-4));
  if (kind === 2)
    return text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text.replaceAll("\n", "\r\n");
  const at = place(random, text);
  if (kind < 10) return text.slice(0, at) + random.pick(pieces) + text.slice(at);
  const length = 1 + random.below(random.below(5) === 0 ? 400 : 6);
  if (kind < 14) return text.slice(0, at) + text.slice(at + length);
  if (kind < 17) return text.slice(0, at) + random.pick(pieces) + text.slice(at + length);
  if (kind < 19) {
    // Whole lines, moved in or out or taken to another place.
    const start = text.lastIndexOf("\n", at) + 1;
    const end =
      start +
      text
        .slice(start)
        .split("\n")
        .slice(0, 1 + random.below(8))
        .join("\n").length +
      1;
    const lines = text.slice(start, end);
    const rest = text.slice(0, start) + text.slice(end);
    if (random.below(3) === 0) {
      const to = rest.lastIndexOf("\n", random.below(rest.length + 1)) + 1;
      return rest.slice(0, to) + lines + rest.slice(to);
    }
    const moved =
      random.below(2) === 0 ? lines.replaceAll(/^(?=.)/gm, "    ") : lines.replaceAll(/^ {4}/gm, "");
    return text.slice(0, start) + moved + text.slice(end);
  }
  return text.slice(0, at);
}

/** Anywhere, or where people type: at the end or the beginning of a line, inside a string, after a dot. */
function place(random: Random, text: string): number {
  const anywhere = random.below(text.length + 1);
  const mark = random.pick([null, "\n", "\n", '"', "'", ".", "(", " = ", "    "]);
  if (mark === null) return anywhere;
  const found = text.indexOf(mark, anywhere);
  return found === -1 ? anywhere : random.below(2) === 0 ? found : found + mark.length;
}
