/**
 * Python's abstract syntax as discriminated unions, built once per text from the tree-sitter tree.
 * Every node knows its range in UTF-16 code units, and those tokens that a fix may have to touch.
 */
import type { Range } from "../text/range.js";

export interface Identifier extends Range {
  readonly name: string;
}

/** What all expressions have. */
export interface ExpressionNode extends Range {
  /** Its place among the expressions of the file; -1 for one that the file does not have. */
  readonly id: number;
}

export interface NameExpr extends ExpressionNode {
  readonly type: "Name";
  readonly name: string;
}
export interface AttributeExpr extends ExpressionNode {
  readonly type: "Attribute";
  readonly object: Expr;
  readonly attribute: Identifier;
}
export type ArgumentKind = "positional" | "keyword" | "star" | "doubleStar";
export interface Argument extends Range {
  readonly kind: ArgumentKind;
  /** The keyword's token, for `keyword` only. */
  readonly keyword: Identifier | null;
  readonly value: Expr;
}
export interface CallExpr extends ExpressionNode {
  readonly type: "Call";
  readonly callee: Expr;
  readonly args: readonly Argument[];
  /** From "(" to ")" inclusive; a call with a bare generator has the generator's own parentheses. */
  readonly argumentList: Range;
  /** True for `f(x for x in y)`, whose parentheses belong to the generator. */
  readonly bareGenerator: boolean;
}
export interface SubscriptExpr extends ExpressionNode {
  readonly type: "Subscript";
  readonly object: Expr;
  /** `x[a, b]` has two indices, `x[(a, b)]` has one. */
  readonly indices: readonly Expr[];
}
export interface SliceExpr extends ExpressionNode {
  readonly type: "Slice";
  readonly parts: readonly Expr[];
}
export interface BinaryExpr extends ExpressionNode {
  readonly type: "Binary";
  readonly operator: string;
  readonly operatorRange: Range;
  readonly left: Expr;
  readonly right: Expr;
}
export interface UnaryExpr extends ExpressionNode {
  readonly type: "Unary";
  readonly operator: string;
  readonly operand: Expr;
}
export interface BoolExpr extends ExpressionNode {
  readonly type: "Bool";
  readonly operator: "and" | "or";
  readonly left: Expr;
  readonly right: Expr;
}
export interface CompareExpr extends ExpressionNode {
  readonly type: "Compare";
  readonly operands: readonly Expr[];
  /** One fewer than operands: `<`, `is not`, `in` … */
  readonly operators: readonly string[];
}
export interface ConditionalExpr extends ExpressionNode {
  readonly type: "Conditional";
  readonly body: Expr;
  readonly test: Expr;
  readonly orElse: Expr;
}
export interface LambdaExpr extends ExpressionNode {
  readonly type: "Lambda";
  readonly params: readonly Parameter[];
  readonly body: Expr;
}
export interface WalrusExpr extends ExpressionNode {
  readonly type: "Walrus";
  readonly target: NameExpr;
  readonly value: Expr;
}
export interface AwaitExpr extends ExpressionNode {
  readonly type: "Await";
  readonly value: Expr;
}
export interface YieldExpr extends ExpressionNode {
  readonly type: "Yield";
  readonly value: Expr | null;
}
export interface SequenceExpr extends ExpressionNode {
  readonly type: "List" | "Tuple" | "Set";
  readonly items: readonly Expr[];
}
export interface DictExpr extends ExpressionNode {
  readonly type: "Dict";
  /** `key` is null for `**value`. */
  readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[];
}
export interface ComprehensionClause {
  readonly target: Expr;
  readonly iterable: Expr;
  readonly conditions: readonly Expr[];
}
export interface ComprehensionExpr extends ExpressionNode {
  readonly type: "Comprehension";
  readonly of: "list" | "set" | "dict" | "generator";
  /** The element; for a dictionary the value, with `key` beside it. */
  readonly element: Expr;
  readonly key: Expr | null;
  readonly clauses: readonly ComprehensionClause[];
}
export interface StringExpr extends ExpressionNode {
  readonly type: "String";
  /** The text between the quotes of a plain literal without escapes; null for f-strings, bytes and escapes. */
  readonly value: string | null;
  readonly bytes: boolean;
  readonly interpolations: readonly Expr[];
}
export interface NumberExpr extends ExpressionNode {
  readonly type: "Number";
  readonly of: "int" | "float" | "complex";
  readonly value: number;
}
export interface ConstantExpr extends ExpressionNode {
  readonly type: "Constant";
  readonly value: true | false | null | "...";
}
/** `*value` in a display or a target. */
export interface StarredExpr extends ExpressionNode {
  readonly type: "Starred";
  readonly value: Expr;
}
export interface ParenExpr extends ExpressionNode {
  readonly type: "Paren";
  readonly inner: Expr;
}
/** Something the grammar could not read, or syntax that no analysis needs. */
export interface OpaqueExpr extends ExpressionNode {
  readonly type: "Opaque";
  readonly children: readonly Expr[];
}

export type Expr =
  | NameExpr
  | AttributeExpr
  | CallExpr
  | SubscriptExpr
  | SliceExpr
  | BinaryExpr
  | UnaryExpr
  | BoolExpr
  | CompareExpr
  | ConditionalExpr
  | LambdaExpr
  | WalrusExpr
  | AwaitExpr
  | YieldExpr
  | SequenceExpr
  | DictExpr
  | ComprehensionExpr
  | StringExpr
  | NumberExpr
  | ConstantExpr
  | StarredExpr
  | ParenExpr
  | OpaqueExpr;

export type ParameterKind = "plain" | "keywordOnly" | "positionalOnly" | "varPositional" | "varKeyword";
export interface Parameter extends Range {
  readonly kind: ParameterKind;
  readonly name: Identifier;
  readonly annotation: Expr | null;
  readonly default: Expr | null;
}

export interface ExpressionStmt extends Range {
  readonly type: "Expression";
  readonly value: Expr;
}
export interface AssignStmt extends Range {
  readonly type: "Assign";
  /** `a = b = value` has two targets; an annotation without a value has value null. */
  readonly targets: readonly Expr[];
  readonly annotation: Expr | null;
  readonly value: Expr | null;
}
export interface AugAssignStmt extends Range {
  readonly type: "AugAssign";
  readonly target: Expr;
  readonly operator: string;
  readonly operatorRange: Range;
  readonly value: Expr;
}
export interface ReturnStmt extends Range {
  readonly type: "Return";
  readonly value: Expr | null;
}
export interface SimpleStmt extends Range {
  readonly type: "Pass" | "Break" | "Continue";
}
export interface DeleteStmt extends Range {
  readonly type: "Delete";
  readonly targets: readonly Expr[];
}
export interface RaiseStmt extends Range {
  readonly type: "Raise";
  readonly values: readonly Expr[];
}
export interface AssertStmt extends Range {
  readonly type: "Assert";
  readonly values: readonly Expr[];
}
export interface ScopeStmt extends Range {
  readonly type: "Global" | "Nonlocal";
  readonly names: readonly Identifier[];
}
export interface DottedName extends Range {
  /** The components in order. */
  readonly parts: readonly Identifier[];
  readonly text: string;
}
export interface ImportedName extends Range {
  readonly name: DottedName;
  readonly alias: Identifier | null;
}
export interface ImportStmt extends Range {
  readonly type: "Import";
  readonly names: readonly ImportedName[];
}
export interface ImportFromStmt extends Range {
  readonly type: "ImportFrom";
  /** Number of leading dots. */
  readonly level: number;
  readonly module: DottedName | null;
  readonly names: readonly ImportedName[];
  readonly star: boolean;
  readonly future: boolean;
}
export interface Block extends Range {
  readonly body: readonly Stmt[];
}
export interface IfStmt extends Range {
  readonly type: "If";
  readonly test: Expr;
  readonly then: Block;
  /** An `elif` is an If in a block of its own. */
  readonly orElse: Block | null;
}
export interface ForStmt extends Range {
  readonly type: "For";
  readonly target: Expr;
  readonly iterable: Expr;
  readonly body: Block;
  readonly orElse: Block | null;
}
export interface WhileStmt extends Range {
  readonly type: "While";
  readonly test: Expr;
  readonly body: Block;
  readonly orElse: Block | null;
}
export interface ExceptHandler extends Range {
  readonly exception: Expr | null;
  readonly name: Identifier | null;
  readonly body: Block;
}
export interface TryStmt extends Range {
  readonly type: "Try";
  readonly body: Block;
  readonly handlers: readonly ExceptHandler[];
  readonly orElse: Block | null;
  readonly finally: Block | null;
}
export interface WithStmt extends Range {
  readonly type: "With";
  readonly items: readonly { readonly context: Expr; readonly target: Expr | null }[];
  readonly body: Block;
}
export interface Decorator extends Range {
  readonly expression: Expr;
}
export interface FunctionStmt extends Range {
  readonly type: "Function";
  readonly name: Identifier;
  readonly params: readonly Parameter[];
  readonly returns: Expr | null;
  readonly decorators: readonly Decorator[];
  readonly body: Block;
  readonly async: boolean;
}
export interface ClassStmt extends Range {
  readonly type: "Class";
  readonly name: Identifier;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Decorator[];
  readonly body: Block;
}
export interface MatchStmt extends Range {
  readonly type: "Match";
  readonly subject: Expr;
  /** Names bound by the patterns, names that the patterns look up, and the bodies; patterns themselves are not modelled. */
  readonly cases: readonly {
    /** `of` is the class that the pattern tests for: `case Class() as name`. */
    readonly captures: readonly (Identifier & { readonly of: Expr | null })[];
    readonly names: readonly Expr[];
    readonly guard: Expr | null;
    readonly body: Block;
  }[];
}
/** A region the grammar could not read: nothing inside is analysed or edited. */
export interface ErrorStmt extends Range {
  readonly type: "Error";
}

export type Stmt =
  | ExpressionStmt
  | AssignStmt
  | AugAssignStmt
  | ReturnStmt
  | SimpleStmt
  | DeleteStmt
  | RaiseStmt
  | AssertStmt
  | ScopeStmt
  | ImportStmt
  | ImportFromStmt
  | IfStmt
  | ForStmt
  | WhileStmt
  | TryStmt
  | WithStmt
  | FunctionStmt
  | ClassStmt
  | MatchStmt
  | ErrorStmt;

export interface Comment extends Range {
  readonly text: string;
}

export interface ModuleAst extends Range {
  readonly body: readonly Stmt[];
  readonly comments: readonly Comment[];
  /** Ranges that could not be parsed, including missing tokens (empty ranges). */
  readonly errors: readonly Range[];
  /** The ids of the expressions are all below it. */
  readonly idEnd: number;
}
