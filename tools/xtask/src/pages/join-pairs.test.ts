import assert from "node:assert/strict";
import { test } from "node:test";
import { joinPairs, type Pair } from "./join-pairs.ts";

const size = 8;
const every: readonly Pair[] = Array.from({ length: size }, (_, to) =>
  Array.from({ length: to }, (_empty, from) => [from, to] as const),
).flat();

/** The pairs that the blocks have. */
const pairsIn = (pairs: readonly Pair[]): readonly Pair[] => {
  const blocks = joinPairs(pairs);
  return every.filter(([a, b]) => blocks.some(({ from, to }) => from[0] <= a && a <= from[1] && to[0] <= b && b <= to[1]));
};

const kinds: readonly (readonly [name: string, pairs: readonly Pair[], blocks: number])[] = [
  ["no pair", [], 0],
  ["one pair", [[2, 5]], 1],
  ["every pair", every, 1],
  ["what went for good", every.filter(([from, to]) => from < 3 && to >= 3), 1],
  ["what came back", every.filter(([from, to]) => from < 3 && to >= 3 && to < 6), 1],
  ["what went twice", every.filter(([from, to]) => [0, 1, 4, 5].includes(from) && ![0, 1, 4, 5].includes(to)), 3],
  ["each neighbour", every.filter(([from, to]) => to === from + 1), size - 1],
];
for (const [name, pairs, blocks] of kinds) {
  test(`joinPairs() has ${name} in ${String(blocks)} blocks, and nothing else`, () => {
    assert.equal(joinPairs(pairs).length, blocks);
    assert.deepEqual(pairsIn(pairs), pairs);
    assert.deepEqual(joinPairs(pairs.toReversed()), joinPairs(pairs));
  });
}

test("joinPairs() keeps any set of pairs", () => {
  // Each number picks a set of its own, in a way that repeats no pattern of neighbours.
  for (let seed = 1; seed < 500; seed += 1) {
    const picked = every.filter((_pair, index) => ((seed * 2654435761) >>> (index % 29)) % 3 === 0);
    assert.deepEqual(pairsIn(picked), picked, String(seed));
  }
});
