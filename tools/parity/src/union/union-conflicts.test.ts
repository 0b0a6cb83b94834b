import assert from "node:assert/strict";
import { test } from "node:test";
import type { Conflict, UnionCommand } from "@lockstep/contracts";
import { linux, mac } from "@lockstep/testing";
import { renderConflicts, unionConflicts } from "./union-conflicts.ts";

const command = (path: readonly string[], ...conflicts: readonly Omit<Conflict, "path">[]): UnionCommand => ({
  path,
  available_on: [linux, mac],
  conflicts: conflicts.map((conflict) => ({ ...conflict, path })),
});
const commands = [
  command([], { unit: "command", field: "usage", values_by_target: { [mac]: "tool", [linux]: null } }),
  command(
    ["exec"],
    {
      unit: "flag",
      key: "--remote",
      field: "value_name",
      values_by_target: { [linux]: "URL", [mac]: "URL" },
      root_values_by_target: { [linux]: "ADDR", [mac]: "ADDR" },
    },
    { unit: "arg", name: "FILE", field: "required", values_by_target: { [linux]: true, [mac]: false } },
  ),
  { path: ["none"], available_on: [linux] },
];

test("unionConflicts() lists every conflict with its unit, field and values, and the root's where it differs from these", () => {
  assert.deepEqual(unionConflicts({ commands }), [
    { unit: "(root)", field: "usage", values: { [mac]: "tool", [linux]: null }, rootValues: null },
    {
      unit: "exec --remote",
      field: "value_name",
      values: { [linux]: "URL", [mac]: "URL" },
      rootValues: { [linux]: "ADDR", [mac]: "ADDR" },
    },
    { unit: "exec FILE", field: "required", values: { [linux]: true, [mac]: false }, rootValues: null },
  ]);
});

test("renderConflicts() prints a line for each, with values by target where these disagree", () => {
  assert.deepEqual(renderConflicts(unionConflicts({ commands })), [
    `  conflict: (root), usage: "tool" (${mac}), null (${linux})`,
    `  conflict: exec --remote, value_name: "URL"; differs from the root's flag: "ADDR"`,
    `  conflict: exec FILE, required: false (${mac}), true (${linux})`,
  ]);
});

test("renderConflicts() prints ten conflicts and counts the rest, and cuts long values", () => {
  const many = Array.from({ length: 12 }, (_, index) =>
    command([`c${String(index)}`], { unit: "command", field: "about", values_by_target: { [linux]: "x".repeat(200), [mac]: "y" } }),
  );
  const lines = renderConflicts(unionConflicts({ commands: many }));
  assert.deepEqual([lines.length, lines[9]?.slice(0, 21), lines[10]], [11, "  conflict: c9, about", "  and 2 more"]);
  assert((lines[0] ?? "").length < 180);
  assert.equal(
    renderConflicts(unionConflicts({ commands: many.slice(2) }))
      .at(-1)
      ?.slice(0, 16),
    "  conflict: c11,",
  );
});
