import { compareAbsentLast, compareCodePoints, firstOrder } from "@lockstep/kernel";

interface FlagNames {
  readonly long?: string;
  readonly short?: string;
}

/** The name that a flag is known by: its long form, else its short form. */
export function flagKey(flag: FlagNames): string {
  return flag.long ?? flag.short ?? "";
}

/** Orders flags by key, then long, then short, absent last. */
export function compareFlags(a: FlagNames, b: FlagNames): number {
  return firstOrder(compareCodePoints(flagKey(a), flagKey(b)), compareAbsentLast(a.long, b.long), compareAbsentLast(a.short, b.short));
}
