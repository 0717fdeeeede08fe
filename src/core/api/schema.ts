import { z } from "zod";

/**
 * One row of the API knowledge: a PyTorch name, what it returns, and what to write on Paddle instead.
 * Rows live in api/<namespace>/<topic>.yaml; every row carries proofs that are executed on both frameworks.
 */

export const paddleVersion = z.enum(["3.0", "3.1", "3.2", "3.3"]);
export type PaddleVersion = z.infer<typeof paddleVersion>;

/** What becomes of one PyTorch argument. Without a rule an argument keeps its name, value and meaning. */
export const argumentRule = z.strictObject({
  /** The parameter's name on Paddle, where it differs. */
  to: z.string().optional(),
  /** The argument is left out, because it changes nothing there; the text says why. */
  drop: z.string().optional(),
  /** The argument has no counterpart: the call stays open unless the value is PyTorch's default. The text says what to do by hand. */
  unsupported: z.string().optional(),
  /** The value is rewritten; `{}` stands for the source text: "None if {} else False". */
  convert: z.string().optional(),
  /** Literal values (as Python source) and what they become; null leaves the argument out. Looked up before `convert`. */
  values: z.record(z.string(), z.string().nullable()).optional(),
  /** `list`: several positional values become one list; a single int becomes a list of one. `dtype`: a torch dtype. */
  as: z.enum(["list", "dtype"]).optional(),
});
export type ArgumentRule = z.infer<typeof argumentRule>;

/** What to write from a Paddle version on. Exactly one of `same`, `to`, `template`, `rewriter`, `remove`, `none` is given. */
export const targetForm = z
  .strictObject({
    /** The lowest Paddle version this form is right for; it holds until a form with a higher one. */
    since: paddleVersion,
    /** The form holds only for calls that bind to this entry of `signatures` (from 0); without it, for every call without a form of its own. */
    overload: z.int().nonnegative().optional(),
    /** Nothing changes but the prefix `torch` (for a method or attribute: nothing at all). */
    same: z.literal(true).optional(),
    /** Qualified name on Paddle: `paddle.nn.Layer`, `paddle.Tensor.reshape`. */
    to: z.string().optional(),
    /** The call as text; `{self}` is the receiver, `{name}` an argument's source text. For attributes `{self}` only. */
    template: z.string().optional(),
    /** Name of a coded rewriter in src/core/lint/rewriters/. */
    rewriter: z.string().optional(),
    /** The decorator or statement is deleted; the text says why nothing is lost. */
    remove: z.string().optional(),
    /** There is no counterpart; the text says what to do by hand. */
    none: z.string().optional(),
    /** Paddle's parameters in their order, needed where it differs from PyTorch's: "(x, axis=None, keepdim=False, name=None)". */
    signature: z.string().optional(),
    arguments: z.record(z.string(), argumentRule).optional(),
    /** For an attribute that is read in another form: what an assignment to it becomes, as for an argument. */
    store: argumentRule.optional(),
    /** Keyword arguments that have to be added: name -> Python source. */
    add: z.record(z.string(), z.string()).optional(),
    /** Name of a helper function or class (api/helpers/) that the written code refers to as `{helper}` or through `to: helper.<name>`. */
    helper: z.string().optional(),
    /** True when the class or function may stay a value in the hands of others (dispatch tables, bases): signatures agree for positional use. */
    escapes: z.boolean().optional(),
  })
  .refine(
    (form) =>
      [form.same, form.to, form.template, form.rewriter, form.remove, form.none].filter(
        (value) => value !== undefined,
      ).length === 1,
    "exactly one of same, to, template, rewriter, remove, none is needed",
  );
export type TargetForm = z.infer<typeof targetForm>;

/**
 * An executed proof: a small PyTorch program. The runner derives further argument forms from the call,
 * ports each with the product's own engine and compares results on PyTorch and on Paddle.
 */
export const proof = z.strictObject({
  /**
   * Parameters of the program, annotated as tensors (`module` ones are not): name -> `f32[2,3]`, `i64[4]<5` (values below 5),
   * `bool[2]`, `f32[2,3]>0` (positive). dtypes: f16 f32 f64 i32 i64 bool.
   */
  inputs: z
    .record(z.string(), z.string().regex(/^(f16|f32|f64|i32|i64|bool)\[[\d, ]*\](<\d+|>0)?$/))
    .default({}),
  /** Further dtypes that every float32 input is tried with: `[f64, i64]`; f64 unless given. */
  dtypes: z.array(z.enum(["f16", "f64", "i32", "i64", "bool"])).default(["f64"]),
  /**
   * PyTorch statements that come first; `torch`, `nn`, `F`, `math` and `np` are imported,
   * `fill(module)` gives a module the same parameters on both frameworks and returns it.
   */
  setup: z.string().default(""),
  /** The expression under test. */
  call: z.string(),
  /** Expressions compared besides the result: names that the call may change in place. */
  also: z.array(z.string()).default([]),
  /** Relative tolerance in float32 where the frameworks' kernels differ; 1e-5 unless given. */
  tolerance: z.number().positive().optional(),
  /** `random`: only shape and dtype are compared. `raises`: both must raise. */
  compare: z.enum(["value", "random", "raises"]).default("value"),
  /**
   * `emulated` where Paddle's kernel needs a GPU: the call is bound to the real function's signature as installed,
   * and what the kernel computes is plain arithmetic (python/paddle_port/prove_flash_paddle.py).
   */
  kernel: z.enum(["real", "emulated"]).default("real"),
});
export type Proof = z.infer<typeof proof>;

export const apiRow = z.strictObject({
  /** Qualified name by which PyTorch's documentation lists it: `torch.nn.Linear`, `torch.Tensor.view`, `torch.float16`. */
  name: z.string(),
  /** Other qualified names of the same object: `torch.nn.modules.linear.Linear`. */
  aliases: z.array(z.string()).default([]),
  kind: z.enum(["function", "method", "attribute", "class", "module", "dtype", "constant", "decorator"]),
  /**
   * PyTorch's overloads, Python syntax: "(input, dim=None, keepdim=False, *, dtype=None)". Methods leave `self` out.
   * A type expression after a colon is written only where it takes the type of an argument to choose: "(other: tensor)".
   */
  signatures: z.array(z.string()).default([]),
  /** Result: a type expression, see src/core/semantics/typeExpression.ts. */
  returns: z.string().default("unknown"),
  /** Results by overload, in the order of `signatures`, where they differ. */
  overloadReturns: z.array(z.string()).optional(),
  /** Rank of a tensor result: a number, `same` as the receiver or first tensor, or `shape` = length of the shape argument. */
  rank: z.union([z.int().nonnegative(), z.enum(["same", "same+1", "same-1", "shape"])]).optional(),
  /** dtype of a tensor result: PyTorch's spelling, or `same`. */
  dtype: z.string().optional(),
  /** `inplace` changes the receiver; `view` may share its storage. */
  effect: z.enum(["inplace", "view"]).optional(),
  /** Base class of a class row. */
  base: z.string().optional(),
  /** Public attributes of instances of a class row -> type expression. */
  attributes: z.record(z.string(), z.string()).default({}),
  /** One sentence for the hover: what differs. English; l10n holds the Chinese. */
  note: z.string().optional(),
  /** Code of the rule that reports uses of this row when it is not the general one. */
  rule: z.string().optional(),
  paddle: z.array(targetForm).min(1),
  proofs: z.array(proof).default([]),
});
export type ApiRow = z.infer<typeof apiRow>;
/** A row as the product carries it: the proofs stay in the repository. */
export type CatalogRow = Omit<ApiRow, "proofs"> & {
  /** SHA-256 of the row without its proofs and of its helpers' sources, first 16 hex digits. */
  readonly hash: string;
};

/** A function or class of ours that ported code refers to, from api/helpers/. */
export interface ApiHelper {
  readonly name: string;
  /** The import lines that the definition needs, in order. */
  readonly imports: readonly string[];
  /** The definition without its imports, ending in one line break. */
  readonly source: string;
  /** Other helpers that it refers to. */
  readonly needs: readonly string[];
}

export const apiFile = z.array(apiRow);

/** One entry of api/verified.json, written by the proof runner only. */
export const verifiedEntry = z.strictObject({
  /** SHA-256 of the row without its proofs, first 16 hex digits. */
  row: z.string(),
  /** Paddle versions (full) on which every proof passed. */
  paddle: z.array(z.string()),
  /** Arguments that a passing proof exercised with a value other than the default. */
  arguments: z.array(z.string()),
  forms: z.int().nonnegative(),
  /** Present where Paddle's kernel was emulated behind its real signature: in all passing programs, or in some. */
  kernel: z.enum(["emulated", "partly emulated"]).optional(),
});
export const verifiedFile = z.record(z.string(), verifiedEntry);
export type VerifiedEntry = z.infer<typeof verifiedEntry>;
