import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compare } from "semver";
import { chooseCandidate, type WatchInputs } from "./choose-candidate.ts";

const releases = ["2.0.0", "1.9.1", "1.9.0", "1.8.0"];
const known = (version: string, standing: "pinned" | "snapshotted" = "snapshotted"): WatchInputs["known"] => ({
  version,
  standing,
  knownFrom: ["versions"],
});
const choose = (more: Partial<WatchInputs>) =>
  chooseCandidate({ policy: "latest", releases, unusable: new Map(), known: known("1.8.0"), ...more });

test("chooseCandidate() proposes the newest release, or with minus-1 the one right before it", () => {
  const latest = choose({});
  assert.deepEqual([latest.state, latest.candidate, latest.upstreamNewest, latest.releasesBehind], ["behind", "2.0.0", "2.0.0", 3]);
  assert.deepEqual(latest.reasons, [{ code: "newer-release", message: "2.0.0 is newer than 1.8.0, the newest known here" }]);
  const minus = choose({ policy: "minus-1" });
  assert.deepEqual([minus.state, minus.candidate, minus.upstreamNewest, minus.releasesBehind], ["behind", "1.9.1", "2.0.0", 2]);
});

const cases: readonly (readonly [
  when: string,
  more: Partial<WatchInputs>,
  state: string,
  candidate: string | null,
  warnings: readonly string[],
])[] = [
  ["the newest is known", { known: known("2.0.0") }, "current", null, []],
  ["the newest is only pinned", { known: known("2.0.0", "pinned") }, "behind", "2.0.0", []],
  ["nothing is known", { known: null }, "behind", "2.0.0", []],
  ["what is known is newer than anything upstream offers", { known: known("2.1.0") }, "ahead", null, ["older-than-known"]],
  ["the one before the newest is known", { policy: "minus-1", known: known("1.9.1") }, "current", null, []],
  ["minus-1 asks for what is older than what was taken in by hand", { policy: "minus-1", known: known("2.0.0") }, "ahead", null, []],
  ["minus-1 asks for the one before the only one", { policy: "minus-1", releases: ["2.0.0"] }, "ahead", null, ["no-earlier-release"]],
  ["the newest is deprecated", { unusable: new Map([["2.0.0", "broken"]]) }, "behind", "1.9.1", ["release-passed-over"]],
  [
    "the newest is deprecated and the one after it known",
    { unusable: new Map([["2.0.0", "broken"]]), known: known("1.9.1") },
    "current",
    null,
    ["release-passed-over"],
  ],
  [
    "every release is deprecated",
    { unusable: new Map(releases.map((version) => [version, "gone"])) },
    "ahead",
    null,
    releases.map(() => "release-passed-over"),
  ],
];
for (const [when, more, state, candidate, warnings] of cases) {
  test(`chooseCandidate() says "${state}" when ${when}`, () => {
    const found = choose(more);
    assert.deepEqual([found.state, found.candidate], [state, candidate]);
    assert.deepEqual(
      found.warnings.map(({ code }) => code),
      warnings,
    );
    assert.equal(found.reasons.length, candidate === null ? 0 : 1);
  });
}

test("chooseCandidate() never proposes what is older than what is known, or is unusable", () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map((numbers) => numbers.join("."));
  fc.assert(
    fc.property(
      fc.uniqueArray(version, { maxLength: 8 }),
      fc.option(version),
      fc.uniqueArray(version, { maxLength: 4 }),
      fc.constantFrom("latest" as const, "minus-1" as const),
      (listed, present, bad, policy) => {
        const { candidate, state, releasesBehind } = chooseCandidate({
          policy,
          releases: listed.toSorted(compare).toReversed(),
          unusable: new Map(bad.map((each) => [each, "bad"])),
          known: present === null ? null : known(present),
        });
        assert.equal(state === "behind", candidate !== null);
        assert.equal(releasesBehind > 0, candidate !== null);
        if (candidate === null) return;
        assert.ok(listed.includes(candidate) && !bad.includes(candidate));
        if (present !== null) assert.ok(compare(candidate, present) > 0);
      },
    ),
  );
});
