import type { LineVerdict } from "./judge-line.ts";

/** Versions next to each other, of those that were looked at, in which the same words break a line, are in doubt, or endanger it, for the same reasons. */
export interface VerdictRange extends Pick<LineVerdict, "breaks" | "doubts" | "risks"> {
  readonly from: string;
  readonly to: string;
  readonly lookedAt: number;
}

/** Joins verdicts, ascending by version, into ranges; the sentences are those of the newest version of a range. */
export function verdictRanges(verdicts: readonly LineVerdict[]): readonly VerdictRange[] {
  const ranges: VerdictRange[] = [];
  for (const { version, breaks, doubts, risks } of verdicts) {
    const last = ranges.at(-1);
    const isSame = last !== undefined && keyOf(last) === keyOf({ breaks, doubts, risks });
    if (isSame) ranges[ranges.length - 1] = { ...last, to: version, lookedAt: last.lookedAt + 1, breaks, doubts, risks };
    else ranges.push({ from: version, to: version, lookedAt: 1, breaks, doubts, risks });
  }
  return ranges;
}

function keyOf({ breaks, doubts, risks }: Pick<LineVerdict, "breaks" | "doubts" | "risks">): string {
  return JSON.stringify([
    breaks.map(({ token, reason }) => [token, reason]),
    doubts.map(({ token }) => token),
    risks.map(({ token, state }) => [token, state]),
  ]);
}
