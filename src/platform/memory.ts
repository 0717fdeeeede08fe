import { setFlagsFromString } from "node:v8";

/**
 * Keeps the memory of a large check near what it needs. By itself V8 lets the heap grow to several times what is held
 * before it looks for what is no longer needed. And what once was made of objects that stayed, as syntax is while files
 * are read, it makes in the old generation from then on, where it stays until that is looked through.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
  setFlagsFromString("--no-allocation-site-pretenuring");
}
