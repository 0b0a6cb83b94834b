import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareCodePoints, comparePaths, renderJson } from "@lockstep/kernel";
import { linux, mac, rulesWith, snapshotOf, targets, time, windows } from "@lockstep/testing";
import fc from "fast-check";
import { upstreamUnits, unitId } from "../unit.ts";
import { buildUnion } from "./build-union.ts";

type Triple = (typeof targets)[number];

const token = fc.constantFrom("exec", "exec-x", "mcp", "\uFF5E", "\u{1F600}");
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
const flag = fc
  .record({
    long: optional(fc.constantFrom("--a", "--b", "--c")),
    short: fc.constantFrom("-a", "-b"),
    takes_value: fc.boolean(),
    value_name: optional(fc.constantFrom("X", "Y")),
    repeatable: optional(fc.boolean()),
    hidden: optional(fc.boolean()),
  })
  .map((shape) => JSON.parse(JSON.stringify(shape)) as NonNullable<SnapshotCommand["flags"]>[number]);
const arg = fc.record({ name: fc.constantFrom("A", "B", "é"), required: fc.boolean(), variadic: fc.boolean() });
const command: fc.Arbitrary<SnapshotCommand> = fc
  .record({
    path: fc.array(token, { maxLength: 2 }),
    about: optional(fc.constantFrom("1", "2")),
    usage: optional(fc.constantFrom("1", "2")),
    flags: optional(fc.array(flag, { maxLength: 4 })),
    args: optional(fc.array(arg, { maxLength: 3 })),
  })
  .map((shape) => JSON.parse(JSON.stringify(shape)) as SnapshotCommand);
const commandLists = fc.tuple(
  fc.array(command, { maxLength: 6 }),
  fc.array(command, { maxLength: 6 }),
  fc.array(command, { maxLength: 6 }),
);

function unionOfLists(lists: ReadonlyMap<Triple, readonly SnapshotCommand[]>): UpstreamSnapshotUnionV2 {
  const snapshots = new Map<string, UpstreamSnapshotV1>([...lists].map(([target, commands]) => [target, snapshotOf(target, commands)]));
  return buildUnion({ rules: rulesWith(), version: "1.2.0", tool: undefined, snapshots, rawHelp: () => undefined, collectedAt: time });
}

/** The units that remain visible after the dedupe against the root flags of the union. */
function unitsOf(lists: Iterable<readonly SnapshotCommand[]>): ReadonlySet<string> {
  const last = [...lists].map((commands) => [...new Map(commands.map((item) => [item.path.join("\0"), item])).values()]);
  const root = new Set(
    last
      .flat()
      .filter(({ path }) => path.length === 0)
      .flatMap(({ flags }) => flags ?? [])
      .map(({ long, short }) => long ?? short ?? ""),
  );
  return new Set(
    last.flat().flatMap(({ path, flags, args }) => [
      unitId({ unit: "command", path }),
      ...(flags ?? [])
        .map(({ long, short }) => long ?? short ?? "")
        .filter((key) => path.length === 0 || !root.has(key))
        .map((name) => unitId({ unit: "flag", path, name })),
      ...(args ?? []).map(({ name }) => unitId({ unit: "arg", path, name })),
    ]),
  );
}

test("buildUnion() has every unit of every target and no other when snapshots are any", () => {
  fc.assert(
    fc.property(commandLists, ([a, b, c]) => {
      const union = unionOfLists(
        new Map([
          [mac, a],
          [linux, b],
          [windows, c],
        ]),
      );
      assert.deepEqual(new Set(upstreamUnits(union).map(unitId)), unitsOf([a, b, c]));
    }),
  );
});

test("buildUnion() gives equal bytes when snapshots, and the units inside them, come in another order", () => {
  fc.assert(
    fc.property(commandLists, ([a, b, c]) => {
      const unique = (commands: readonly SnapshotCommand[]): readonly SnapshotCommand[] => [
        ...new Map(commands.map((item) => [item.path.join("\0"), item])).values(),
      ];
      const forth = unionOfLists(
        new Map([
          [mac, unique(a)],
          [linux, unique(b)],
          [windows, unique(c)],
        ]),
      );
      const back = unionOfLists(
        new Map([
          [windows, unique(c).toReversed()],
          [linux, unique(b).toReversed()],
          [mac, unique(a).toReversed()],
        ]),
      );
      assert.equal(renderJson(back), renderJson(forth));
    }),
  );
});

test("buildUnion() adds nothing when there is one snapshot", () => {
  fc.assert(
    fc.property(commandLists, ([commands]) => {
      const union = unionOfLists(new Map([[linux, commands]]));
      assert.deepEqual(new Set(upstreamUnits(union).map(unitId)), unitsOf([commands]));
      assert(union.commands.every(({ conflicts }) => conflicts === undefined));
      assert(upstreamUnits(union).every(({ availableOn }) => availableOn.join() === linux));
    }),
  );
});

test("buildUnion() changes only availability when every target has the same snapshot", () => {
  fc.assert(
    fc.property(commandLists, ([commands]) => {
      const one = unionOfLists(new Map([[linux, commands]]));
      const three = unionOfLists(
        new Map([
          [mac, commands],
          [linux, commands],
          [windows, commands],
        ]),
      );
      const everywhere = JSON.parse(JSON.stringify(one.commands), (key, value: unknown) =>
        key === "available_on" ? targets : value,
      ) as unknown;
      assert.deepEqual(three.commands, everywhere);
    }),
  );
});

test("buildUnion() sorts commands, flags and args by code point when names are any", () => {
  fc.assert(
    fc.property(commandLists, ([a, b]) => {
      const { commands } = unionOfLists(
        new Map([
          [mac, a],
          [linux, b],
        ]),
      );
      assert.deepEqual(
        commands,
        commands.toSorted((x, y) => comparePaths(x.path, y.path)),
      );
      for (const { flags = [], args = [] } of commands) {
        assert.deepEqual(
          flags,
          flags.toSorted((x, y) => compareCodePoints(x.key, y.key)),
        );
        assert.deepEqual(
          args,
          args.toSorted((x, y) => compareCodePoints(x.name, y.name)),
        );
      }
    }),
  );
});
