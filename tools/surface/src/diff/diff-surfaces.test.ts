import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { parseContract, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { changePairs, surface, type ChangePair } from "./change-pairs.ts";
import type { Change, ChangeCode, ListedSurface } from "./index.ts";
import { diffSurfaces } from "./index.ts";

const pairs = Object.entries<ChangePair>(changePairs) as readonly (readonly [ChangeCode, ChangePair])[];
const codesOf = (changes: readonly Change[]): readonly ChangeCode[] => changes.map(({ code }) => code);
const unitOf = ({ path, name }: Change): string => [...path, name].join(" ").trim();

for (const [code, { before, after, unit, says, also = [] }] of pairs) {
  test(`diffSurfaces() finds ${code}, and nothing else, where two surfaces differ in that alone`, () => {
    const changes = diffSurfaces(before, after);
    assert.deepEqual(codesOf(changes).toSorted(), [code, ...also].toSorted());
    const found = changes.find((change) => change.code === code);
    assert.ok(found !== undefined);
    assert.equal(unitOf(found), unit);
    assert.match(found.message, says);
    assert.deepEqual(diffSurfaces(before, before), []);
    assert.deepEqual(diffSurfaces(after, after), []);
  });
}

const mirrored: readonly (readonly [ChangeCode, ChangeCode])[] = [
  ["command-added", "command-removed"],
  ["command-hidden", "command-shown"],
  ["command-deprecated", "command-undeprecated"],
  ["command-alias-added", "command-alias-removed"],
  ["flag-added", "flag-removed"],
  ["flag-hidden", "flag-shown"],
  ["flag-deprecated", "flag-undeprecated"],
  ["flag-short-added", "flag-short-removed"],
  ["flag-alias-added", "flag-alias-removed"],
  ["flag-repeatable-added", "flag-repeatable-removed"],
  ["flag-negation-added", "flag-negation-removed"],
  ["arg-added", "arg-removed"],
  ["arg-required", "arg-optional"],
  ["arg-variadic-added", "arg-variadic-removed"],
];

test("diffSurfaces() finds the mirror image of a change the other way round", () => {
  for (const [one, other] of mirrored) {
    for (const [code, mirror] of [
      [one, other],
      [other, one],
    ] as const) {
      const { before, after } = changePairs[code];
      assert.deepEqual(codesOf(diffSurfaces(after, before)), [mirror], code);
    }
  }
});

test("diffSurfaces() finds the new name of a flag whose old one is gone, and that shares its short name", () => {
  const flag = (long: string) => surface({ path: ["run"], flags: [{ long, short: "-o", takes_value: false }] });
  assert.deepEqual(
    diffSurfaces(flag("--old"), flag("--new")).map(({ code, before, after }) => [code, before, after]),
    [
      ["flag-long-added", null, "--new"],
      ["flag-long-removed", "--old", null],
    ],
  );
});

test("diffSurfaces() says of a new arg whose words it takes: those of the args that stand behind it, but for those behind --", () => {
  const run = (usage: string, ...names: readonly string[]) =>
    surface({
      path: ["run"],
      usage,
      args: names.map((name) => ({ name, required: usage.includes(`<${name}>`), variadic: usage.includes(`${name}]...`) })),
    });
  const added = (one: ListedSurface, other: ListedSurface) =>
    diffSurfaces(one, other).flatMap(({ code, name, impact, affected }) => (code === "arg-added" ? [[name, impact, affected.type]] : []));
  const one = run("tool run [B]", "B");
  assert.deepEqual(added(one, run("tool run [A] [B]", "A", "B")), [["A", "breaks", "other args"]]);
  assert.deepEqual(added(one, run("tool run [B] [C]", "B", "C")), [["C", "widens", "use"]]);
  assert.deepEqual(added(run("tool run <B>", "B"), run("tool run [A] <B>", "A", "B")), [["A", "risk", "other args"]]);
  assert.deepEqual(added(run("tool run <B> [C]", "B", "C"), run("tool run [A] <B> [C]", "A", "B", "C")), [["A", "breaks", "other args"]]);
  assert.deepEqual(added(run("tool run -- [B]...", "B"), run("tool run [A] -- [B]...", "A", "B")), [["A", "widens", "use"]]);
  assert.deepEqual(added(one, run("tool run <A> [B]", "A", "B")), [["A", "breaks", "without"]]);
});

/** Surfaces of random commands, flags and args. */
const surfaces: fc.Arbitrary<ListedSurface> = fc
  .uniqueArray(
    fc.record({
      path: fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 2 }),
      usage: fc.constant("tool"),
      aliases: fc.subarray(["x", "y"]),
      hidden: fc.boolean(),
      flags: fc.uniqueArray(
        fc.record(
          {
            long: fc.constantFrom("--one", "--two", "--three"),
            short: fc.constantFrom("-1", "-2"),
            takes_value: fc.boolean(),
            repeatable: fc.boolean(),
            possible_values: fc.subarray(["p", "q", "r"]),
          },
          { requiredKeys: ["long", "takes_value"] },
        ),
        { selector: ({ long }) => long },
      ),
      args: fc.uniqueArray(fc.record({ name: fc.constantFrom("A", "B"), required: fc.boolean(), variadic: fc.boolean() }), {
        selector: ({ name }) => name,
      }),
    }),
    { selector: ({ path }) => path.join(" "), maxLength: 6 },
  )
  .map((commands) => surface(...commands));

test("diffSurfaces() finds nothing between a surface and itself, whatever the order of its commands, flags and values", () => {
  fc.assert(
    fc.property(surfaces, (one) => {
      assert.deepEqual(diffSurfaces(one, one), []);
      const commands = one.commands.toReversed().map((command) => ({
        ...command,
        flags: (command.flags ?? [])
          .toReversed()
          .map((flag) => (flag.possible_values === undefined ? flag : { ...flag, possible_values: flag.possible_values.toReversed() })),
        aliases: (command.aliases ?? []).toReversed(),
      }));
      assert.deepEqual(diffSurfaces(one, { ...one, commands }), []);
    }),
  );
});

test("diffSurfaces() adds the other way round what it removes, of units that neither surface renames", () => {
  const cameOrWent = (changes: readonly Change[], word: string): readonly string[] =>
    changes
      .filter(({ code }) => /^(?:command|flag|arg)-(?:added|removed)$/.test(code) && code.endsWith(word))
      .map((change) => `${change.unit} ${unitOf(change)}`);
  const plain = surfaces.map((one) => ({
    ...one,
    commands: one.commands.map(({ aliases: _aliases, ...command }) => ({
      ...command,
      flags: (command.flags ?? []).map(({ short: _short, ...flag }) => flag),
    })),
  }));
  fc.assert(
    fc.property(plain, plain, (one, other) => {
      const [there, back] = [diffSurfaces(one, other), diffSurfaces(other, one)];
      assert.deepEqual(cameOrWent(there, "added"), cameOrWent(back, "removed"));
      assert.deepEqual(cameOrWent(there, "removed"), cameOrWent(back, "added"));
    }),
  );
});

test("diffSurfaces() compares the flags and args of a renamed command, and what is below it", () => {
  const before = surface({ path: ["run"], usage: "u", flags: [{ long: "--x", takes_value: false }] }, { path: ["run", "now"], usage: "u" });
  const after = surface({ path: ["start"], usage: "u", aliases: ["run"] }, { path: ["start", "now"], usage: "u" });
  assert.deepEqual(
    diffSurfaces(before, after).map((change) => [change.code, unitOf(change)]),
    [
      ["command-renamed", "run"],
      ["flag-removed", "run --x"],
    ],
  );
});

test("diffSurfaces() says of a lost spelling or alias what has it now", () => {
  const before = surface({ path: ["run"], usage: "u", aliases: ["r"], flags: [{ long: "--one", short: "-x", takes_value: false }] });
  const after = surface(
    {
      path: ["run"],
      usage: "u",
      flags: [
        { long: "--one", takes_value: false },
        { long: "--two", short: "-x", takes_value: false },
      ],
    },
    { path: ["r"], usage: "u" },
  );
  const found = diffSurfaces(before, after).map(({ code, message, impact, isTaken }) => ({ code, message, impact, isTaken }));
  assert.deepEqual(
    found.filter(({ isTaken }) => isTaken),
    [
      {
        code: "command-alias-removed",
        message: 'has lost the alias "r", which is a command of its own now',
        impact: "risk",
        isTaken: true,
      },
      { code: "flag-short-removed", message: "is no longer spelled -x, which stands for --two now", impact: "breaks", isTaken: true },
    ],
  );
});

test("diffSurfaces() says of an alias that a sibling has now what it stands for", () => {
  const commands = (run: readonly string[], review: readonly string[]) =>
    surface({ path: ["run"], usage: "u", aliases: run }, { path: ["review"], usage: "u", aliases: review });
  const found = diffSurfaces(commands(["r"], []), commands([], ["r"])).map(({ code, path, message, impact, isTaken }) => [
    code,
    path[0],
    message,
    impact,
    isTaken,
  ]);
  assert.deepEqual(found, [
    ["command-alias-added", "review", 'has the new alias "r"', "widens", undefined],
    ["command-alias-removed", "run", 'has lost the alias "r", which stands for "review" now', "breaks", true],
  ]);
});

test("diffSurfaces() finds a negation that becomes a flag of its own, and the way back, as nothing that breaks", () => {
  const x = { long: "--x", takes_value: false } as const;
  const negatable = surface({ path: ["run"], usage: "u", flags: [{ ...x, negatable: true }] });
  const own = (takes_value: boolean) => surface({ path: ["run"], usage: "u", flags: [x, { long: "--no-x", takes_value }] });
  const found = (one: ListedSurface, other: ListedSurface) =>
    diffSurfaces(one, other).map(({ code, name, impact }) => `${code} ${name} ${impact}`);
  assert.deepEqual(found(negatable, own(false)), ["flag-added --no-x text"]);
  assert.deepEqual(found(own(false), negatable), ["flag-removed --no-x text", "flag-negation-added --x widens"]);
  assert.deepEqual(found(negatable, own(true)), ["flag-added --no-x widens", "flag-negation-removed --x breaks"]);
});

test("diffSurfaces() says of a command that is gone what its name is read as now", () => {
  const before = surface({ path: ["serve"], usage: "u" });
  const message = (arg: object | undefined): string | undefined => {
    const root = { path: [], usage: "tool [X]", ...(arg === undefined ? {} : { args: [{ name: "X", ...arg }] }) };
    return diffSurfaces(before, { ...surface(), commands: [root], rejected: [{ path: ["serve"] }] }).find(
      ({ code }) => code === "command-removed",
    )?.message;
  };
  assert.equal(message(undefined), "is gone: the binary refuses it now");
  assert.equal(message({}), "is gone: the binary takes the word for X now");
  assert.equal(message({ possible_values: ["a"] }), "is gone: the binary refuses it now");
});

test("diffSurfaces() claims no more of a unit than its evidence tells", () => {
  const shown = {
    long: "--x",
    short: "-x",
    takes_value: true,
    value_name: "V",
    default: "1",
    repeatable: true,
    sources: ["help"],
  } as const;
  const probed = { long: "--x", takes_value: true, hidden: true, sources: ["probe"] } as const;
  const one = surface({ path: ["run"], usage: "u", flags: [shown] });
  assert.deepEqual(codesOf(diffSurfaces(one, surface({ path: ["run"], usage: "u", flags: [probed] }))), ["flag-hidden"]);
  const completed = { ...shown, repeatable: false, sources: ["help", "completion"] } as const;
  assert.deepEqual(diffSurfaces(one, surface({ path: ["run"], usage: "u", flags: [completed] })), []);
  const unread = surface({ path: ["run"], sources: ["help"] });
  assert.deepEqual(diffSurfaces(one, unread), [], "its help could not be read");
});

test("diffSurfaces() compares a union's flags that the root has too at the root alone", () => {
  const flag = { long: "--x", takes_value: false } as const;
  const union = (root: boolean, own: boolean): ListedSurface => ({
    snapshot_schema_version: 2,
    commands: [
      { path: [], usage: "u", ...(root ? { flags: [flag] } : {}) },
      { path: ["run"], usage: "u", ...(own ? { flags: [flag] } : {}) },
    ],
  });
  assert.deepEqual(
    diffSurfaces(union(false, true), union(true, false)).map((change) => [change.code, unitOf(change)]),
    [["flag-added", "--x"]],
  );
});

const manifests = join(import.meta.dirname, "../../../../manifests");
function committed(cli: string, version: string, target: string): UpstreamSnapshotV1 {
  const path = join(manifests, cli, "snapshots", version, `${target}.json`);
  return parseContract("UpstreamSnapshotV1", path, readFileSync(path, "utf8"));
}
const linux = "x86_64-unknown-linux-musl";

test("diffSurfaces() finds nothing between two targets of one codex version", () => {
  const [one, other] = [committed("codex", "0.169.0", linux), committed("codex", "0.169.0", "aarch64-unknown-linux-musl")];
  assert.ok(one.commands.length > 50);
  assert.deepEqual(diffSurfaces(one, other, { framework: "clap" }), []);
});

test("diffSurfaces() between codex 0.125.0 and 0.169.0 names what a person finds who reads both helps", () => {
  const changes = diffSurfaces(committed("codex", "0.125.0", linux), committed("codex", "0.169.0", linux), { framework: "clap" });
  const found = new Set(changes.map((change) => `${change.code} ${unitOf(change)}`.trim()));
  const byEye = readFileSync(join(import.meta.dirname, "../../fixtures/diff/codex-0.125.0-0.169.0.by-eye.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  assert.ok(byEye.length > 60);
  assert.deepEqual(
    byEye.filter((line) => !found.has(line)),
    [],
  );
});
