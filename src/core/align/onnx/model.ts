import { BinaryReader, type WireType } from "@bufbuild/protobuf/wire";

/**
 * What an alignment needs of an ONNX file: the graph without its weights. The fields are read one by one from the
 * protobuf encoding, so that tensors of gigabytes are passed over and never copied. Numbers are those of onnx.proto.
 */

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** Empty strings stand for optional inputs that are left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Values from outside that the bodies of If, Loop and Scan use. */
  readonly captured: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
  /** The encoded node, a part of the file. */
  readonly bytes: Uint8Array;
}

export interface OnnxModel {
  readonly producer: string;
  /** Operator sets, such as "ai.onnx 20". */
  readonly opsets: readonly string[];
  /** Inputs that have to be fed: those that an initializer fills are left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  /** Names of the tensors that are stored with the graph. */
  readonly initializers: ReadonlySet<string>;
  /** Files beside the model that hold tensors, relative to its folder. */
  readonly externalFiles: readonly string[];
}

/** Field numbers of ModelProto and GraphProto, for reading and for writing. */
export const modelFields = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  graph: 7,
  opsets: 8,
} as const;
export const graphFields = { node: 1, initializer: 5, input: 11, output: 12, sparseInitializer: 15 } as const;
export const nodeFields = {
  input: 1,
  output: 2,
  name: 3,
  opType: 4,
  attribute: 5,
  doc: 6,
  metadata: 9,
} as const;

/**
 * Reads the graph of a model.
 * @throws RangeError saying what is wrong when the bytes are no ONNX model
 */
export function readOnnxModel(bytes: Uint8Array): OnnxModel {
  try {
    return readModel(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(reason, { cause: error });
  }
}

function readModel(bytes: Uint8Array): OnnxModel {
  let irVersion = 0;
  const producer = ["", ""];
  const opsets: string[] = [];
  const graphs: Uint8Array[] = [];
  eachField(bytes, (field, reader) => {
    if (field === modelFields.irVersion) irVersion = Number(reader.int64());
    else if (field === modelFields.producerName) producer[0] = reader.string();
    else if (field === modelFields.producerVersion) producer[1] = reader.string();
    else if (field === modelFields.opsets) opsets.push(readOpset(reader.bytes()));
    else if (field === modelFields.graph) graphs.push(reader.bytes());
    else return false;
    return true;
  });
  if (irVersion === 0 || graphs.length === 0) throw new RangeError("it holds no graph");
  const parts = noParts();
  for (const graph of graphs) readGraph(graph, parts);
  return {
    producer: producer.join(" ").trim(),
    opsets,
    inputs: parts.inputs.filter((name) => !parts.initializers.has(name)),
    outputs: parts.outputs,
    nodes: parts.nodes,
    initializers: parts.initializers,
    externalFiles: [...parts.external],
  };
}

interface GraphParts {
  readonly nodes: OnnxNode[];
  readonly initializers: Set<string>;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly external: Set<string>;
}

function noParts(): GraphParts {
  return { nodes: [], initializers: new Set(), inputs: [], outputs: [], external: new Set() };
}

function readGraph(bytes: Uint8Array, parts: GraphParts): void {
  eachField(bytes, (field, reader) => {
    if (field === graphFields.node) parts.nodes.push(readNode(reader.bytes()));
    else if (field === graphFields.initializer) readInitializer(reader.bytes(), parts);
    else if (field === graphFields.sparseInitializer) readSparse(reader.bytes(), parts);
    else if (field === graphFields.input) parts.inputs.push(stringField(reader.bytes(), 1));
    else if (field === graphFields.output) parts.outputs.push(stringField(reader.bytes(), 1));
    else return false;
    return true;
  });
}

function readNode(bytes: Uint8Array): OnnxNode {
  let name = "";
  let opType = "";
  const inputs: string[] = [];
  const outputs: string[] = [];
  const captured: string[] = [];
  const metadata = new Map<string, string>();
  eachField(bytes, (field, reader) => {
    if (field === nodeFields.input) inputs.push(reader.string());
    else if (field === nodeFields.output) outputs.push(reader.string());
    else if (field === nodeFields.name) name = reader.string();
    else if (field === nodeFields.opType) opType = reader.string();
    else if (field === nodeFields.attribute) captured.push(...capturedBy(reader.bytes()));
    else if (field === nodeFields.metadata) metadata.set(...readEntry(reader.bytes()));
    else return false;
    return true;
  });
  return { name, opType, inputs, outputs, captured, metadata, bytes };
}

/** The names that the graphs in an attribute (fields 6 and 11 of AttributeProto) use without making them. */
function capturedBy(attribute: Uint8Array): string[] {
  const found: string[] = [];
  eachField(attribute, (field, reader) => {
    if (field !== 6 && field !== 11) return false;
    const parts = noParts();
    readGraph(reader.bytes(), parts);
    const own = new Set([
      ...parts.inputs,
      ...parts.initializers,
      ...parts.nodes.flatMap(({ outputs }) => outputs),
    ]);
    const used = [
      ...parts.nodes.flatMap(({ inputs, captured }) => [...inputs, ...captured]),
      ...parts.outputs,
    ];
    found.push(...used.filter((name) => name !== "" && !own.has(name)));
    return true;
  });
  return found;
}

/** TensorProto: name is field 8, external_data field 13 with the key "location". */
function readInitializer(bytes: Uint8Array, parts: GraphParts): void {
  eachField(bytes, (field, reader) => {
    if (field === 8) {
      parts.initializers.add(reader.string());
      return true;
    }
    if (field !== 13) return false;
    const [key, value] = readEntry(reader.bytes());
    if (key === "location") parts.external.add(value);
    return true;
  });
}

/** SparseTensorProto: its values, field 1, carry the name. */
function readSparse(bytes: Uint8Array, parts: GraphParts): void {
  eachField(bytes, (field, reader) => {
    if (field !== 1) return false;
    readInitializer(reader.bytes(), parts);
    return true;
  });
}

function readOpset(bytes: Uint8Array): string {
  let version = "";
  eachField(bytes, (field, reader) => {
    if (field !== 2) return false;
    version = String(reader.int64());
    return true;
  });
  return `${stringField(bytes, 1) || "ai.onnx"} ${version}`;
}

function readEntry(bytes: Uint8Array): [string, string] {
  return [stringField(bytes, 1), stringField(bytes, 2)];
}

function stringField(bytes: Uint8Array, wanted: number): string {
  let found = "";
  eachField(bytes, (field, reader) => {
    if (field !== wanted) return false;
    found = reader.string();
    return true;
  });
  return found;
}

/** Goes through the fields of a message. `take` reads the value and returns true, or leaves it and returns false. */
export function eachField(
  bytes: Uint8Array,
  take: (field: number, reader: BinaryReader, wire: WireType) => boolean,
): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (!take(field, reader, wire)) reader.skip(wire, field);
  }
}
