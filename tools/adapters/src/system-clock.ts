import type { Clock } from "@lockstep/kernel";

/** This machine's clock, to the second. */
export const systemClock: Clock = { now: () => new Date().toISOString().replace(/\.\d+Z$/, "Z") };
