/** How long a test waits for something that the editor does; generous, because machines may be busy. */
export const PATIENCE_MS = 60_000;

/**
 * Looks again and again until `look` returns something other than undefined or false.
 * @param what goes into the error: "the problems to be 3"
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  patience = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patience;
  let trouble = "";
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      trouble = error instanceof Error ? ` (${error.message})` : "";
    }
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}${trouble}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
