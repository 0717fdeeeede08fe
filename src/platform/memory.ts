import { setFlagsFromString } from "node:v8";

/**
 * Lets the heap grow by less than a third before what is no longer needed is looked for. By itself V8 lets it grow to
 * several times what is held, and a check of a million lines holds a gigabyte.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
}
