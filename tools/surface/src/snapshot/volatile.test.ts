import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { linux, snapshotOf } from "@lockstep/testing";
import { findVolatile, volatileMarks, withoutVolatile } from "./volatile.ts";

const root = { path: [], usage: "tool [OPTIONS]" } as const;
const snapshot = (commands: readonly SnapshotCommand[], more: Partial<UpstreamSnapshotV1> = {}): UpstreamSnapshotV1 => ({
  ...snapshotOf(linux, [root, ...commands]),
  ...more,
});
/** Compares two passes; gives the marks and what is left of the first one. */
const settle = (first: UpstreamSnapshotV1, second: UpstreamSnapshotV1) => {
  const marks = findVolatile(first, second, "tool");
  return { marks, settled: withoutVolatile(first, marks, "tool", second.known_omissions) };
};
const run = (more: Partial<SnapshotCommand>): SnapshotCommand => ({ path: ["run"], usage: "tool run [OPTIONS]", ...more });
const file = { long: "--file", takes_value: true, value_name: "FILE", default: "/1" } as const;

test("findVolatile() finds nothing, and withoutVolatile() changes nothing, when two passes agree", () => {
  const pass = snapshot([run({ flags: [file] })], { known_omissions: ["phantom command: x"] });
  const { marks, settled } = settle(pass, structuredClone(pass));
  assert.deepEqual(marks, []);
  assert.deepEqual(settled, pass);
});

test("findVolatile() names each moved field, and withoutVolatile() leaves it out and nothing else", () => {
  const pass = (now: string): UpstreamSnapshotV1 =>
    snapshot([
      run({
        about: `About ${now}`,
        flags: [{ ...file, default: now }],
        args: [{ name: "X", required: true, variadic: false, note: now }],
        help_sha256: now.repeat(64),
      }),
    ]);
  const { marks, settled } = settle(pass("1"), pass("2"));
  assert.deepEqual(marks, [
    "volatile: tool run (about)",
    "volatile: tool run (help_sha256)",
    "volatile: tool run --file (default)",
    "volatile: tool run X (note)",
  ]);
  assert.deepEqual(settled.commands[1], {
    path: ["run"],
    usage: "tool run [OPTIONS]",
    args: [{ name: "X", required: true, variadic: false }],
    flags: [{ long: "--file", takes_value: true, value_name: "FILE" }],
  });
  assert.deepEqual(settled.known_omissions, marks);
});

test("findVolatile() names a field that only one pass has", () => {
  const { default: _, ...plain } = file;
  for (const [a, b] of [
    [file, plain],
    [plain, file],
  ] as const) {
    const { marks, settled } = settle(snapshot([run({ flags: [a] })]), snapshot([run({ flags: [b] })]));
    assert.deepEqual(marks, ["volatile: tool run --file (default)"]);
    assert.deepEqual(settled.commands[1]?.flags, [plain]);
  }
});

test("findVolatile() names a unit that only one pass shows, and withoutVolatile() leaves it out whole", () => {
  const arg = { name: "X", required: false, variadic: false };
  const first = snapshot([run({ flags: [file], args: [arg] }), { path: ["run", "deep"], usage: "tool run deep", flags: [file] }]);
  const { marks, settled } = settle(first, snapshot([run({}), { path: ["other"] }]));
  assert.deepEqual(marks, ["volatile: tool other", "volatile: tool run --file", "volatile: tool run X", "volatile: tool run deep"]);
  assert.deepEqual(settled.commands, [root, run({})]);
});

test("withoutVolatile() leaves a unit out whole when a field moves that it cannot be without", () => {
  const { marks, settled } = settle(
    snapshot([run({ flags: [file], args: [{ name: "X", required: false, variadic: false }] })]),
    snapshot([run({ flags: [{ ...file, takes_value: false }], args: [{ name: "X", required: true, variadic: false }] })]),
  );
  assert.deepEqual(marks, ["volatile: tool run --file (takes_value)", "volatile: tool run X (required)"]);
  assert.deepEqual(settled.commands[1], run({}));
});

test("findVolatile() names a help that only one pass could read once, and withoutVolatile() leaves the command bare", () => {
  const whole = snapshot([run({ about: "Run", flags: [file], aliases: ["r"], sources: ["help"] })]);
  const failed = snapshot([{ path: ["run"], about: "Run", aliases: ["r"], sources: ["help"] }], {
    known_omissions: ["timeout after 5 ms: tool run --help"],
  });
  const forward = settle(whole, failed);
  const backward = settle(failed, whole);
  assert.deepEqual(forward.marks, ["volatile: tool run (help)"]);
  assert.deepEqual(forward.settled.known_omissions, ["timeout after 5 ms: tool run --help", "volatile: tool run (help)"]);
  assert.deepEqual(forward.settled.commands[1], { path: ["run"], aliases: ["r"], sources: ["help"] });
  assert.deepEqual(backward.settled, forward.settled);
});

test("findVolatile() gives the same marks in either order of the passes", () => {
  const first = snapshot([run({ flags: [file] }), { path: ["a"] }]);
  const second = snapshot([run({ about: "x", flags: [{ ...file, default: "/2" }] })]);
  assert.deepEqual(findVolatile(first, second, "tool"), findVolatile(second, first, "tool"));
});

test("findVolatile() names features, rejected units and a version output that moved", () => {
  const row = (name: string, effective: boolean) => ({ effective, name, stage: "beta" });
  const pass = (on: boolean): UpstreamSnapshotV1 => {
    const plain = snapshot([], {
      features: {
        commands_added_when_all_enabled: [],
        enabled_for_snapshot: on ? ["a", "b"] : ["a"],
        listed: [row("a", on), row("b", true), row("c", true)],
        mode: "default_plus_all_enabled",
      },
      rejected: on ? [{ path: [], key: "--gone" }, { path: ["run"] }] : [{ path: ["run"] }],
    });
    return { ...plain, binary: { ...plain.binary, version_output: `tool 1.2.0 ${String(on)}` } };
  };
  const { marks, settled } = settle(pass(true), pass(false));
  assert.deepEqual(marks, [
    "volatile: features a",
    "volatile: features b",
    "volatile: tool (version_output)",
    "volatile: tool --gone (rejected)",
  ]);
  assert.deepEqual(settled.features?.listed, [row("c", true)]);
  assert.deepEqual(settled.features.enabled_for_snapshot, []);
  assert.deepEqual(settled.rejected, [{ path: ["run"] }]);
  assert.equal(settled.binary.version_output, "tool 1.2.0 true");
});

test("findVolatile() names the features as a whole when only one pass could list them", () => {
  const listed = { mode: "default_plus_all_enabled", listed: [] } as const;
  const failed = { mode: "default_only", probe_error: "feature list probe failed" } as const;
  const { marks, settled } = settle(snapshot([], { features: listed }), snapshot([], { features: failed }));
  assert.deepEqual([marks, "features" in settled], [["volatile: features"], false]);
});

test("withoutVolatile() keeps the order of the schema when the first pass had no omissions", () => {
  const generator = { name: "tool", version: "1.0.0", parser_version: 1 };
  const { settled } = settle(snapshot([run({ about: "1" })], { generator }), snapshot([run({ about: "2" })], { generator }));
  assert.deepEqual(Object.keys(settled).slice(-3), ["commands", "known_omissions", "generator"]);
});

test("withoutVolatile() is idempotent and reads its marks back from known_omissions", () => {
  const first = snapshot([run({ about: "1", flags: [file] })], { known_omissions: ["phantom command: x"] });
  const { marks, settled } = settle(first, snapshot([run({ about: "2" })]));
  assert.deepEqual(volatileMarks(settled.known_omissions ?? []), marks);
  assert.deepEqual(withoutVolatile(settled, marks, "tool"), settled);
});
