import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A node of a model to encode. */
export interface NodeToEncode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** The body of an If: it becomes the attribute `then_branch`. */
  readonly body?: readonly NodeToEncode[];
}

export interface ModelToEncode {
  readonly nodes: readonly NodeToEncode[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly initializers?: readonly string[];
  /** Initializer → file that holds it. */
  readonly external?: Readonly<Record<string, string>>;
}

/** Encodes a model as onnx.proto says, without types and without weights' values. */
export function encodeModel(model: ModelToEncode): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(10);
  text(writer, 2, "pytorch");
  text(writer, 3, "2.13.0");
  inner(writer, 8, (opset) => opset.tag(2, WireType.Varint).int64(20));
  inner(writer, 7, (graph) => writeGraph(graph, model));
  return writer.finish();
}

/** The metadata that PyTorch's newer exporter gives a node called in these modules, outermost first. */
export function scoped(paths: readonly string[], rule?: string): Record<string, string> {
  const quoted = [...paths, "op"].map((path) => `'${path}'`).join(", ");
  const classes = paths.map((path) => `'some.${path === "" ? "Model" : path}'`).join(", ");
  return {
    "pkg.torch.onnx.name_scopes": `[${quoted}]`,
    "pkg.torch.onnx.class_hierarchy": `[${classes}, 'aten.op.default']`,
    ...(rule === undefined ? {} : { "pkg.onnxscript.rewriter.rule_name": rule }),
  };
}

function writeGraph(graph: BinaryWriter, model: ModelToEncode): void {
  for (const node of model.nodes) inner(graph, 1, (writer) => writeNode(writer, node));
  for (const name of model.initializers ?? []) {
    inner(graph, 5, (tensor) => {
      text(tensor, 8, name);
      const file = model.external?.[name];
      if (file === undefined) {
        // raw_data, as large as a varint of two bytes says.
        tensor.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(400));
        return;
      }
      inner(tensor, 13, (entry) => {
        text(entry, 1, "location");
        text(entry, 2, file);
      });
    });
  }
  for (const name of model.inputs ?? []) inner(graph, 11, (info) => text(info, 1, name));
  for (const name of model.outputs ?? []) inner(graph, 12, (info) => text(info, 1, name));
}

function writeNode(writer: BinaryWriter, node: NodeToEncode): void {
  for (const name of node.inputs) text(writer, 1, name);
  for (const name of node.outputs) text(writer, 2, name);
  text(writer, 3, node.name ?? "");
  text(writer, 4, node.op);
  const { body } = node;
  if (body) {
    inner(writer, 5, (attribute) => {
      text(attribute, 1, "then_branch");
      inner(attribute, 6, (graph) => writeGraph(graph, { nodes: body }));
    });
  }
  for (const [key, value] of Object.entries(node.metadata ?? {})) {
    inner(writer, 9, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
}

function inner(writer: BinaryWriter, field: number, fill: (writer: BinaryWriter) => unknown): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  fill(writer);
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}
