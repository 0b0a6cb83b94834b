import assert from "node:assert/strict";
import { test } from "node:test";
import type { Presence, UnitPresence } from "@lockstep/parity/why";
import { mostVisible, unitTimelines } from "./unit-timelines.ts";

/** A flag with its presence in each version, on the targets `a`, `b`, … in turn. */
const flag = (...versions: readonly (readonly Presence[])[]): UnitPresence => ({
  identity: { unit: "flag", path: ["run"], name: "--x" },
  versions: versions.map((presences) => new Map(presences.map((presence, index) => ["abc"[index] ?? "", presence]))),
});

test("mostVisible() takes the presence that shows a unit most, and of nothing absent", () => {
  assert.equal(mostVisible([]), "absent");
  assert.equal(mostVisible(["absent", "rejected"]), "rejected");
  assert.equal(mostVisible(["rejected", "hidden", "absent"]), "hidden");
  assert.equal(mostVisible(["hidden", "visible"]), "visible");
});

test("unitTimelines() joins versions in a row that are alike, and leaves no version out", () => {
  const names = ["1", "2", "3", "4"];
  const [timeline] = unitTimelines([flag(["absent"], ["visible", "hidden"], ["visible"], [])], names);
  assert.deepEqual(timeline?.ranges, [
    { presence: "absent", from: "1", to: "1" },
    { presence: "visible", from: "2", to: "3" },
    { presence: "absent", from: "4", to: "4" },
  ]);
});
