import { compareCodePoints } from "@lockstep/kernel";

/** Selects targets from a set in the order of the rules' `union.expected_targets`; others follow by code point. */
export function inExpectedOrder(expected: readonly string[], chosen: Iterable<string>): readonly string[] {
  const set = new Set(chosen);
  const known = expected.filter((target) => set.has(target));
  const others = [...set].filter((target) => !expected.includes(target)).toSorted(compareCodePoints);
  return [...known, ...others];
}
