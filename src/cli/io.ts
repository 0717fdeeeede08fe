/** Where a command writes; the tests pass their own. */
export interface CliIo {
  readonly cwd: string;
  stdout(text: string): void;
  stderr(text: string): void;
  /** True when stderr is a terminal that can redraw a line. */
  readonly interactive: boolean;
}

/** What a command ends with: 0 all well, 1 findings or a divergence. Trouble is thrown as a UserError and becomes 2. */
export type ExitCode = 0 | 1;

/** A command's registration: adds itself to the program and reports its exit code through `done`. */
export interface CommandContext {
  readonly io: CliIo;
  done(code: ExitCode): void;
}
