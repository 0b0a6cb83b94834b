/** Two places of versions, the earlier first. */
export type Pair = readonly [number, number];

/** Each place of `from` with each later one of `to`; of both the first and the last place, both included. */
export interface PairBlock {
  readonly from: Pair;
  readonly to: Pair;
}

/**
 * Joins pairs to few blocks that have these and no others, by their first place. A place has no pair with itself or an earlier one, so
 * a block may reach over those.
 */
export function joinPairs(pairs: readonly Pair[]): readonly PairBlock[] {
  const blocks: PairBlock[] = [];
  for (const [from, own] of [...Map.groupBy(pairs, ([place]) => place)].toSorted(([a], [b]) => a - b)) {
    for (const run of runsOf(own.map(([, to]) => to))) {
      const index = blocks.findIndex((block) => block.from[1] === from - 1 && isSameRow(block.to, run, from));
      const block = blocks[index];
      if (block === undefined) blocks.push({ from: [from, from], to: run });
      else blocks[index] = { from: [block.from[0], from], to: block.to };
    }
  }
  return blocks;
}

/** Whether the places later than `from` are the same in both. */
function isSameRow([first, last]: Pair, run: Pair, from: number): boolean {
  return last === run[1] && (first === run[0] || (run[0] === from + 1 && first <= from));
}

/** Places in a row. */
function runsOf(places: readonly number[]): readonly Pair[] {
  const runs: Pair[] = [];
  for (const place of places.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.[1] === place - 1) runs[runs.length - 1] = [last[0], place];
    else runs.push([place, place]);
  }
  return runs;
}
