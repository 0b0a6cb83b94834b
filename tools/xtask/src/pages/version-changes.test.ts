import assert from "node:assert/strict";
import { test } from "node:test";
import type { Presence, UnitPresence } from "@lockstep/parity/why";
import { unitTimelines } from "./unit-timelines.ts";
import { mostVisible, versionChanges } from "./version-changes.ts";

/** A flag with its presence in each version, on the targets `a`, `b`, … in turn. */
const flag = (...versions: readonly (readonly Presence[])[]): UnitPresence => ({
  identity: { unit: "flag", path: ["run"], name: "--x" },
  versions: versions.map((presences) => new Map(presences.map((presence, index) => ["abc"[index] ?? "", presence]))),
});

const cases: readonly (readonly [before: readonly Presence[], after: readonly Presence[], id: string | undefined])[] = [
  [["absent"], ["visible"], "flag-added"],
  [["rejected"], ["hidden"], "flag-added"],
  [["visible"], ["absent"], "flag-removed"],
  [["hidden"], ["rejected"], "flag-removed"],
  [["visible"], ["hidden"], "flag-hidden"],
  [["hidden"], ["visible"], "flag-shown"],
  [["visible"], ["visible"], undefined],
  [["rejected"], ["absent"], undefined],
  // A target that only one of the versions has says nothing.
  [["visible"], ["visible", "absent"], undefined],
  [["absent"], ["absent", "visible"], undefined],
  [[], ["visible"], undefined],
  // One target that has it is enough.
  [["absent", "visible"], ["absent", "visible"], undefined],
  [["absent", "absent"], ["absent", "visible"], "flag-added"],
];
for (const [before, after, id] of cases) {
  test(`versionChanges() finds ${id ?? "nothing"} from ${before.join(" and ") || "no target"} to ${after.join(" and ")}`, () => {
    assert.deepEqual(
      versionChanges([flag(before, after)], 0, 1).map((change) => change.id),
      id === undefined ? [] : [id],
    );
  });
}

test("versionChanges() finds nothing from a version to itself", () => {
  assert.deepEqual(versionChanges([flag(["visible"], ["hidden"])], 1, 1), []);
});

test("mostVisible() of nothing is absent", () => assert.equal(mostVisible([]), "absent"));

test("unitTimelines() joins versions in a row that are alike, and leaves no version out", () => {
  const names = ["1", "2", "3", "4"];
  const [timeline] = unitTimelines([flag(["absent"], ["visible", "hidden"], ["visible"], [])], names);
  assert.deepEqual(timeline?.ranges, [
    { presence: "absent", from: "1", to: "1" },
    { presence: "visible", from: "2", to: "3" },
    { presence: "absent", from: "4", to: "4" },
  ]);
});
