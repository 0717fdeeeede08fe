import type { Argument, Block, Expr, Parameter, Stmt } from "../../../src/core/syntax/ast.js";

/** Writes a tree as one line: the node's type and, in brackets, its parts in the order of the source. */
export function dump(node: Expr | Stmt): string {
  switch (node.type) {
    case "Name":
      return node.name;
    case "Number":
      return `${node.of}:${node.value}`;
    case "Constant":
      return String(node.value);
    case "String":
      return `${node.bytes ? "bytes" : "str"}(${[node.value ?? "?", ...node.interpolations.map(dump)].join(" ")})`;
    case "Attribute":
      return `${dump(node.object)}.${node.attribute.name}`;
    case "Call":
      return `call(${[dump(node.callee), ...node.args.map(argument)].join(" ")})`;
    case "Subscript":
      return `item(${[node.object, ...node.indices].map(dump).join(" ")})`;
    case "Slice":
      return `slice(${node.parts.map(dump).join(" ")})`;
    case "Binary":
    case "Bool":
      return `(${dump(node.left)} ${node.operator} ${dump(node.right)})`;
    case "Unary":
      return `(${node.operator} ${dump(node.operand)})`;
    case "Compare":
      return `cmp(${node.operands.map((operand, index) => (index === 0 ? "" : `${node.operators[index - 1] ?? "?"} `) + dump(operand)).join(" ")})`;
    case "Conditional":
      return `if(${dump(node.test)} ? ${dump(node.body)} : ${dump(node.orElse)})`;
    case "Lambda":
      return `lambda(${[...node.params.map(parameter), `-> ${dump(node.body)}`].join(" ")})`;
    case "Walrus":
      return `(${node.target.name} := ${dump(node.value)})`;
    case "Await":
      return `await(${dump(node.value)})`;
    case "Starred":
      return `*${dump(node.value)}`;
    case "Yield":
      return `yield(${optional(node.value)})`;
    case "List":
    case "Tuple":
    case "Set":
      return `${node.type}(${node.items.map(dump).join(" ")})`;
    case "Dict":
      return `Dict(${node.entries.map(({ key, value }) => `${key === null ? "**" : `${dump(key)}:`}${dump(value)}`).join(" ")})`;
    case "Comprehension":
      return `${node.of}comp(${[node.key === null ? "" : `${dump(node.key)}:`, dump(node.element)].join("")}${node.clauses
        .map(
          (clause) =>
            ` for ${dump(clause.target)} in ${dump(clause.iterable)}${clause.conditions.map((test) => ` if ${dump(test)}`).join("")}`,
        )
        .join("")})`;
    case "Paren":
      return `paren(${dump(node.inner)})`;
    case "Opaque":
      return `opaque(${node.children.map(dump).join(" ")})`;
    default:
      return statement(node);
  }
}

function statement(node: Stmt): string {
  switch (node.type) {
    case "Expression":
      return dump(node.value);
    case "Assign":
      return `assign(${node.targets.map(dump).join(" = ")}${node.annotation === null ? "" : `: ${dump(node.annotation)}`} = ${optional(node.value)})`;
    case "AugAssign":
      return `aug(${dump(node.target)} ${node.operator} ${dump(node.value)})`;
    case "Return":
      return `return(${optional(node.value)})`;
    case "Delete":
      return `del(${node.targets.map(dump).join(" ")})`;
    case "Raise":
    case "Assert":
      return `${node.type.toLowerCase()}(${node.values.map(dump).join(" ")})`;
    case "Global":
    case "Nonlocal":
      return `${node.type.toLowerCase()}(${node.names.map((name) => name.name).join(" ")})`;
    case "Import":
      return `import(${node.names.map((name) => name.name.text + as(name.alias?.name)).join(" ")})`;
    case "ImportFrom":
      return `from(${".".repeat(node.level)}${node.module?.text ?? ""}${node.future ? "!" : ""} import ${node.star ? "*" : node.names.map((name) => name.name.text + as(name.alias?.name)).join(" ")})`;
    case "If":
      return `if(${dump(node.test)} ${block(node.then)}${orElse(node.orElse)})`;
    case "While":
      return `while(${dump(node.test)} ${block(node.body)}${orElse(node.orElse)})`;
    case "For":
      return `for(${dump(node.target)} in ${dump(node.iterable)} ${block(node.body)}${orElse(node.orElse)})`;
    case "Try":
      return `try(${block(node.body)}${node.handlers
        .map(
          (handler) =>
            ` except ${optional(handler.exception)}${as(handler.name?.name)} ${block(handler.body)}`,
        )
        .join("")}${orElse(node.orElse)}${node.finally === null ? "" : ` finally ${block(node.finally)}`})`;
    case "With":
      return `with(${node.items.map((item) => dump(item.context) + (item.target === null ? "" : ` as ${dump(item.target)}`)).join(", ")} ${block(node.body)})`;
    case "Function":
      return `${node.async ? "async " : ""}def(${node.decorators.map((decorator) => `@${dump(decorator.expression)} `).join("")}${node.name.name}(${node.params.map(parameter).join(" ")})${node.returns === null ? "" : ` -> ${dump(node.returns)}`} ${block(node.body)})`;
    case "Class":
      return `class(${node.decorators.map((decorator) => `@${dump(decorator.expression)} `).join("")}${node.name.name}(${node.bases.map(argument).join(" ")}) ${block(node.body)})`;
    case "Match":
      return `match(${dump(node.subject)}${node.cases
        .map(
          (clause) =>
            ` case [${clause.captures.map((name) => name.name).join(" ")}]${clause.guard === null ? "" : ` if ${dump(clause.guard)}`} ${block(clause.body)}`,
        )
        .join("")})`;
    default:
      return node.type.toLowerCase();
  }
}

function argument(node: Argument): string {
  const prefix = { positional: "", keyword: `${node.keyword?.name ?? "?"}=`, star: "*", doubleStar: "**" };
  return prefix[node.kind] + dump(node.value);
}

function parameter(node: Parameter): string {
  const prefix = {
    plain: "",
    keywordOnly: "kw ",
    positionalOnly: "pos ",
    varPositional: "*",
    varKeyword: "**",
  };
  const annotation = node.annotation === null ? "" : `: ${dump(node.annotation)}`;
  return `${prefix[node.kind]}${node.name.name}${annotation}${node.default === null ? "" : `=${dump(node.default)}`}`;
}

function block(node: Block): string {
  return `{${node.body.map(dump).join("; ")}}`;
}

function orElse(node: Block | null): string {
  return node === null ? "" : ` else ${block(node)}`;
}

function optional(node: Expr | null): string {
  return node === null ? "-" : dump(node);
}

function as(name: string | undefined): string {
  return name === undefined ? "" : ` as ${name}`;
}
