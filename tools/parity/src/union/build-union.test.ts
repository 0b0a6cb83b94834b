import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParityRules, SnapshotCommand, UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { linux, mac, rulesWith, snapshotOf, time, windows } from "@lockstep/testing";
import { buildUnion } from "./build-union.ts";
import type { RawHelp } from "./conflicts.ts";

type Commands = readonly SnapshotCommand[];
const noHelp: RawHelp = () => undefined;

function union(
  byTarget: Partial<Record<string, Commands | UpstreamSnapshotV1>>,
  more: { rules?: ParityRules; rawHelp?: RawHelp; tool?: string } = {},
): UpstreamSnapshotUnionV2 {
  const snapshots = new Map(
    Object.entries(byTarget).flatMap(([target, given]) =>
      given === undefined ? [] : [[target, "binary" in given ? given : snapshotOf(target as typeof linux, given)] as const],
    ),
  );
  return buildUnion({
    rules: more.rules ?? rulesWith(),
    version: "1.2.0",
    tool: more.tool,
    snapshots,
    rawHelp: more.rawHelp ?? noHelp,
    collectedAt: time,
  });
}

const flag = (long: string, more: Partial<NonNullable<SnapshotCommand["flags"]>[number]> = {}) => ({ long, takes_value: false, ...more });
const arg = (name: string, more: Partial<NonNullable<SnapshotCommand["args"]>[number]> = {}) => ({
  name,
  required: false,
  variadic: false,
  ...more,
});
const refuses = (run: () => unknown, code: string, message: string): void => {
  assert.throws(run, (error) => error instanceof InputError && error.code === code && error.message === message);
};

test("buildUnion() takes scalars from the required target when it has the unit, else from the first expected target that has it", () => {
  const { commands } = union({
    [mac]: [
      { path: [] },
      {
        path: ["a"],
        about: "mac",
        flags: [flag("--x", { value_name: "MAC" }), flag("--y", { value_name: "MAC" })],
        args: [arg("A", { note: "mac" })],
      },
      { path: ["b"], about: "mac" },
    ],
    [linux]: [{ path: [] }, { path: ["a"], about: "linux", flags: [flag("--x", { value_name: "LINUX" })] }],
    [windows]: [
      { path: [] },
      { path: ["a"], about: "windows", flags: [flag("--y", { value_name: "WINDOWS" })], args: [arg("A", { note: "windows" })] },
      { path: ["b"], about: "windows" },
    ],
  });
  const [, a, b] = commands;
  assert.deepEqual([a?.about, b?.about], ["linux", "mac"]);
  assert.deepEqual(
    a?.flags?.map(({ key, value_name, available_on }) => [key, value_name, available_on]),
    [
      ["--x", "LINUX", [mac, linux]],
      ["--y", "MAC", [mac, windows]],
    ],
  );
  assert.deepEqual(
    a?.args?.map(({ note, available_on }) => [note, available_on]),
    [["mac", [mac, windows]]],
  );
  assert.deepEqual(b?.available_on, [mac, windows]);
});

test("buildUnion() keeps the expected order of targets in every list when snapshots come in another", () => {
  const commands = [{ path: [], flags: [flag("--x")] }];
  const built = union({ [windows]: commands, [linux]: commands, [mac]: commands });
  const order = [mac, linux, windows];
  assert.deepEqual(
    built.inputs.map(({ target_triple }) => target_triple),
    order,
  );
  assert.deepEqual([built.commands[0]?.available_on, built.commands[0]?.flags?.[0]?.available_on], [order, order]);
  assert.deepEqual([built.complete, "missing_targets" in built], [true, false]);
});

test("buildUnion() is incomplete and names the missing targets in expected order when only the required one is there", () => {
  const built = union({ [linux]: [{ path: [] }] });
  assert.deepEqual([built.complete, built.missing_targets, built.expected_targets], [false, [mac, windows], [mac, linux, windows]]);
});

test("buildUnion() records a conflict with every value, keys by code point and null for an absent field, when targets disagree", () => {
  const built = union({
    [windows]: [{ path: ["a"], about: "w" }],
    [linux]: [{ path: ["a"], about: "l" }],
    [mac]: [{ path: ["a"] }],
  });
  assert.equal(
    JSON.stringify(built.commands[0]?.conflicts),
    JSON.stringify([
      {
        unit: "command",
        path: ["a"],
        field: "about",
        values_by_target: { [mac]: null, [windows]: "w", [linux]: "l" },
        help_context: "Usage",
      },
    ]),
  );
});

test("buildUnion() orders conflicts by kind, key or name, and field when there are many", () => {
  const built = union({
    [mac]: [
      {
        path: ["a"],
        about: "1",
        usage: "1",
        flags: [flag("--b", { takes_value: true, value_name: "V", repeatable: true }), flag("--a", { repeatable: true })],
        args: [arg("Z", { required: true, variadic: true }), arg("A", { variadic: true })],
      },
    ],
    [linux]: [{ path: ["a"], about: "2", usage: "2", flags: [flag("--a"), flag("--b")], args: [arg("A"), arg("Z")] }],
  });
  assert.deepEqual(
    built.commands[0]?.conflicts?.map(({ unit, key, name, field, help_context }) => [unit, key ?? name, field, help_context]),
    [
      ["command", undefined, "about", "Usage"],
      ["command", undefined, "usage", "Usage"],
      ["flag", "--a", "repeatable", "Options"],
      ["flag", "--b", "repeatable", "Options"],
      ["flag", "--b", "takes_value", "Options"],
      ["flag", "--b", "value_name", "Options"],
      ["arg", "A", "variadic", "Arguments"],
      ["arg", "Z", "required", "Arguments"],
      ["arg", "Z", "variadic", "Arguments"],
    ],
  );
});

test("buildUnion() records no conflict when a target lacks the unit or untracked fields differ", () => {
  const built = union({
    [mac]: [
      {
        path: ["a"],
        stability: "beta",
        description: "1",
        flags: [flag("--x", { default: "1", hidden: true, short: "-x" })],
        args: [arg("A", { note: "1" })],
      },
    ],
    [linux]: [{ path: ["a"], description: "2", flags: [flag("--x", { default: "2" })], args: [arg("A", { note: "2" })] }],
    [windows]: [{ path: ["b"], about: "only here" }],
  });
  assert.deepEqual(
    built.commands.map(({ conflicts }) => conflicts),
    [undefined, undefined],
  );
});

test("buildUnion() adds evidence of the targets whose raw help exists, and none when no target has any", () => {
  const rawHelp: RawHelp = (target, path) =>
    target === mac ? undefined : { ref: `raw_help/${target}/${path.join("/")}`, sha256: target === linux ? "1" : "2" };
  const byTarget = {
    [mac]: [{ path: ["a"], about: "1" }],
    [linux]: [{ path: ["a"], about: "2" }],
    [windows]: [{ path: ["a"], about: "2" }],
  };
  assert.equal(
    JSON.stringify(union(byTarget, { rawHelp }).commands[0]?.conflicts?.[0]?.evidence),
    JSON.stringify({
      help_ref_by_target: { [windows]: `raw_help/${windows}/a`, [linux]: `raw_help/${linux}/a` },
      help_sha256_by_target: { [windows]: "2", [linux]: "1" },
    }),
  );
  assert.equal(union(byTarget).commands[0]?.conflicts?.[0]?.evidence, undefined);
});

test("buildUnion() drops a sub-command's flag with its conflicts when the root has the key, and drops emptied lists", () => {
  const commands = (value_name: string): Commands => [
    { path: [], flags: [flag("--config")] },
    { path: ["a"], flags: [flag("--config", { value_name }), flag("--own", { value_name })] },
    { path: ["b"], flags: [flag("--config", { value_name })], args: [arg("--config", { required: value_name === "1" })] },
    { path: ["c"], flags: [flag("--config", { value_name })] },
  ];
  const [root, a, b, c] = union({ [mac]: commands("1"), [linux]: commands("2") }).commands;
  assert.deepEqual(
    root?.flags?.map(({ key }) => key),
    ["--config"],
  );
  assert.deepEqual([a?.flags?.map(({ key }) => key), a?.conflicts?.map(({ key }) => key)], [["--own"], ["--own"]]);
  assert.deepEqual(["flags" in (b ?? {}), b?.conflicts?.map(({ unit }) => unit)], [false, ["arg"]]);
  assert.deepEqual(Object.keys(c ?? {}), ["path", "available_on"]);
});

test("buildUnion() keeps flags that the root has too when the rules switch the model or the dedupe off", () => {
  const commands = [
    { path: [], flags: [flag("--x")] },
    { path: ["a"], flags: [flag("--x")] },
  ];
  for (const model of [{ enabled: false }, { enabled: true, union_normalization: { dedupe_per_command_flags_against_root: false } }]) {
    const built = union({ [linux]: commands }, { rules: { ...rulesWith(), globals: { effective_flags_model: model } } });
    assert.deepEqual(
      built.commands[1]?.flags?.map(({ key }) => key),
      ["--x"],
    );
  }
});

test("buildUnion() lets the last of two equal units on one target count when a snapshot repeats them", () => {
  const built = union({
    [linux]: [
      { path: ["a"], about: "1", flags: [flag("--gone")] },
      {
        path: ["a"],
        about: "2",
        flags: [flag("--x", { value_name: "1" }), flag("--x", { value_name: "2" })],
        args: [arg("A", { note: "1" }), arg("A", { note: "2" })],
      },
    ],
  });
  assert.equal(built.commands.length, 1);
  assert.deepEqual(
    [
      built.commands[0]?.about,
      built.commands[0]?.flags?.map(({ key, value_name }) => [key, value_name]),
      built.commands[0]?.args?.map(({ note }) => note),
    ],
    ["2", [["--x", "2"]], ["2"]],
  );
});

test("buildUnion() identifies a flag by its short spelling when it has no long one", () => {
  const built = union({
    [linux]: [
      {
        path: [],
        flags: [
          { short: "-x", takes_value: true },
          { long: "--y", short: "-y", takes_value: false },
        ],
      },
    ],
  });
  assert.deepEqual(
    built.commands[0]?.flags?.map(({ key, long, short }) => [key, long, short]),
    [
      ["--y", "--y", "-y"],
      ["-x", undefined, "-x"],
    ],
  );
});

test("buildUnion() marks an arg as inferred when the canonical note, trimmed, says so", () => {
  const built = union({
    [mac]: [{ path: [], args: [arg("B", { note: "inferred from usage" })] }],
    [linux]: [
      {
        path: [],
        args: [arg("A", { note: " inferred from usage\n" }), arg("B", { note: "the file" }), arg("C", { note: "Inferred from usage" })],
      },
    ],
  });
  assert.deepEqual(
    built.commands[0]?.args?.map(({ inferred_from_usage }) => inferred_from_usage),
    [true, undefined, undefined],
  );
});

test("buildUnion() carries additive fields of the canonical target behind the v1 fields when it has them", () => {
  const built = union({
    [mac]: [{ path: ["a"], aliases: ["m"], hidden: true }],
    [linux]: [
      {
        path: ["a"],
        sources: ["help"],
        deprecated: true,
        flags: [{ possible_values: ["x"], global: true, long: "--x", takes_value: true, default: "x" }],
      },
    ],
  });
  assert.equal(
    JSON.stringify(built.commands[0]),
    JSON.stringify({
      path: ["a"],
      available_on: [mac, linux],
      flags: [{ key: "--x", long: "--x", takes_value: true, available_on: [linux], default: "x", possible_values: ["x"], global: true }],
      deprecated: true,
      sources: ["help"],
    }),
  );
});

test("buildUnion() sorts the keys of features at every depth and keeps the order of their lists when an input has features", () => {
  const features = { requested_enable: ["b", "a"], mode: "default_only", listed: [{ stage: "beta", name: "b", effective: true }] } as const;
  const built = union({ [linux]: { ...snapshotOf(linux, [{ path: [] }]), features, known_omissions: ["z", "a"] } });
  assert.equal(
    JSON.stringify(built.inputs[0]?.features),
    JSON.stringify({ listed: [{ effective: true, name: "b", stage: "beta" }], mode: "default_only", requested_enable: ["b", "a"] }),
  );
  assert.deepEqual(built.inputs[0]?.known_omissions, ["z", "a"]);
});

test("buildUnion() refuses with the triple when the required target has no snapshot", () => {
  refuses(
    () => union({ [mac]: [{ path: [] }] }),
    "REQUIRED_TARGET_MISSING",
    `The required target "${linux}" has no snapshot "snapshots/1.2.0/${linux}.json"`,
  );
});

test("buildUnion() refuses an input with file, field, wanted and actual value when tool, version or triple differ", () => {
  const good = snapshotOf(mac, [{ path: [] }]);
  const file = `"snapshots/1.2.0/${mac}.json"`;
  const cases: readonly (readonly [UpstreamSnapshotV1, string])[] = [
    [{ ...good, tool: "other" }, `${file} /tool must be "tool-cli", is "other"`],
    [{ ...good, binary: { ...good.binary, semantic_version: "1.2.1" } }, `${file} /binary/semantic_version must be "1.2.0", is "1.2.1"`],
    [
      { ...good, binary: { ...snapshotOf(mac, [], "").binary, target_triple: windows, semantic_version: "1.2.0" } },
      `${file} /binary/target_triple must be "${mac}", is "${windows}"`,
    ],
  ];
  for (const [snapshot, message] of cases) refuses(() => union({ [linux]: [{ path: [] }], [mac]: snapshot }), "SNAPSHOT_MISMATCH", message);
  const { semantic_version: _, ...binary } = good.binary;
  refuses(
    () => union({ [linux]: [{ path: [] }], [mac]: { ...good, binary } }),
    "SNAPSHOT_MISMATCH",
    `${file} /binary/semantic_version must be "1.2.0", is absent`,
  );
  refuses(
    () => union({ [linux]: [{ path: [] }] }, { tool: "codex-cli" }),
    "SNAPSHOT_MISMATCH",
    `"snapshots/1.2.0/${linux}.json" /tool must be "codex-cli", is "tool-cli"`,
  );
});
