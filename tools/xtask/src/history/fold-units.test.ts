import assert from "node:assert/strict";
import { test } from "node:test";
import type { HistoryIdentity, UnitTimeline } from "@lockstep/parity/history";
import { foldUnits } from "./fold-units.ts";

const timeline = (identity: HistoryIdentity, since: string, isDeprecated = false): UnitTimeline => ({
  identity,
  ranges: [
    { from: "1.0.0", to: "1.1.0", presence: "absent", isDeprecated: false, lookedAt: 2 },
    { from: since, to: "3.0.0", presence: "visible", isDeprecated, lookedAt: 1 },
  ],
});

test("foldUnits() counts what came with its command there, and leaves what did not, or has no command among the units", () => {
  const add = timeline({ unit: "command", path: ["add"] }, "2.0.0");
  const flags = ["--a", "--b"].map((name) => timeline({ unit: "flag", path: ["add"], name }, "2.0.0"));
  const arg = timeline({ unit: "arg", path: ["add"], name: "NAME" }, "2.0.0");
  const aliases = [
    timeline({ unit: "alias", path: [], name: "a", of: "add" }, "2.0.0"),
    timeline({ unit: "alias", path: ["add"], name: "-b", of: "--b" }, "2.0.0"),
  ];
  const apart = [
    timeline({ unit: "flag", path: ["add"], name: "--late" }, "2.1.0"),
    timeline({ unit: "flag", path: ["add"], name: "--old" }, "2.0.0", true),
    timeline({ unit: "flag", path: ["remove"], name: "--a" }, "2.0.0"),
    timeline({ unit: "command", path: ["add", "one"] }, "2.0.0"),
    timeline({ unit: "alias", path: ["add"], name: "a", of: "add" }, "2.0.0"),
  ];
  assert.deepEqual(foldUnits([add, ...flags, arg, ...aliases, ...apart]), [
    { unit: add, withIt: { flag: 2, arg: 1, alias: 2 } },
    ...apart.map((unit) => ({ unit, withIt: {} })),
  ]);
});
