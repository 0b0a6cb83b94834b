import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnionCommand } from "@lockstep/contracts";
import { targets, unionOf } from "@lockstep/testing";
import { unitId } from "../unit.ts";
import { creditScenarios } from "./credit-scenarios.ts";

const available_on = [...targets];
const flag = (key: string) => ({ key, long: key, takes_value: false, available_on });
const before: readonly UnionCommand[] = [
  { path: [], available_on },
  { path: ["exec"], available_on, flags: [flag("--json")] },
];
const after: readonly UnionCommand[] = [
  { path: [], available_on },
  { path: ["exec"], available_on, flags: [flag("--json"), flag("--color")] },
];
const unions = [
  { version: "1.0.0", union: unionOf(before, "1.0.0") },
  { version: "1.1.0", union: unionOf(after, "1.1.0") },
];

const scenario = (name: string, line: string, versions?: readonly string[]) => ({
  name,
  argv: line.split(" ").map((token) => ({ token, origin: token === "--color" ? ("passthrough" as const) : ("typed" as const) })),
  ...(versions === undefined ? {} : { versions }),
});

test("creditScenarios() names for each unit the scenarios that show it and the versions that read them so", () => {
  const scenarios = [
    scenario("plain", "exec --json --json"),
    scenario("old", "exec", ["1.0.0"]),
    scenario("forwarded", "exec --json --color"),
    scenario("refused", "exec --bogus"),
  ];
  const { shown, shownBy } = creditScenarios({ schema_version: 1, wrapper_version: "0.1.0", scenarios, declared: [] }, unions);
  const shownOf = (identity: Parameters<typeof unitId>[0]) =>
    (shownBy.get(unitId(identity)) ?? []).map(({ scenario: { name }, versions }) => [name, versions]);
  assert.deepEqual(shownOf({ unit: "command", path: ["exec"] }), [
    ["plain", ["1.0.0", "1.1.0"]],
    ["old", ["1.0.0"]],
    ["forwarded", ["1.1.0"]],
  ]);
  assert.deepEqual(shownOf({ unit: "flag", path: ["exec"], name: "--json" }), [
    ["plain", ["1.0.0", "1.1.0"]],
    ["forwarded", ["1.1.0"]],
  ]);
  assert.deepEqual(shownOf({ unit: "flag", path: ["exec"], name: "--color" }), []);
  assert.deepEqual([...shownBy.keys()].toSorted(), [...shown.keys()].toSorted());
});
