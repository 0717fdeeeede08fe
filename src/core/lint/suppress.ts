import type { SourceModule } from "../semantics/symbols.js";
import type { Finding } from "./finding.js";

/**
 * Comments that silence findings for a person who knows better:
 * `# paddle-port: ignore[PP210] reason` on the line, `# paddle-port: ignore-file[PP210]` anywhere,
 * `# paddle-port: off[PP210]` … `# paddle-port: on` around a block. Without brackets every code is meant.
 * They change what `check` shows, never what a port calls complete.
 */
export function suppressed(module: SourceModule): (finding: Finding) => boolean {
  const lines = new Map<number, readonly string[] | "all">();
  const whole: (readonly string[] | "all")[] = [];
  const blocks: { from: number; to: number; codes: readonly string[] | "all" }[] = [];
  for (const comment of module.ast.comments) {
    const match = /#\s*paddle-port:\s*(ignore-file|ignore|off|on)\b(?:\[([^\]]*)\])?/.exec(comment.text);
    if (match === null) continue;
    const [, kind, list] = match;
    const codes = list === undefined ? "all" : list.split(",").map((code) => code.trim());
    const { line } = module.lines.positionAt(comment.start);
    if (kind === "ignore-file") whole.push(codes);
    else if (kind === "ignore") lines.set(line, codes);
    else if (kind === "off") blocks.push({ from: line, to: Number.POSITIVE_INFINITY, codes });
    else for (const block of blocks) if (block.to === Number.POSITIVE_INFINITY) block.to = line;
  }
  const matches = (codes: readonly string[] | "all" | undefined, code: string): boolean =>
    codes === "all" || (codes?.includes(code) ?? false);
  return (finding) => {
    const { line } = module.lines.positionAt(finding.range.start);
    return (
      whole.some((codes) => matches(codes, finding.code)) ||
      matches(lines.get(line), finding.code) ||
      blocks.some((block) => block.from <= line && line < block.to && matches(block.codes, finding.code))
    );
  };
}
