import { codeFaults } from "./codeFaults.js";
import type { Fault } from "./fault.js";
import { weightFaults } from "./weightFaults.js";

/** Every mistake that is planted, in the order of the table. */
export const faults: readonly Fault[] = [...weightFaults, ...codeFaults];
