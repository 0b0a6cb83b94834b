import type { Miss } from "./tally.ts";

/** Misses, without those that a snapshot names itself. */
export interface SplitMisses {
  readonly misses: readonly Miss[];
  /** Units that are declared and that nobody may ask about without a review: the snapshot says so in `known_omissions`. */
  readonly notAsked: readonly string[];
}

/** Takes out the missing units of which the snapshot says that they were not asked about. */
export function splitNotAsked(misses: readonly Miss[], omissions: readonly string[], binary: string): SplitMisses {
  const lines = new Set(
    omissions.flatMap((omission) => {
      const [, line] = /^(?:acceptance|help) not probed: (.*) \(declared in the bundle, not reviewed\)$/.exec(omission) ?? [];
      return line === undefined ? [] : [line.replace(/ --help$/, "")];
    }),
  );
  const isNotAsked = ({ unit, what, expected }: Miss): boolean =>
    what === "missing" && spellings(unit, expected).some((words) => lines.has(`${binary} ${words}`));
  return { misses: misses.filter((miss) => !isNotAsked(miss)), notAsked: misses.filter(isNotAsked).map(({ unit }) => unit) };
}

/** A unit as it is called, with each spelling of a flag. */
function spellings(unit: string, expected: string): readonly string[] {
  const words = unit.replace(/^\(root\) /, "");
  const path = words.replace(/ ?--?\S+$/, "");
  return [words, ...(expected.startsWith("-") ? expected.split(", ").map((name) => `${path} ${name}`.trim()) : [])];
}
