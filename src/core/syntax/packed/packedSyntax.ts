import { LineIndex } from "../../text/lineIndex.js";
import type { Range } from "../../text/range.js";
import type {
  Argument,
  Block,
  ClassStmt,
  Comment,
  Decorator,
  Expr,
  FunctionStmt,
  Identifier,
  ModuleAst,
  Parameter,
  Stmt,
} from "../ast.js";
import { ByteStore, ByteWriter } from "./bytes.js";
import type { ClassHead, Definitions, FunctionHead } from "./reader.js";
import { SyntaxReader } from "./reader.js";
import { Constants } from "./tables.js";
import { SyntaxWriter } from "./writer.js";

/**
 * As many bodies are kept as syntax when others are read: that of a function and those that it leads to. More would
 * outlive the young generation of the heap, and be carried into the old one.
 */
const keptBodies = 4;
/** As many heads of functions and classes: calls ask for those of what they call. */
const keptHeads = 16;
/** As many texts: functions lead from file to file. */
const keptTexts = 32;

/** A text that can be had again, so that it need not be kept. */
export interface TextSource {
  readonly text: string;
}

/**
 * The files of a large project. Files, and the classes and functions in them, are bytes until they are looked at, and
 * again when others have been looked at since: as syntax they take twenty times as much. What is read once more is made
 * of new nodes with the same ids and places; classes and functions stay the same objects. Texts come from where they are.
 */
export class PackedSyntax {
  readonly #constants = new Constants();
  readonly #writer = new ByteWriter();
  readonly #store = new ByteStore();
  readonly reader = new SyntaxReader(this.#constants);
  readonly #recent = {
    body: new Recent(keptBodies, "body"),
    head: new Recent(keptHeads, "head"),
    text: new Recent(keptTexts, "text"),
  };
  #held: Droppable[] | null = null;

  /** @param text of the source, as `ast` was parsed from it */
  pack(source: TextSource, text: string, ast: ModuleAst): PackedFile {
    const writer = new SyntaxWriter(this.#writer, text, this.#constants);
    const at = writer.module(ast);
    const commentsAt = writer.ranges(ast.comments);
    const bytes = this.#store.keep(this.#writer.taken());
    return new PackedFile(this, source, bytes, commentsAt, (file) => new PackedModule(ast, file, at));
  }

  /** From now on until `release`, what is read stays, so that whoever goes through a file meets the same nodes. */
  hold(): void {
    this.#held = [];
  }

  release(): void {
    for (const held of this.#held ?? []) for (const part of parts) held.drop(part);
    this.#held = null;
  }

  /** Notes that a part of something has been read. */
  noteRead(of: Droppable, part: Part): void {
    if (this.#held === null) this.#recent[part].add(of);
    else this.#held.push(of);
  }
}

const parts = ["body", "head", "text"] as const;
type Part = (typeof parts)[number];

/** What has parts that can be read again. */
interface Droppable {
  drop(part: Part): void;
}

/** The last few that have been added; what comes after them drops their part, the oldest first. */
class Recent {
  readonly #all: (Droppable | undefined)[];
  #next = 0;

  constructor(
    count: number,
    private readonly part: Part,
  ) {
    this.#all = new Array<Droppable | undefined>(count).fill(undefined);
  }

  add(added: Droppable): void {
    this.#all[this.#next]?.drop(this.part);
    this.#all[this.#next] = added;
    this.#next = (this.#next + 1) % this.#all.length;
  }
}

/** A file: where its text is, and its syntax as bytes, with the classes and functions that have been met in them. */
export class PackedFile implements Definitions, Droppable {
  readonly ast: ModuleAst;
  readonly #functions = new Map<number, PackedFunction>();
  readonly #classes = new Map<number, PackedClass>();
  #text: string | null = null;
  #lines: LineIndex | null = null;
  #comments: readonly Comment[] | null = null;

  constructor(
    readonly syntax: PackedSyntax,
    private readonly source: TextSource,
    private readonly bytes: Uint8Array,
    private readonly commentsAt: number,
    makeModule: (file: PackedFile) => ModuleAst,
  ) {
    this.ast = makeModule(this);
  }

  get text(): string {
    if (this.#text === null) {
      this.#text = this.source.text;
      this.syntax.noteRead(this, "text");
    }
    return this.#text;
  }

  get lines(): LineIndex {
    return (this.#lines ??= new LineIndex(this.text));
  }

  get comments(): readonly Comment[] {
    const { text } = this;
    return (this.#comments ??= this.readAt(this.commentsAt)
      .ranges()
      .map(({ start, end }) => ({ start, end, text: text.slice(start, end) })));
  }

  drop(part: Part): void {
    if (part === "text") this.#text = this.#lines = this.#comments = null;
  }

  readAt(at: number): SyntaxReader {
    return this.syntax.reader.open(this.bytes, at, this);
  }

  functionAt({ start, end }: Range, at: number): FunctionStmt {
    let known = this.#functions.get(start);
    if (known === undefined) this.#functions.set(start, (known = new PackedFunction(start, end, this, at)));
    return known;
  }

  classAt({ start, end }: Range, at: number): ClassStmt {
    let known = this.#classes.get(start);
    if (known === undefined) this.#classes.set(start, (known = new PackedClass(start, end, this, at)));
    return known;
  }
}

/** What has a body that is read when it is asked for. */
abstract class Packed implements Droppable {
  #body: Block | null = null;

  constructor(
    readonly start: number,
    readonly end: number,
    protected readonly file: PackedFile,
    protected readonly at: number,
  ) {}

  protected get block(): Block {
    if (this.#body === null) {
      this.#body = this.readBody();
      this.file.syntax.noteRead(this, "body");
    }
    return this.#body;
  }

  protected abstract readBody(): Block;

  drop(part: Part): void {
    if (part === "body") this.#body = null;
  }
}

class PackedModule extends Packed implements ModuleAst {
  readonly errors: readonly Range[];
  readonly idEnd: number;

  constructor(ast: ModuleAst, file: PackedFile, at: number) {
    super(ast.start, ast.end, file, at);
    this.errors = ast.errors;
    this.idEnd = ast.idEnd;
  }

  get body(): readonly Stmt[] {
    return this.block.body;
  }

  get comments(): readonly Comment[] {
    return this.file.comments;
  }

  protected readBody(): Block {
    return this.file.readAt(this.at).block();
  }
}

/** A class or a function: a head, and a body that is written after it. */
abstract class PackedDefinition<Head> extends Packed {
  #head: Head | null = null;

  protected get head(): Head {
    if (this.#head === null) {
      this.#head = this.readHead(this.file.readAt(this.at));
      this.file.syntax.noteRead(this, "head");
    }
    return this.#head;
  }

  protected abstract readHead(reader: SyntaxReader): Head;

  protected readBody(): Block {
    return this.file.readAt(this.at).blockAfterHead();
  }

  get body(): Block {
    return this.block;
  }

  override drop(part: Part): void {
    super.drop(part);
    if (part === "head") this.#head = null;
  }
}

class PackedFunction extends PackedDefinition<FunctionHead> implements FunctionStmt {
  readonly type = "Function";

  protected readHead(reader: SyntaxReader): FunctionHead {
    return reader.functionHead();
  }

  get name(): Identifier {
    return this.head.name;
  }
  get decorators(): readonly Decorator[] {
    return this.head.decorators;
  }
  get params(): readonly Parameter[] {
    return this.head.params;
  }
  get returns(): Expr | null {
    return this.head.returns;
  }
  get async(): boolean {
    return this.head.async;
  }
}

class PackedClass extends PackedDefinition<ClassHead> implements ClassStmt {
  readonly type = "Class";

  protected readHead(reader: SyntaxReader): ClassHead {
    return reader.classHead();
  }

  get name(): Identifier {
    return this.head.name;
  }
  get decorators(): readonly Decorator[] {
    return this.head.decorators;
  }
  get bases(): readonly Argument[] {
    return this.head.bases;
  }
}
