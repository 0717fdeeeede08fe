import type { AttributeExpr, CallExpr, Expr } from "../../syntax/ast.js";
import type { ParameterEntry } from "../moduleTree.js";
import type { Engine } from "./engine.js";
import type { MethodSyntax } from "./methodSyntax.js";

export type Use = ParameterEntry["use"];

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Methods and attributes by what they do to the parameter's layout; the lists of record_use_rules.py. */
const SAME_LAYOUT = words(
  "to float half double bfloat16 type type_as contiguous clone detach cast astype cuda cpu requires_grad_",
);
const FLIPS = words("transpose permute swapaxes swapdims");
const NO_VALUE = words(
  "dtype device shape ndim size dim numel requires_grad stop_gradient grad is_cuda place name element_size",
);
const POINTWISE = words(
  "abs add add_ sub mul div divide multiply subtract pow exp expm1 log log1p sqrt rsqrt square sin cos tanh sigmoid " +
    "softmax log_softmax relu softplus silu gelu clamp clip sum mean norm normalize std var max min round sign neg where " +
    "expand expand_as broadcast_to repeat tile unsqueeze squeeze view view_as reshape flatten unflatten chunk split unbind " +
    "narrow index_select gather take cat concat stack roll flip pad masked_fill lerp maximum minimum item tolist interpolate " +
    "unsqueeze_ repeat_interleave",
);
const MATMUL = words("matmul mm bmm mv");
const NORMS = words("layer_norm batch_norm group_norm instance_norm rms_norm prelu");
/** What torch.nn.functional.multi_head_attention_forward gives to F.linear. */
const ATTENTION = words("in_proj_weight out_proj_weight q_proj_weight k_proj_weight v_proj_weight");

/** The one use that stands for all: pointwise work does not change the layout that a product needs. */
export function combine(uses: ReadonlySet<Use>): Use {
  const rest = new Set(uses);
  const product = (["x@W", "W@x", "embedding", "convolution"] as const).some((use) => rest.has(use));
  if (rest.size === 2 && rest.has("elementwise") && product) rest.delete("elementwise");
  const [only] = rest;
  return rest.size === 1 && only !== undefined ? only : "unknown";
}

/** Says what a method does with a value: is its layout decided by the call that consumes it? */
export class UseRules {
  readonly #seen = new Set<string>();

  constructor(
    private readonly engine: Engine,
    private readonly method: MethodSyntax,
    private readonly framework: "torch" | "paddle",
  ) {}

  usesOf(node: Expr): ReadonlySet<Use> {
    return new Set(this.follow(node, false));
  }

  /** The uses of a value; `flipped` if it is the parameter transposed. */
  private follow(node: Expr, flipped: boolean): Use[] {
    const parent = this.method.parent(node);
    if (parent === undefined || this.method.isTarget(node)) return parent === undefined ? ["unknown"] : [];
    switch (parent.type) {
      case "Paren":
        return this.follow(parent, flipped);
      case "Attribute":
        return this.attribute(parent, flipped);
      case "Binary":
        if (parent.operator === "@") return [product(parent.right === node, flipped)];
        return this.pointwise(parent);
      case "Unary":
        return parent.operator === "not" ? [] : this.pointwise(parent);
      case "Subscript":
        return parent.object === node ? this.pointwise(parent) : ["elementwise"];
      case "Call":
        return this.argument(parent, node, flipped);
      case "Conditional":
        return parent.test === node ? [] : this.follow(parent, flipped);
      case "Assign":
        return parent.targets.flatMap((target) => this.assigned(target, flipped));
      case "Walrus":
        return [...this.assigned(parent.target, flipped), ...this.follow(parent, flipped)];
      case "AugAssign":
        return parent.operator === "@=" ? [product(true, flipped)] : ["elementwise"];
      case "List":
      case "Tuple": {
        const holder = this.method.parent(parent);
        return holder?.type === "Call" ? this.pointwise(parent) : ["unknown"];
      }
      case "Compare":
      case "Bool":
      case "If":
      case "While":
      case "Assert":
      case "Expression":
      case "String":
        return [];
      default:
        return ["unknown"];
    }
  }

  private attribute(node: AttributeExpr, flipped: boolean): Use[] {
    const name = node.attribute.name;
    if (name === "T" || name === "mT") return this.follow(node, !flipped);
    if (name === "data") return this.follow(node, flipped);
    if (NO_VALUE.has(name)) return [];
    const call = this.method.parent(node);
    if (call?.type !== "Call" || call.callee !== node) return ["unknown"];
    if (SAME_LAYOUT.has(name)) return this.follow(call, flipped);
    if (name === "t" || (FLIPS.has(name) && swaps(call, name))) return this.follow(call, !flipped);
    if (MATMUL.has(name)) return [product(false, flipped !== flag(call, "transpose_x"))];
    return POINTWISE.has(name) ? this.pointwise(call) : ["unknown"];
  }

  private argument(call: CallExpr, node: Expr, flipped: boolean): Use[] {
    const given = call.args.find((argument) => argument.value === node);
    if (given === undefined) return ["unknown"];
    const keyword = given.keyword?.name ?? null;
    const position = given.kind === "positional" ? call.args.indexOf(given) : null;
    const api = this.api(call.callee);
    if (api === "linear" || api === "embedding" || api?.startsWith("conv") === true) {
      if (keyword !== "weight" && position !== 1) return ["elementwise"];
      if (api === "linear" && flipped) {
        // PyTorch multiplies with the transpose, Paddle with the matrix itself.
        return [this.framework === "torch" ? "x@W" : "W@x"];
      }
      if (flipped) return ["unknown"];
      return [api === "linear" || api === "embedding" ? api : "convolution"];
    }
    if (api !== null && MATMUL.has(api)) {
      const right = position === 1 || ["other", "mat2", "y", "input2"].includes(keyword ?? "");
      return [product(right, flipped !== flag(call, right ? "transpose_y" : "transpose_x"))];
    }
    if (api === "multi_head_attention_forward" && keyword !== null) {
      if (ATTENTION.has(keyword)) return [flipped ? "unknown" : "linear"];
      return [keyword.includes("bias") ? "elementwise" : "unknown"];
    }
    if (api === "einsum") return [einsum(call, position, flipped)];
    if (api !== null && NORMS.has(api)) return ["elementwise"];
    if (api !== null && POINTWISE.has(api)) return this.pointwise(call);
    if (api === null && call.callee.type === "Attribute") {
      const method = call.callee.attribute.name;
      if (MATMUL.has(method) && position === 0) return [product(true, flipped !== flag(call, "transpose_y"))];
      if (POINTWISE.has(method)) return this.pointwise(call);
    }
    return ["unknown"];
  }

  /** Follows a value that is computed from the parameter element by element, or by moving blocks. */
  private pointwise(node: Expr): Use[] {
    const later = this.follow(node, false);
    // The port gives F.linear a transposed matrix, and pointwise work need not commute with that.
    if (later.includes("linear")) return ["unknown"];
    if (this.method.meetsData(node)) return ["elementwise"];
    return later.length > 0 ? later : ["elementwise"];
  }

  private assigned(target: Expr, flipped: boolean): Use[] {
    if (target.type !== "Name") return ["unknown"];
    const key = `${target.name} ${String(flipped)}`;
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    return this.method.loads(target.name).flatMap((load) => this.follow(load, flipped));
  }

  /** The last name of a function of this framework, or null for any other function. */
  private api(callee: Expr): string | null {
    let root = callee;
    while (root.type === "Attribute") root = root.object;
    if (root.type !== "Name" || this.engine.global(this.method.module, root.name) === undefined) return null;
    const value = this.engine.evaluate(callee, {
      module: this.method.module,
      parent: null,
      names: new Map(),
    });
    if (value.type !== "api") return null;
    if (value.name.startsWith("paddle.compat")) return "compat";
    return value.name.startsWith(`${this.framework}.`) ? (value.name.split(".").pop() ?? null) : null;
  }
}

function product(right: boolean, flipped: boolean): Use {
  return right !== flipped ? "x@W" : "W@x";
}

/** True if transpose or permute is given literally the swap of a matrix. */
function swaps(call: CallExpr, name: string): boolean {
  const numbers = call.args
    .flatMap(({ value }) => (value.type === "List" || value.type === "Tuple" ? value.items : [value]))
    .map(integer);
  const text = numbers.join(",");
  if (text === "0,1") return call.args.length === 2 && name !== "permute";
  return text === "1,0" || text === "-1,-2" || text === "-2,-1";
}

function integer(node: Expr): number | null {
  if (node.type === "Number") return node.value;
  if (node.type === "Unary" && node.operator === "-" && node.operand.type === "Number")
    return -node.operand.value;
  return null;
}

function flag(call: CallExpr, name: string): boolean {
  return call.args.some(
    ({ keyword, value }) => keyword?.name === name && value.type === "Constant" && value.value === true,
  );
}

/** The use of a matrix in an einsum of two operands: which of its axes is summed. */
function einsum(call: CallExpr, position: number | null, flipped: boolean): Use {
  const equation = call.args[0]?.value;
  if (equation?.type !== "String" || equation.value === null || position === null) return "unknown";
  const [left = "", output] = equation.value.replaceAll(" ", "").split("->");
  const operands = left.split(",");
  const [axes, other] = [operands[position - 1], operands[2 - position]];
  if (output === undefined || operands.length !== 2 || axes === undefined || other === undefined)
    return "unknown";
  const summed = [...axes].filter((axis) => !output.includes(axis) && other.includes(axis));
  if (axes.length !== 2 || summed.length !== 1) return summed.length === 0 ? "elementwise" : "unknown";
  return product(axes.startsWith(summed[0] ?? ""), flipped);
}
