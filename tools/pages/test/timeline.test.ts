import assert from "node:assert/strict";
import { test } from "node:test";
import { coveredShare, countOutcomes } from "../src/counts.ts";
import { inWords } from "../src/sections/timeline.ts";
import type { PresenceRange } from "@lockstep/pages";

const range = (presence: PresenceRange["presence"], from: string, to = from): PresenceRange => ({ presence, from, to });

const cases: readonly (readonly [readonly PresenceRange[], string])[] = [
  [[range("visible", "1", "3")], "visible in all versions"],
  [[range("absent", "1"), range("visible", "2", "3")], "visible since 2"],
  [[range("visible", "1", "2"), range("rejected", "3")], "visible until 2, rejected since 3"],
  [[range("absent", "1"), range("hidden", "2"), range("absent", "3")], "hidden in 2"],
  [[range("absent", "1"), range("hidden", "2", "3"), range("absent", "4")], "hidden from 2 to 3"],
];
for (const [ranges, expected] of cases) test(`inWords() says "${expected}"`, () => assert.equal(inWords(ranges), expected));

test("coveredShare() says 100 % only when every unit is covered", () => {
  const counts = countOutcomes([...Array.from({ length: 999 }, () => "covered" as const), "missing"]);
  assert.deepEqual(coveredShare(counts), { covered: 999, percent: 99 });
  assert.deepEqual(coveredShare(countOutcomes(["covered", "at risk"])), { covered: 2, percent: 100 });
});

test("countOutcomes() counts every outcome once", () => {
  const counts = countOutcomes([
    "covered",
    "at risk",
    "missing",
    "unsupported",
    "passthrough",
    "intentionally unsupported",
    "excluded",
    "hidden",
  ]);
  assert.deepEqual(counts, { units: 8, covered: 1, atRisk: 1, missing: 3, intentionallyUnsupported: 1, excluded: 1, hidden: 1 });
});
