/**
 * A failure that the person at the keyboard can mend: bad input, a missing interpreter, a full disk.
 * The command line prints it as one line and exits with 2; the extension shows it as a notification.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /**
   * @param what what is wrong, naming the file and the place in it
   * @param remedy what to do next, as a sentence of its own
   */
  constructor(
    readonly what: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${what} ${remedy}`, options);
  }
}
