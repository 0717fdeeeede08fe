import picomatch from "picomatch/posix.js";

/**
 * Tells whether a file is left out of checks.
 * @param globs relative to the folder of the project file; a name without a slash is meant in every folder
 * @returns a question about a path relative to that folder, with forward slashes
 */
export function excluded(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.flatMap((glob) => {
    const trimmed = glob.replace(/^\.?\//, "").replace(/\/+$/, "");
    const anchored = trimmed.includes("/") || glob.startsWith("/");
    const base = anchored ? trimmed : `**/${trimmed}`;
    return [base, `${base}/**`];
  });
  return picomatch(patterns, { dot: true });
}
