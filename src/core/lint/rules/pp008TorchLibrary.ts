import type { ImportFromStmt, Stmt } from "../../syntax/ast.js";
import type { Finding } from "../finding.js";
import { defineRule } from "../rule.js";

/** Packages that work on PyTorch's tensors or subclass its modules. */
const libraries = new Set(
  "torchvision torchaudio torchtext timm transformers diffusers accelerate peft open_clip clip cn_clip fairscale fairseq deepspeed xformers apex pytorch_lightning lightning torchmetrics kornia bitsandbytes triton mmcv mmengine sentence_transformers fvcore detectron2 torch_geometric ignite torchdiffeq optimum trl vllm".split(
    " ",
  ),
);

/** Parts of transformers that work on plain Python values. */
const neutral = /(Tokenizer(Fast)?|Config)$/;

/** A library that is built on PyTorch is imported: it cannot take Paddle's tensors. */
export const rule = defineRule({
  code: "PP008",
  name: "torch-library",
  summary: "A library built on PyTorch is imported.",
  severity: "warning",
  docs: {
    what: "Reports imports of libraries that are built on PyTorch (`transformers`, `torchvision`, `timm` …), and PyTorch modules that are imported by a string.",
    why: "Their functions take and return PyTorch's tensors. On Paddle the import fails, or the first call does.",
    fixSafety:
      "There is no fix. Look for the same component in PaddleNLP, PaddleFormers, PaddleMIX or paddle.vision, or port the source of the one you need.",
    limits:
      "Only packages on a list are known; others are passed over. Tokenizers and configurations of transformers are taken as they are.",
  },
  check: (context) => [
    ...context
      .statementsOf("Import")
      .flatMap((statement) => statement.names.flatMap(({ name }) => imported(statement, name.text))),
    ...context
      .statementsOf("ImportFrom")
      .filter((statement) => statement.level === 0 && !isNeutral(statement))
      .flatMap((statement) => imported(statement, statement.module?.text ?? "")),
    ...context.calls.flatMap((call): Finding[] => {
      const { callee } = call;
      const named =
        callee.type === "Attribute" ? callee.attribute.name : callee.type === "Name" ? callee.name : "";
      const [first] = call.args;
      if ((named !== "import_module" && named !== "__import__") || first?.value.type !== "String") return [];
      const library = first.value.value?.split(".")[0] ?? "";
      return library === "torch" || libraries.has(library)
        ? [found({ start: call.start, end: call.end }, library)]
        : [];
    }),
  ],
});

function isNeutral(statement: ImportFromStmt): boolean {
  return (
    statement.module?.text === "transformers" &&
    statement.names.length > 0 &&
    statement.names.every(({ name }) => neutral.test(name.text))
  );
}

function imported({ start, end }: Stmt, name: string): Finding[] {
  const library = name.split(".")[0] ?? name;
  return libraries.has(library) ? [found({ start, end }, library)] : [];
}

function found(range: { start: number; end: number }, library: string): Finding {
  const message = `\`${library}\` works on PyTorch's tensors. Use its counterpart in PaddleNLP, PaddleFormers, PaddleMIX or paddle.vision, or port the part that is needed.`;
  return { code: "PP008", severity: "warning", range, message, fix: null, blocks: true };
}
