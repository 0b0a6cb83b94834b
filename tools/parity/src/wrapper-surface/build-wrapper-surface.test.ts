import assert from "node:assert/strict";
import { test } from "node:test";
import { findMistakes, type SnapshotCommand, type UpstreamSnapshotV1, type WrapperSurface } from "@lockstep/contracts";
import { InputError, renderJson } from "@lockstep/kernel";
import { linux, mac, snapshotOf, windows } from "@lockstep/testing";
import fc from "fast-check";
import { buildWrapperSurface } from "./build-wrapper-surface.ts";

type Target = typeof linux | typeof mac | typeof windows;
type Given = readonly SnapshotCommand[] | Pick<UpstreamSnapshotV1, "commands" | "rejected">;

/** The surface of versions, each with what its targets expose. */
function surface(versions: Readonly<Record<string, Partial<Record<Target, Given>>>>): WrapperSurface {
  const built = buildWrapperSurface({
    tool: "tool-cli",
    versions: Object.entries(versions).map(([version, byTarget]) => ({
      version,
      snapshots: new Map(
        (Object.entries(byTarget) as [Target, Given][]).map(([target, given]) => {
          const { commands, ...more } = "commands" in given ? given : { commands: given };
          return [target, { ...snapshotOf(target, commands, version), ...more }] as const;
        }),
      ),
    })),
  });
  assert.deepEqual(findMistakes("WrapperSurface", built), []);
  return built;
}
const flag = (long: string, hidden?: boolean) => ({ long, takes_value: false, ...(hidden === undefined ? {} : { hidden }) });
const arg = (name: string) => ({ name, required: false, variadic: false });

test("buildWrapperSurface() has one letter per version, ascending, when versions differ", () => {
  const { versions, commands } = surface({
    "1.10.0": { [linux]: [{ path: [] }, { path: ["a"], flags: [flag("--new")], args: [arg("B")] }] },
    "1.2.0": { [linux]: [{ path: [] }, { path: ["a"], flags: [flag("--old")], args: [arg("A"), arg("B")] }] },
    "1.9.0": { [linux]: [{ path: [] }, { path: ["a"], flags: [flag("--old", true), flag("--new")] }, { path: ["b"], hidden: true }] },
  });
  assert.deepEqual(versions, ["1.2.0", "1.9.0", "1.10.0"]);
  assert.deepEqual(commands, [
    { path: [], states: "vvv" },
    { path: ["a"], states: "vvv", flags: { "--new": "-vv", "--old": "vh-" }, args: { A: "v--", B: "v-v" } },
    { path: ["b"], states: "-h-" },
  ]);
});

test("buildWrapperSurface() leaves a version out when it has no snapshot", () => {
  const { versions, commands } = surface({ "1.1.0": {}, "1.2.0": { [linux]: [{ path: [] }] }, "1.3.0": {} });
  assert.deepEqual([versions, commands], [["1.2.0"], [{ path: [], states: "v" }]]);
});

test("buildWrapperSurface() says rejected of a command, a flag and an arg when a snapshot lists them", () => {
  const { commands } = surface({
    "1.2.0": {
      [linux]: {
        commands: [{ path: ["a"], flags: [flag("--x")] }],
        rejected: [{ path: ["gone"] }, { path: ["a"], key: "--y" }, { path: ["a"], name: "A" }],
      },
    },
    "1.3.0": { [linux]: { commands: [{ path: ["a"] }], rejected: [{ path: ["a"], key: "--x" }] } },
  });
  assert.deepEqual(commands, [
    { path: ["a"], states: "vv", flags: { "--x": "vr", "--y": "r-" }, args: { A: "r-" } },
    { path: ["gone"], states: "r-" },
  ]);
});

test("buildWrapperSurface() has the command that no version knows when a flag of it is rejected", () => {
  const { commands } = surface({ "1.2.0": { [linux]: { commands: [], rejected: [{ path: ["a"], key: "--y" }] } } });
  assert.deepEqual(commands, [{ path: ["a"], states: "-", flags: { "--y": "r" } }]);
});

test("buildWrapperSurface() lets the snapshot's own surface count when it rejects what it shows", () => {
  const rejected = [{ path: ["a"] }, { path: ["a"], key: "--x" }];
  const { commands } = surface({
    "1.2.0": { [linux]: { commands: [{ path: ["a"], hidden: true, flags: [flag("--x", true)] }], rejected } },
  });
  assert.deepEqual(commands, [{ path: ["a"], states: "h", flags: { "--x": "h" } }]);
});

test("buildWrapperSurface() keeps the state of flags and args when their command is hidden", () => {
  const { commands } = surface({
    "1.2.0": { [linux]: [{ path: ["a"], hidden: true, flags: [flag("--x"), flag("--y", true), flag("--z", false)], args: [arg("A")] }] },
  });
  assert.deepEqual(commands, [{ path: ["a"], states: "h", flags: { "--x": "v", "--y": "h", "--z": "v" }, args: { A: "v" } }]);
});

test("buildWrapperSurface() takes the most visible state of any target when targets differ", () => {
  const hidden = [{ path: ["a"], hidden: true, flags: [flag("--vh", true), flag("--hr", true), flag("--h-", true)] }];
  const byTarget = {
    [mac]: {
      commands: hidden,
      rejected: [
        { path: ["a"], key: "--vr" },
        { path: ["a"], key: "--r-" },
      ],
    },
    [linux]: [{ path: ["a"], flags: [flag("--vh"), flag("--vr"), flag("--v-")] }],
    [windows]: { commands: [], rejected: [{ path: ["a"] }, { path: ["a"], key: "--hr" }] },
  };
  const expected = { "--h-": "h", "--hr": "h", "--r-": "r", "--v-": "v", "--vh": "v", "--vr": "v" };
  const reversed = Object.fromEntries(Object.entries(byTarget).toReversed());
  for (const targets of [byTarget, reversed])
    assert.deepEqual(surface({ "1.2.0": targets }).commands, [{ path: ["a"], states: "v", flags: expected }]);
});

test("buildWrapperSurface() names a flag by its short name when it has no long one", () => {
  const flags = [
    { short: "-x", takes_value: false },
    { long: "--yy", short: "-y", takes_value: false },
  ];
  assert.deepEqual(surface({ "1.2.0": { [linux]: [{ path: [], flags }] } }).commands, [
    { path: [], states: "v", flags: { "--yy": "v", "-x": "v" } },
  ]);
});

test("buildWrapperSurface() lets the last of two units count when one target has them twice", () => {
  const { commands } = surface({
    "1.2.0": {
      [linux]: [
        { path: ["a"], flags: [flag("--lost")] },
        { path: ["a"], hidden: true, flags: [flag("--x"), flag("--x", true)] },
      ],
    },
  });
  assert.deepEqual(commands, [{ path: ["a"], states: "h", flags: { "--x": "h" } }]);
});

test("buildWrapperSurface() orders token by token and by code point when the snapshots do not", () => {
  const names = ["\u{1f600}", "\u{ff5e}", "b", "B", "-"];
  const paths = [["b"], ["a-b"], ["a", "\u{1f600}"], ["a", "\u{ff5e}"], ["a"], []];
  const command = { flags: names.map((name) => flag(`--${name}`)), args: names.map(arg) };
  const { commands } = surface({ "1.2.0": { [linux]: [...paths.map((path) => ({ path })), { path: ["c"], ...command }] } });
  assert.deepEqual(
    commands.map(({ path }) => path),
    [[], ["a"], ["a", "\u{ff5e}"], ["a", "\u{1f600}"], ["a-b"], ["b"], ["c"]],
  );
  const sorted = ["-", "B", "b", "\u{ff5e}", "\u{1f600}"];
  assert.deepEqual(Object.keys(commands.at(-1)?.args ?? {}), sorted);
  assert.deepEqual(
    Object.keys(commands.at(-1)?.flags ?? {}),
    sorted.map((name) => `--${name}`),
  );
});

test("buildWrapperSurface() names file, pointer, wanted and actual when a snapshot is of another tool, version or target", () => {
  const good: UpstreamSnapshotV1 = snapshotOf(linux, [{ path: [] }]);
  const { semantic_version: _absent, ...unversioned } = good.binary;
  const cases: readonly (readonly [change: Partial<UpstreamSnapshotV1>, problem: string])[] = [
    [{ tool: "other" }, '/tool must be "tool-cli", is "other"'],
    [{ binary: unversioned }, '/binary/semantic_version must be "1.2.0", is absent'],
    [{ binary: { ...good.binary, target_triple: mac } }, `/binary/target_triple must be "${linux}", is "${mac}"`],
  ];
  for (const [change, problem] of cases) {
    const versions = [{ version: "1.2.0", snapshots: new Map([[linux, { ...good, ...change }]]) }];
    assert.throws(
      () => buildWrapperSurface({ tool: "tool-cli", versions }),
      (error) =>
        error instanceof InputError && error.code === "SNAPSHOT_MISMATCH" && error.message === `"snapshots/1.2.0/${linux}.json" ${problem}`,
    );
  }
});

test("buildWrapperSurface() gives every unit a letter per version and the same bytes when snapshots come in any order", () => {
  const unit = fc.record({
    path: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
    name: fc.constantFrom("x", "y", "z"),
    state: fc.constantFrom("v", "h", "r"),
  });
  const snapshot = fc.array(unit, { maxLength: 8 }).map((units) => ({
    commands: [...Map.groupBy(units, ({ path }) => path.join(" ")).values()].map((same) => ({
      path: same[0]?.path ?? [],
      flags: same.filter(({ state }) => state !== "r").map(({ name, state }) => flag(`--${name}`, state === "h")),
    })),
    rejected: units.filter(({ state }) => state === "r").map(({ path, name }) => ({ path, key: `--${name}` })),
  }));
  const versions = fc.dictionary(
    fc.constantFrom("1.2.0", "1.10.0", "2.0.0-rc.1"),
    fc.record({ [linux]: snapshot, [mac]: snapshot }, { requiredKeys: [linux] }),
    { minKeys: 1 },
  );
  fc.assert(
    fc.property(versions, (given) => {
      const built = surface(given);
      const states = built.commands.flatMap(({ states: own, flags, args }) => [
        own,
        ...Object.values(flags ?? {}),
        ...Object.values(args ?? {}),
      ]);
      assert(states.every((letters) => letters.length === built.versions.length));
      const reversed = Object.entries(given)
        .toReversed()
        .map(([version, targets]) => [version, Object.fromEntries(Object.entries(targets).toReversed())] as const);
      assert.equal(renderJson(surface(Object.fromEntries(reversed))), renderJson(built));
    }),
  );
});
