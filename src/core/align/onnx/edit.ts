import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

import { eachField, graphFields, modelFields, nodeFields, type OnnxModel, type OnnxNode } from "./model.js";

/*
 * Both edits only add. A message that occurs twice in the protobuf encoding is merged, so a second `graph` after the end
 * of the file adds to the first: the bytes of the model, its weights included, stay as they are.
 */

/** Adds outputs to a model, so that values inside the graph can be fetched. */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  return joined([model, message(modelFields.graph, names.map(output))]);
}

/** Some nodes of a graph, to be computed a second time. */
export interface Copy {
  /** Stands before the names of the copy's values. */
  readonly prefix: string;
  readonly nodes: readonly number[];
  /** Values to fetch from the copy. */
  readonly fetch: readonly string[];
}

/**
 * Adds copies of parts of a graph in which float32 values are changed at random by up to a unit in their last place, as
 * another kernel's rounding would change them. What a copy takes from outside comes from the graph itself.
 * @param rounded the float32 values to change, where a copy makes them and where it takes them in
 */
export function withRoundedCopies(
  bytes: Uint8Array,
  { nodes }: OnnxModel,
  copies: readonly Copy[],
  rounded: ReadonlySet<string>,
): Uint8Array {
  const added: Uint8Array[] = [];
  let seed = 0;
  for (const copy of copies) {
    const parts = copy.nodes.flatMap((index) => nodes[index] ?? []);
    const made = new Set(parts.flatMap(({ outputs }) => outputs));
    const own = (name: string): string => `${copy.prefix}${name}`;
    const taken = new Set(parts.flatMap(({ inputs }) => inputs).filter((name) => rounded.has(name)));
    for (const name of taken) if (!made.has(name)) added.push(...perturbing(name, own(name), ++seed));
    for (const node of parts) {
      const output = (name: string): string => (rounded.has(name) ? exact(own(name)) : own(name));
      added.push(
        renamed(node, (name) => (made.has(name) || rounded.has(name) ? own(name) : name), output),
        ...node.outputs
          .filter((name) => rounded.has(name))
          .flatMap((name) => perturbing(exact(own(name)), own(name), ++seed)),
      );
    }
    added.push(...copy.fetch.map((name) => output(own(name))));
  }
  return joined([bytes, message(modelFields.graph, added)]);
}

function exact(name: string): string {
  return `${name}/exact`;
}

/** `factors = RandomUniformLike(from); to = Mul(from, factors)`, with factors from 1 - 2^-23 to 1 + 2^-23. */
function perturbing(from: string, to: string, seed: number): Uint8Array[] {
  const factors = `${to}/factors`;
  return [
    message(graphFields.node, [
      text(nodeFields.input, from),
      text(nodeFields.output, factors),
      text(nodeFields.opType, "RandomUniformLike"),
      floatAttribute("low", 1 - 2 ** -23),
      floatAttribute("high", 1 + 2 ** -23),
      floatAttribute("seed", seed),
    ]),
    message(graphFields.node, [
      text(nodeFields.input, from),
      text(nodeFields.input, factors),
      text(nodeFields.output, to),
      text(nodeFields.opType, "Mul"),
    ]),
  ];
}

/** A node with other names for its values. Names that the bodies of If, Loop and Scan take from outside stay. */
function renamed(
  node: OnnxNode,
  input: (name: string) => string,
  output: (name: string) => string,
): Uint8Array {
  const left: readonly number[] = [
    nodeFields.input,
    nodeFields.output,
    nodeFields.name,
    nodeFields.doc,
    nodeFields.metadata,
  ];
  // An empty name stands for an optional value that is left out.
  const name = (given: string, rename: (name: string) => string): string =>
    given === "" ? "" : rename(given);
  return message(graphFields.node, [
    ...node.inputs.map((given) => text(nodeFields.input, name(given, input))),
    ...node.outputs.map((given) => text(nodeFields.output, name(given, output))),
    ...fieldsBut(node.bytes, left),
  ]);
}

/** A ValueInfoProto with a name and no type, which ONNX Runtime finds out itself. */
function output(name: string): Uint8Array {
  return message(graphFields.output, [text(1, name)]);
}

/** AttributeProto: name 1, f 2, type 20, of which 1 is FLOAT. */
function floatAttribute(name: string, value: number): Uint8Array {
  return message(nodeFields.attribute, [
    text(1, name),
    new BinaryWriter().tag(2, WireType.Bit32).float(value).finish(),
    new BinaryWriter().tag(20, WireType.Varint).int32(1).finish(),
  ]);
}

/** The fields of a message except some, each as it stands. */
function fieldsBut(bytes: Uint8Array, left: readonly number[]): Uint8Array[] {
  const kept: Uint8Array[] = [];
  let from = 0;
  eachField(bytes, (field, reader, wire) => {
    reader.skip(wire, field);
    if (!left.includes(field)) kept.push(bytes.subarray(from, reader.pos));
    from = reader.pos;
    return true;
  });
  return kept;
}

function text(field: number, value: string): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).string(value).finish();
}

function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(joined(parts)).finish();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
