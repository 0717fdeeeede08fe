import type { ModuleValue, TensorValue, Value } from "./values.js";

/** `copy.deepcopy`: new layers and parameters, with what is shared inside still shared. */
export function deepCopy(value: Value): Value {
  return copyValue(value, new Map());
}

function copyValue(value: Value, done: Map<Value, Value>): Value {
  const known = done.get(value);
  if (known !== undefined) return known;
  switch (value.type) {
    case "module":
      return copyLayer(value, done);
    case "tensor": {
      const copy: TensorValue = { ...value };
      done.set(value, copy);
      return copy;
    }
    case "sequence":
      return {
        ...value,
        items: value.items.map((item) => ({ ...item, value: copyValue(item.value, done) })),
      };
    case "dict":
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, inner]) => [key, copyValue(inner, done)])),
      };
    default:
      return value;
  }
}

function copyLayer(layer: ModuleValue, done: Map<Value, Value>): ModuleValue {
  const copy: ModuleValue = {
    ...layer,
    settings: { ...layer.settings },
    children: new Map(),
    parameters: new Map(),
    buffers: new Map(),
    attributes: new Map(),
  };
  done.set(layer, copy);
  for (const [name, child] of layer.children)
    copy.children.set(name, child === null ? null : (copyValue(child, done) as ModuleValue));
  for (const [name, value] of layer.parameters)
    copy.parameters.set(name, value === null ? null : (copyValue(value, done) as TensorValue));
  for (const [name, { tensor, persistent }] of layer.buffers) {
    copy.buffers.set(name, { tensor: copyValue(tensor, done) as TensorValue, persistent });
  }
  for (const [name, value] of layer.attributes) copy.attributes.set(name, copyValue(value, done));
  return copy;
}
