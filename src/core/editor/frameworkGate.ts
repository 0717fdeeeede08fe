const frameworkImport =
  /^[^\S\r\n]*(?:from[^\S\r\n]+(?:torch|paddle|flash_attn)\b[\w.]*[^\S\r\n]+import\b|import\b[^#\r\n]*\b(?:torch|paddle|flash_attn)\b)|^.*;[^\S\r\n]*(?:from|import)[^\S\r\n]+(?:torch|paddle)\b/m;

/**
 * Whether a Python text seems to import PyTorch or Paddle. A quick look that costs next to nothing: everything that
 * follows is only done where this says yes, so that other people's files cost them no time.
 */
export function importsFramework(text: string): boolean {
  return /torch|paddle|flash_attn/.test(text) && frameworkImport.test(text);
}
