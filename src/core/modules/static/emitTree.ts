import type { BufferEntry, ModuleEntry, ModuleTree, ParameterEntry } from "../moduleTree.js";
import type { Engine } from "./engine.js";
import { readUses } from "./parameterUse.js";
import type { Dimension, ModuleValue, TensorValue } from "./values.js";

/** Writes what the constructor built in the format that recorded trees have. */
export function emitTree(
  engine: Engine,
  model: ModuleValue,
  framework: "torch" | "paddle",
  name: string,
): ModuleTree {
  const found = [...walk(model, "", [])];
  const uses = readUses(engine, found, framework);
  const first = new Map<TensorValue, string>();
  const parameters: ParameterEntry[] = [];
  const buffers: BufferEntry[] = [];
  for (const { path, layer } of found) {
    for (const [own, value] of layer.parameters) {
      if (value === null) continue;
      const full = join(path, own);
      const tied = first.get(value);
      if (tied === undefined) first.set(value, full);
      parameters.push({
        ...tensorEntry(engine, value, full, path),
        trainable: value.trainable,
        use: uses.get(full) ?? "unknown",
        ...(tied === undefined ? {} : { tiedTo: tied }),
      });
    }
    for (const [own, { tensor, persistent }] of layer.buffers) {
      buffers.push({ ...tensorEntry(engine, tensor, join(path, own), path), persistent });
    }
  }
  return {
    schemaVersion: 1,
    kind: "paddle-port/module-tree",
    framework,
    origin: "static",
    model: name,
    modules: found.map(({ path, layer }) => moduleEntry(path, layer)),
    parameters,
    buffers,
    open: [...engine.open],
  };
}

/** A layer at one of its places in the model. */
export interface Placed {
  readonly path: string;
  readonly layer: ModuleValue;
}

function* walk(layer: ModuleValue, path: string, above: readonly ModuleValue[]): Generator<Placed> {
  yield { path, layer };
  for (const [name, child] of layer.children) {
    if (child !== null && child !== layer && !above.includes(child))
      yield* walk(child, join(path, name), [...above, layer]);
  }
}

function moduleEntry(path: string, layer: ModuleValue): ModuleEntry {
  const { kind, source } = layer;
  const settings = { ...layer.settings };
  for (const name of Object.keys(settings)) {
    // A class that derives from a layer may keep a setting of its own, which is then what the layer has.
    const own = layer.attributes.get(name);
    if (own?.type === "const") settings[name] = own.value;
  }
  return { path, class: layer.className, kind, settings, ...(source === null ? {} : { source }) };
}

function tensorEntry(
  engine: Engine,
  value: TensorValue,
  name: string,
  module: string,
): { name: string; module: string; shape: Dimension[]; dtype: string } {
  if (value.shape === null)
    engine.open.add(`${name}: the shape of "${value.text}" is not known from source.`);
  return {
    name,
    module,
    shape: value.shape === null ? [`shape of ${value.text}`] : [...value.shape],
    dtype: value.dtype,
  };
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
