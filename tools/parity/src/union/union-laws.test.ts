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

function unionOfLists(lists: ReadonlyMap<Triple, readonly SnapshotCommand[]>, version = 1): UpstreamSnapshotUnionV2 {
  const snapshots = new Map<string, UpstreamSnapshotV1>([...lists].map(([target, commands]) => [target, snapshotOf(target, commands)]));
  const rules = { ...rulesWith(), rules_schema_version: version };
  return buildUnion({ rules, version: "1.2.0", tool: undefined, snapshots, rawHelp: () => undefined, collectedAt: time });
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

test("buildUnion() lists every flag of every target at its command or at the root under rules version 2, and says where they differ", () => {
  fc.assert(
    fc.property(commandLists, ([a, b, c]) => {
      const lists = [
        [mac, a],
        [linux, b],
        [windows, c],
      ] as const;
      const { commands } = unionOfLists(new Map(lists), 2);
      const find = (path: readonly string[], key: string) =>
        commands.find((other) => comparePaths(other.path, path) === 0)?.flags?.find((other) => other.key === key);
      for (const [target, list] of lists) {
        for (const { path, flags = [] } of new Map(list.map((item) => [item.path.join("\0"), item])).values()) {
          for (const [key, shape] of new Map(flags.map((item) => [item.long ?? item.short ?? "", item]))) {
            const own = find(path, key);
            assert((own ?? find([], key))?.available_on.includes(target), `${path.join(" ")} ${key} on ${target}`);
            if (own !== undefined) continue;
            const values = (field: string): readonly unknown[] =>
              commands
                .filter((other) => comparePaths(other.path, path) === 0)
                .flatMap(({ conflicts = [] }) => conflicts.filter((found) => found.key === key && found.field === field))
                .map(({ values_by_target, root_values_by_target }) => [values_by_target[target], root_values_by_target?.[target]]);
            const rootFlag = lists
              .filter(([other]) => other === target)
              .flatMap(([, all]) => all.findLast((item) => item.path.length === 0)?.flags ?? [])
              .findLast(({ long, short }) => (long ?? short) === key);
            for (const field of ["takes_value", "value_name", "repeatable", "short"] as const) {
              const [mine, roots] = [shape[field] ?? null, rootFlag?.[field] ?? null];
              if (mine !== roots) assert.deepEqual(values(field), [[mine, roots]]);
            }
          }
        }
      }
    }),
  );
});

test("buildUnion() keeps under rules version 2 all that version 1 has, and more flags and conflicts alone", () => {
  fc.assert(
    fc.property(commandLists, ([a, b, c]) => {
      const lists = new Map<Triple, readonly SnapshotCommand[]>([
        [mac, a],
        [linux, b],
        [windows, c],
      ]);
      const [one, two] = [unionOfLists(lists), unionOfLists(lists, 2)];
      const bare = (union: UpstreamSnapshotUnionV2): unknown =>
        union.commands.map(({ flags: _flags, conflicts: _conflicts, ...rest }) => rest);
      assert.deepEqual(bare(two), bare(one));
      for (const [at, { flags = [], conflicts = [] }] of one.commands.entries()) {
        for (const shape of flags) assert(two.commands[at]?.flags?.some((other) => renderJson(other) === renderJson(shape)));
        for (const found of conflicts) assert(two.commands[at]?.conflicts?.some((other) => renderJson(other) === renderJson(found)));
      }
    }),
  );
});
