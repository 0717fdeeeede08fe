import type { FunctionStmt } from "../../syntax/ast.js";
import type { ParameterEntry } from "../moduleTree.js";
import { ancestors } from "./classes.js";
import type { Placed } from "./emitTree.js";
import type { Engine } from "./engine.js";
import { MethodSyntax } from "./methodSyntax.js";
import { combine, UseRules, type Use } from "./useRules.js";
import type { ClassValue } from "./values.js";

/** Methods that give parameters their first values or describe them say nothing about what the model computes. */
const NOT_COMPUTING =
  /^(_?(re)?(init|reset|load|save|extra_repr|state_dict|from_pretrained|set_|get_num).*|__(?!call).*)$/;

interface Read {
  /** What follows `self.`, such as `visual.proj`. */
  readonly chain: string;
  readonly uses: ReadonlySet<Use>;
}

/** Finds out how the code uses parameters that belong to no built-in layer; the same rules as for recorded trees. */
export function readUses(
  engine: Engine,
  found: readonly Placed[],
  framework: "torch" | "paddle",
): Map<string, ParameterEntry["use"]> {
  const raw = new Set<string>();
  for (const { path, layer } of found) {
    if (layer.cls !== null) for (const name of layer.parameters.keys()) raw.add(join(path, name));
  }
  const collected = new Map<string, Set<Use>>();
  if (raw.size === 0) return collected as Map<string, never>;
  const reader = new ClassReader(engine, framework);
  for (const { path, layer } of found) {
    if (layer.cls === null) continue;
    for (const { chain, uses } of reader.reads(layer.cls)) {
      const name = join(path, chain);
      if (!raw.has(name)) continue;
      const all = collected.get(name) ?? new Set();
      for (const use of uses) all.add(use);
      collected.set(name, all);
    }
  }
  return new Map([...collected].map(([name, uses]) => [name, combine(uses)]));
}

class ClassReader {
  readonly #reads = new Map<unknown, readonly Read[]>();
  readonly #methods = new Map<unknown, readonly MethodSyntax[]>();

  constructor(
    private readonly engine: Engine,
    private readonly framework: "torch" | "paddle",
  ) {}

  /** Every attribute chain that the class and its bases read from self. */
  reads(cls: ClassValue): readonly Read[] {
    const known = this.#reads.get(cls.definition);
    if (known !== undefined) return known;
    const result = this.runnable(cls).flatMap((method) =>
      method.selfChains().map(({ chain, node }) => ({
        chain,
        uses: new UseRules(this.engine, method, this.framework).usesOf(node),
      })),
    );
    this.#reads.set(cls.definition, result);
    return result;
  }

  /** The methods that an instance can run: an override hides the one it does not call through super(). */
  private runnable(cls: ClassValue): MethodSyntax[] {
    const hidden = new Set<string>();
    const result: MethodSyntax[] = [];
    for (const ancestor of ancestors(this.engine, cls)) {
      if (typeof ancestor === "string") continue;
      const methods = this.methodsOf(ancestor);
      result.push(...methods.filter((method) => !hidden.has(method.name)));
      for (const method of methods) if (!method.callsSuper) hidden.add(method.name);
    }
    return result;
  }

  private methodsOf(cls: ClassValue): readonly MethodSyntax[] {
    const known = this.#methods.get(cls.definition);
    if (known !== undefined) return known;
    const methods = cls.definition.body.body
      .filter((statement): statement is FunctionStmt => statement.type === "Function")
      .filter((fn) => !NOT_COMPUTING.test(fn.name.name) && fn.params.length > 0)
      .map((fn) => new MethodSyntax(fn, cls.module));
    this.#methods.set(cls.definition, methods);
    return methods;
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
