import { functionalLinear } from "./functionalLinear.js";
import { loadState } from "./loadState.js";
import { padding } from "./padding.js";
import { parametersIterator, trainMode } from "./moduleMethods.js";
import { newFilled } from "./newFilled.js";
import type { Rewriter } from "./rewriter.js";
import { shapeAttribute, sizeCall } from "./sizes.js";
import { swapAxes } from "./swapAxes.js";

/** The coded rewriters that rows may name. */
export const rewriters: Readonly<Record<string, Rewriter>> = {
  functionalLinear,
  loadState,
  newFilled,
  padding,
  parametersIterator,
  shapeAttribute,
  sizeCall,
  swapAxes,
  trainMode,
};
