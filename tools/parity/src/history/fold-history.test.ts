import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compare } from "semver";
import { foldHistory, type LookedAtVersion, type SurfaceHistory } from "./fold-history.ts";
import { unitStandings } from "./unit-states-in.ts";

const flag = (long: string, more: object = {}) => ({ long, takes_value: false, ...more });
const at = (
  version: string,
  commands: LookedAtVersion["snapshot"]["commands"],
  rejected: LookedAtVersion["snapshot"]["rejected"] = [],
): LookedAtVersion => ({
  version,
  snapshot: { commands, rejected },
});
/** The ranges of a unit, each as `state from..to`. */
function rangesOf(history: SurfaceHistory, path: readonly string[], name = ""): readonly string[] {
  const found = history.units.find(
    ({ identity }) => identity.path.join(" ") === path.join(" ") && (identity.unit === "command" ? "" : identity.name) === name,
  );
  return (found?.ranges ?? []).map(
    ({ presence, isDeprecated, from, to, lookedAt }) => `${presence}${isDeprecated ? "!" : ""} ${from}..${to} ${String(lookedAt)}`,
  );
}

const fading = [
  at("0.9.0", [{ path: [] }, { path: ["exec"], flags: [flag("--auto"), flag("--json")] }]),
  at("0.10.0", [{ path: [] }, { path: ["exec"], flags: [flag("--auto", { hidden: true }), flag("--json")] }]),
  at("0.11.0", [{ path: [] }, { path: ["exec"], flags: [flag("--auto", { hidden: true }), flag("--json", { deprecated: true })] }]),
  at("0.12.0", [{ path: [] }, { path: ["exec"], flags: [flag("--json")] }], [{ path: ["exec"], key: "--auto" }]),
  at("0.13.0", [{ path: [] }, { path: ["exec"], flags: [flag("--json"), flag("--new")] }]),
];

test("foldHistory() tells in which versions a unit is visible, hidden, rejected and absent", () => {
  const history = foldHistory(fading, undefined);
  assert.deepEqual(history.versions, ["0.9.0", "0.10.0", "0.11.0", "0.12.0", "0.13.0"]);
  assert.deepEqual(rangesOf(history, ["exec"], "--auto"), [
    "visible 0.9.0..0.9.0 1",
    "hidden 0.10.0..0.11.0 2",
    "rejected 0.12.0..0.12.0 1",
    "absent 0.13.0..0.13.0 1",
  ]);
  assert.deepEqual(rangesOf(history, ["exec"], "--new"), ["absent 0.9.0..0.12.0 4", "visible 0.13.0..0.13.0 1"]);
  assert.deepEqual(rangesOf(history, ["exec"], "--json"), [
    "visible 0.9.0..0.10.0 2",
    "visible! 0.11.0..0.11.0 1",
    "visible 0.12.0..0.13.0 2",
  ]);
});

test("foldHistory() follows a name that becomes an alias, and lists aliases by the unit they are of in the newest version", () => {
  const history = foldHistory(
    [
      at("1.0.0", [{ path: [] }, { path: ["cloud-tasks"] }, { path: ["exec"], flags: [flag("--yolo"), flag("--model", { short: "-m" })] }]),
      at("2.0.0", [
        { path: [] },
        { path: ["cloud"], aliases: ["cloud-tasks"] },
        { path: ["exec"], aliases: ["e"], flags: [flag("--bypass", { aliases: ["--yolo"] }), flag("--model")] },
      ]),
    ],
    undefined,
  );
  assert.deepEqual(rangesOf(history, ["cloud-tasks"]), ["visible 1.0.0..2.0.0 2"]);
  assert.deepEqual(rangesOf(history, ["exec"], "--yolo"), ["visible 1.0.0..2.0.0 2"]);
  assert.deepEqual(rangesOf(history, ["exec"], "-m"), ["visible 1.0.0..1.0.0 1", "absent 2.0.0..2.0.0 1"]);
  assert.deepEqual(rangesOf(history, [], "e"), ["absent 1.0.0..1.0.0 1", "visible 2.0.0..2.0.0 1"]);
  const alias = history.units.find(({ identity }) => identity.unit === "alias" && identity.name === "-m")?.identity;
  assert.deepEqual(alias, { unit: "alias", path: ["exec"], name: "-m", of: "--model" });
});

test("foldHistory() has everything below a refused command refused", () => {
  const history = foldHistory(
    [
      at("1.0.0", [{ path: [] }, { path: ["cloud"], flags: [flag("--env")], args: [{ name: "ID", required: true, variadic: false }] }]),
      at("2.0.0", [{ path: [] }], [{ path: ["cloud"] }]),
    ],
    undefined,
  );
  for (const name of ["", "--env", "ID"]) {
    assert.deepEqual(rangesOf(history, ["cloud"], name), ["visible 1.0.0..1.0.0 1", "rejected 2.0.0..2.0.0 1"], name);
  }
});

test("foldHistory() says which released versions were not looked at, and that it does not know without a list", () => {
  const versions = [at("1.0.0", []), at("1.3.0", []), at("1.4.0", [])];
  assert.deepEqual(foldHistory(versions, ["0.9.0", "1.0.0", "1.1.0", "1.2.0-alpha.1", "1.2.0", "1.3.0", "1.4.0", "1.5.0"]).gaps, [
    { after: null, before: "1.0.0", versions: ["0.9.0"] },
    { after: "1.0.0", before: "1.3.0", versions: ["1.1.0", "1.2.0"] },
    { after: "1.4.0", before: null, versions: ["1.5.0"] },
  ]);
  assert.deepEqual(
    foldHistory(versions, undefined).gaps.map(({ after, before, versions: inside }) => [after, before, inside]),
    [
      [null, "1.0.0", null],
      ["1.0.0", "1.3.0", null],
      ["1.3.0", "1.4.0", null],
      ["1.4.0", null, null],
    ],
  );
  assert.deepEqual(foldHistory([], undefined), { versions: [], gaps: [], units: [] });
});

const flagName = fc.constantFrom("--a", "--b", "--c", "-d");
const surface = fc.record({
  commands: fc.uniqueArray(
    fc.record({
      path: fc.constantFrom<readonly string[]>([], ["run"], ["run", "fast"], ["stop"]),
      hidden: fc.boolean(),
      aliases: fc.subarray(["go", "halt"]),
      flags: fc.uniqueArray(
        fc.record({
          long: flagName,
          takes_value: fc.boolean(),
          hidden: fc.boolean(),
          deprecated: fc.boolean(),
          aliases: fc.subarray(["--z", "--a"]),
        }),
        { selector: ({ long }) => long, maxLength: 3 },
      ),
      args: fc.subarray([{ name: "FILE", required: false, variadic: false }]),
    }),
    { selector: ({ path }) => path.join(" ") },
  ),
  rejected: fc.uniqueArray(fc.record({ path: fc.constantFrom<readonly string[]>(["run"], ["stop"]), key: flagName }), {
    selector: ({ path, key }) => [...path, key].join(" "),
    maxLength: 3,
  }),
});
const version = fc.tuple(fc.nat(3), fc.nat(12), fc.nat(3)).map((parts) => parts.join("."));
const lookedAt = fc.uniqueArray(fc.record({ version, snapshot: surface }), {
  selector: (each) => each.version,
  minLength: 1,
  maxLength: 6,
});

test("foldHistory() gives the same whatever the order of the snapshots", () => {
  fc.assert(
    fc.property(lookedAt, fc.gen(), (versions, gen) => {
      const shuffled = gen(fc.shuffledSubarray, versions, { minLength: versions.length, maxLength: versions.length });
      assert.equal(JSON.stringify(foldHistory(shuffled, undefined)), JSON.stringify(foldHistory(versions, undefined)));
    }),
  );
});

test("foldHistory() of one version is that version", () => {
  fc.assert(
    fc.property(version, surface, (only, snapshot) => {
      const { units } = foldHistory([{ version: only, snapshot }], [only]);
      const standings = unitStandings(snapshot);
      for (const { identity, ranges } of units) {
        assert.deepEqual(ranges, [{ from: only, to: only, ...standings.standing(identity), lookedAt: 1 }]);
        assert.notEqual(ranges[0]?.presence, "absent");
      }
      assert.equal(new Set(units.map(({ identity }) => JSON.stringify(identity))).size, units.length);
      for (const { path } of snapshot.commands)
        assert.ok(units.some(({ identity }) => identity.path.join(" ") === path.join(" ") && identity.unit === "command"));
    }),
  );
});

test("foldHistory() covers every version once in every unit, and a further version changes nothing before it", () => {
  fc.assert(
    fc.property(lookedAt, (versions) => {
      const history = foldHistory(versions, undefined);
      const ordered = versions.map((each) => each.version).toSorted(compare);
      const before = foldHistory(
        versions.filter((each) => each.version !== ordered.at(-1)),
        undefined,
      );
      for (const { identity, ranges } of history.units) {
        assert.equal(
          ranges.reduce((sum, range) => sum + range.lookedAt, 0),
          versions.length,
        );
        assert.equal(ranges[0]?.from, ordered[0]);
        assert.equal(ranges.at(-1)?.to, ordered.at(-1));
        for (const [index, range] of ranges.slice(1).entries()) {
          const last = ranges[index];
          assert.ok(last?.presence !== range.presence || last.isDeprecated !== range.isDeprecated);
          assert.equal(ordered.indexOf(range.from), ordered.indexOf(last?.to ?? "") + 1);
        }
        const own = (name: string): boolean => name === JSON.stringify({ ...identity, of: undefined });
        const earlier = before.units.find((unit) => own(JSON.stringify({ ...unit.identity, of: undefined })));
        if (earlier === undefined) continue;
        assert.deepEqual(earlier.ranges[0]?.presence, ranges[0]?.presence);
      }
    }),
  );
});
