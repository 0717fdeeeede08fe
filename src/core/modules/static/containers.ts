import type { Engine } from "./engine.js";
import { isNone, textOf, type CallArguments, type Item, type ModuleValue, type Value } from "./values.js";

/** Fills a Sequential, ModuleList or ModuleDict as its constructor would. */
export function fillContainer(engine: Engine, container: ModuleValue, args: CallArguments): void {
  const [first] = args.positional;
  if (container.kind === "Sequential") {
    if (args.positional.length === 1 && first?.type === "dict") addEntries(engine, container, first);
    else for (const value of args.positional) addItems(engine, container, spreadOne(value));
    for (const [name, value] of args.keywords) addChild(engine, container, name, value);
  } else if (container.kind === "ModuleList" || container.kind === "ParameterList") {
    const given =
      first ?? args.keywords.get("modules") ?? args.keywords.get("sublayers") ?? args.keywords.get("values");
    if (given !== undefined) extend(engine, container, given);
  } else if (first !== undefined) addEntries(engine, container, first);
}

/** A value in the place of one argument: itself, `(name, layer)`, or what `*layers` of unknown number left. */
function spreadOne(value: Value): readonly Item[] {
  if (value.type === "sequence" && value.of === "set") return value.items;
  return [{ value, repeated: false }];
}

/** `container.extend(values)`. */
export function extend(engine: Engine, container: ModuleValue, values: Value): void {
  if (values.type === "sequence") addItems(engine, container, values.items);
  else if (values.type === "module") {
    for (const child of values.children.values())
      if (child !== null) addChild(engine, container, nextName(container), child);
  }
}

function addItems(engine: Engine, container: ModuleValue, items: readonly Item[]): void {
  for (const { value, repeated } of items) {
    // Paddle's Sequential also takes pairs of a name and a layer, and both take a list.
    if (value.type === "sequence" && value.of === "tuple" && value.items.length === 2) {
      const [name, layer] = value.items;
      if (name?.value.type === "const" && layer !== undefined)
        addChild(engine, container, String(name.value.value), layer.value);
    } else if (value.type === "sequence" && container.kind === "Sequential")
      addItems(engine, container, value.items);
    else
      addChild(engine, container, repeated || engine.repeats(container) ? "{N}" : nextName(container), value);
  }
}

/** `container.append(value)`. */
export function append(engine: Engine, container: ModuleValue, value: Value): void {
  addItems(engine, container, [{ value, repeated: false }]);
}

/** `container.insert(index, value)`: what follows moves up by one. */
export function insert(container: ModuleValue, index: number, value: Value): void {
  if (value.type !== "module") return;
  const children = [...container.children.values()];
  children.splice(index, 0, value);
  container.children.clear();
  children.forEach((child, at) => container.children.set(String(at), child));
}

function addEntries(engine: Engine, container: ModuleValue, values: Value): void {
  if (values.type === "dict")
    for (const [name, value] of values.entries) addChild(engine, container, String(name), value);
  else if (values.type === "sequence") {
    for (const { value } of values.items) {
      const pair = value.type === "sequence" ? value.items : [];
      const [name, layer] = pair;
      if (name?.value.type === "const" && layer !== undefined)
        addChild(engine, container, String(name.value.value), layer.value);
      else addChild(engine, container, nextName(container), value);
    }
  }
}

/** Adds a layer or parameter under a name; something that is not known keeps its place, and the tree says so. */
export function addChild(engine: Engine, container: ModuleValue, name: string, value: Value): void {
  if (value.type === "module") container.children.set(name, value);
  else if (value.type === "tensor" && value.parameter) container.parameters.set(name, value);
  else {
    container.children.set(name, null);
    if (!isNone(value))
      engine.noteHere(
        `what "${textOf(value)}" is, is not known from source; in its container it is left out.`,
      );
  }
}

function nextName(container: ModuleValue): string {
  return String(container.children.size + container.parameters.size);
}
