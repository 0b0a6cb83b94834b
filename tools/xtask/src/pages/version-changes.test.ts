import assert from "node:assert/strict";
import { test } from "node:test";
import type { Waiver } from "@lockstep/parity/diff";
import type { CommittedVersion } from "@lockstep/parity/why";
import { linux, mac, rulesWith, snapshotOf, windows } from "@lockstep/testing";
import type { KnownWrapper } from "../diffing/wrapper-sources.ts";
import { versionChanges } from "./version-changes.ts";

type Target = Parameters<typeof snapshotOf>[0];

const rules = rulesWith();
const typed = (line: string) => line.split(" ").map((token) => ({ token, origin: "typed" as const }));
const wrapper: KnownWrapper = {
  rules,
  coverage: undefined,
  scenarios: { schema_version: 1, wrapper_version: "0.1.0", scenarios: [{ name: "as JSON", argv: typed("exec --json") }], declared: [] },
  hasWrapper: true,
  problem: null,
};

/** A version whose `exec` has the flags on each of the targets. */
const version = (name: string, targets: readonly Target[], ...flags: readonly string[]): CommittedVersion => ({
  version: name,
  snapshots: new Map(
    targets.map((target) => {
      const exec = { path: ["exec"], usage: "tool exec", flags: flags.map((long) => ({ long, takes_value: false })) };
      return [target, snapshotOf(target, [{ path: [], usage: "tool" }, exec], name)];
    }),
  ),
  union: undefined,
});
const changes = async (versions: readonly CommittedVersion[], known: Partial<KnownWrapper> = {}, waivers: readonly Waiver[] = []) =>
  versionChanges(versions, { rules, framework: "clap", waivers, readWrapper: async () => ({ ...wrapper, ...known }) });

const three = [version("1.0.0", [linux], "--json"), version("1.1.0", [linux], "--json", "--new"), version("1.2.0", [linux], "--new")];

test("versionChanges() has each finding once, with its severity and all pairs that have it", async () => {
  const { changes: found, remarks } = await changes(three);
  assert.deepEqual(found, [
    {
      id: "flag-removed",
      severity: "breaking",
      unit: { kind: "flag", path: ["exec"], name: "--json" },
      text: "is gone: nothing shows it any more",
      reason: 'the wrapper makes calls that break, such as "as JSON"',
      waiver: null,
      between: [{ from: ["1.0.0", "1.1.0"], to: ["1.2.0", "1.2.0"] }],
    },
    {
      id: "flag-added",
      severity: "information",
      unit: { kind: "flag", path: ["exec"], name: "--new" },
      text: "is new",
      reason: null,
      waiver: null,
      between: [{ from: ["1.0.0", "1.0.0"], to: ["1.1.0", "1.2.0"] }],
    },
  ]);
  assert.deepEqual(remarks, [{ text: `On ${linux}.`, between: [{ from: ["1.0.0", "1.1.0"], to: ["1.1.0", "1.2.0"] }] }]);
});

test("versionChanges() says that the wrapper makes none of the calls to the later version, and who accepts a finding", async () => {
  const scenarios = { ...wrapper.scenarios, scenarios: [{ name: "as JSON", argv: typed("exec --json"), versions: ["1.0.0", "1.1.0"] }] };
  const waiver = { finding: "flag-removed", path: ["exec"], key: "--json", reason: "Known.", owner: "us", expires_with: "2.0.0" } as const;
  const { changes: found } = await changes(three, { scenarios: scenarios as KnownWrapper["scenarios"] }, [waiver]);
  assert.match(found[0]?.reason ?? "", /; it makes none of them to the later version$/);
  assert.equal(found[0]?.waiver, "waived by us until 2.0.0: Known.");
});

test("versionChanges() says which targets have a finding, what was not compared, and when nothing differs", async () => {
  const both = new Map([...version("2.0.0", [linux], "--a").snapshots, ...version("2.0.0", [mac], "--a", "--b").snapshots]);
  const versions = [version("1.0.0", [linux, mac], "--a"), { ...version("2.0.0", []), snapshots: both }, version("3.0.0", [windows])];
  const { changes: found, remarks } = await changes(versions, { hasWrapper: false, problem: "it fell" });
  assert.deepEqual(
    found.map(({ id, text }) => [id, / \(.*\)$/.exec(text)?.[0]]),
    [["flag-added", ` (${mac})`]],
  );
  const texts = remarks.map(({ text }) => text);
  assert.ok(texts.includes("Not compared: the versions have no target in common."));
  assert.ok(texts.includes("There is no wrapper that anything could break."));
  assert.ok(texts.includes("Without the wrapper's calls: it fell."));
  const same = await changes([version("1.0.0", [linux, mac], "--a"), version("1.1.0", [linux], "--a")]);
  assert.deepEqual(
    same.remarks.map(({ text }) => text),
    [`On ${linux}.`, `Not compared: ${mac}; 1.1.0 has no snapshot of it.`, "No difference."],
  );
});

test("versionChanges() finds between any two of many versions what it finds of these two alone", async () => {
  const flags = ["--a", "--b", "--c", "--d", "--json"];
  const many = Array.from({ length: 9 }, (_, index) =>
    version(`1.${String(index)}.0`, [linux], ...flags.filter((_flag, bit) => ((index * 7) >> bit) % 2 === 0)),
  );
  const { changes: all, remarks } = await changes(many);
  for (const [later, second] of many.entries()) {
    for (const [earlier, first] of many.slice(0, later).entries()) {
      const of = <Told extends (typeof all)[number] | (typeof remarks)[number]>(told: readonly Told[]) =>
        told.filter(({ between }) =>
          between.some(({ from, to }) => {
            const isIn = (place: number, range: readonly string[]): boolean =>
              Number(range[0]?.split(".")[1]) <= place && place <= Number(range[1]?.split(".")[1]);
            return isIn(earlier, from) && isIn(later, to);
          }),
        );
      const alone = await changes([first, second]);
      const plain = (told: readonly object[]): readonly object[] => told.map((each) => ({ ...each, between: null }));
      assert.deepEqual(plain(of(all)), plain(alone.changes));
      assert.deepEqual(plain(of(remarks)), plain(alone.remarks));
    }
  }
});
