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

/**
 * The syntax of a large project. Files, and the classes and functions in them, are bytes until they are looked at, and
 * again when others have been looked at since: as syntax they take twenty times as much. What is read once more is made
 * of new nodes with the same ids and places; classes and functions stay the same objects.
 */
export class PackedSyntax {
  readonly #constants = new Constants();
  readonly #writer = new ByteWriter();
  readonly #store = new ByteStore();
  readonly reader = new SyntaxReader(this.#constants);
  readonly #bodies = new Recent(keptBodies, (packed) => {
    packed.dropBody();
  });
  readonly #heads = new Recent(keptHeads, (packed) => {
    packed.dropHead();
  });
  #held: Packed[] | null = null;

  pack(text: string, ast: ModuleAst): ModuleAst {
    const at = new SyntaxWriter(this.#writer, text, this.#constants).module(ast);
    const bytes = this.#store.keep(this.#writer.taken());
    return new PackedModule(ast, new PackedFile(this, text, bytes), at);
  }

  /** From now on until `release`, what is read stays, so that whoever goes through a file meets the same nodes. */
  hold(): void {
    this.#bodies.clear();
    this.#heads.clear();
    this.#held = [];
  }

  release(): void {
    for (const held of this.#held ?? []) {
      held.dropBody();
      held.dropHead();
    }
    this.#held = null;
  }

  /** Notes that a part of something has been read. */
  noteRead(of: Packed, part: "head" | "body"): void {
    if (this.#held !== null) this.#held.push(of);
    else if (part === "body") this.#bodies.add(of);
    else this.#heads.add(of);
  }
}

/** The last few that have been added; what comes after them drops them, the oldest first. */
class Recent {
  readonly #all: (Packed | undefined)[];
  #next = 0;

  constructor(
    count: number,
    private readonly drop: (packed: Packed) => void,
  ) {
    this.#all = new Array<Packed | undefined>(count).fill(undefined);
  }

  add(packed: Packed | undefined): void {
    const oldest = this.#all[this.#next];
    if (oldest !== undefined) this.drop(oldest);
    this.#all[this.#next] = packed;
    this.#next = (this.#next + 1) % this.#all.length;
  }

  clear(): void {
    for (let count = this.#all.length; count > 0; count--) this.add(undefined);
  }
}

/** The bytes of a file's syntax, with the classes and functions that have been met in them. */
class PackedFile implements Definitions {
  readonly #functions = new Map<number, PackedFunction>();
  readonly #classes = new Map<number, PackedClass>();

  constructor(
    readonly syntax: PackedSyntax,
    private readonly text: string,
    private readonly bytes: Uint8Array,
  ) {}

  readAt(at: number): SyntaxReader {
    return this.syntax.reader.open(this.bytes, at, this.text, this);
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

/** What has parts that are read when they are asked for, and can be dropped, since they can be read again. */
abstract class Packed {
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

  dropBody(): void {
    this.#body = null;
  }

  abstract dropHead(): void;
}

class PackedModule extends Packed implements ModuleAst {
  readonly comments: readonly Comment[];
  readonly errors: readonly Range[];
  readonly idEnd: number;

  constructor(ast: ModuleAst, file: PackedFile, at: number) {
    super(ast.start, ast.end, file, at);
    this.comments = ast.comments;
    this.errors = ast.errors;
    this.idEnd = ast.idEnd;
  }

  get body(): readonly Stmt[] {
    return this.block.body;
  }

  protected readBody(): Block {
    return this.file.readAt(this.at).block();
  }

  dropHead(): void {
    // It has none.
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

  dropHead(): void {
    this.#head = null;
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
