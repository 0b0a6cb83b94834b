import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ChangePlan, PlannedFile, StoredState } from "../change-plan.ts";
import { withoutContent } from "../content/state.ts";
import type { FileState } from "../file-state.ts";
import type { Observation } from "../ports.ts";
import { operationOf } from "../staging/stage-file.ts";
import { findDrift } from "./drift.ts";
import { actionAfter, actionBefore, preflight, type ApplyOptions } from "./preflight.ts";
import { fileActions } from "../file-change.ts";
import { countActions } from "./summary.ts";

const file = (letter: string, mode = "0644"): Extract<StoredState, { readonly type: "file" }> => ({
  type: "file",
  sha256: letter.repeat(64),
  sizeBytes: 1,
  mode,
  content: { encoding: "utf8", data: letter },
});
const absent = { type: "absent" } as const;

const planned = (path: string, before: StoredState, after: StoredState): PlannedFile => ({
  path,
  operation: operationOf(before, after),
  before,
  after,
  stagedAt: "2026-11-27T00:00:00Z",
});
const planOf = (...files: readonly PlannedFile[]): ChangePlan => ({
  schemaVersion: 1,
  id: "01JDQ00000000000000000000A",
  goal: "Try it",
  createdAt: "2026-11-27T00:00:00Z",
  updatedAt: "2026-11-27T00:00:00Z",
  workspaceRoot: "/workspace",
  files,
});
const stands = (state: FileState | StoredState, more: Partial<Observation> = {}): Observation => ({
  state: state.type === "file" && "content" in state ? withoutContent(state) : state,
  realFolder: "",
  twins: [],
  ...more,
});

const drifts: readonly (readonly [string, StoredState, FileState, readonly string[]])[] = [
  ["nothing", file("a"), withoutContent(file("a")), []],
  ["other bytes", file("a"), withoutContent(file("b")), ["content"]],
  ["another mode", file("a"), withoutContent(file("a", "0755")), ["mode"]],
  ["other bytes and mode", file("a"), withoutContent(file("b", "0755")), ["content", "mode"]],
  ["a deleted file", file("a"), absent, ["vanished"]],
  ["a new file", absent, withoutContent(file("a")), ["appeared"]],
  ["a new folder", absent, { type: "folder" }, ["appeared"]],
  ["a link in place of a file", file("a"), { type: "link", target: "x" }, ["type"]],
  ["a file in place of a link", { type: "link", target: "x" }, withoutContent(file("a")), ["type"]],
  ["a link that leads elsewhere", { type: "link", target: "x" }, { type: "link", target: "y" }, ["link"]],
  ["a link that leads where it did", { type: "link", target: "x" }, { type: "link", target: "x" }, []],
];
for (const [name, before, state, types] of drifts) {
  test(`findDrift() finds ${JSON.stringify(types)} for ${name}`, () => {
    const found = findDrift("dir/a", withoutContent(before), state);
    assert.deepEqual(
      found.map(({ type }) => type),
      types,
    );
    for (const { message, wanted, actual } of found) {
      assert.match(message, /^"dir\/a" .+ when it was staged$/u);
      assert.notEqual(wanted, actual);
    }
  });
}

interface Case {
  readonly name: string;
  readonly file: readonly [StoredState, StoredState];
  readonly found: Observation;
  readonly options?: ApplyOptions;
  readonly decision: string;
  readonly mayBegin: boolean;
}
const modify = [file("a"), file("b")] as const;
const remove = [file("a"), absent] as const;
const cases: readonly Case[] = [
  { name: "a file as it was", file: modify, found: stands(file("a")), decision: "ready", mayBegin: true },
  { name: "a dry run", file: modify, found: stands(file("a")), options: { dryRun: true }, decision: "ready", mayBegin: false },
  { name: "a file that has the planned state", file: modify, found: stands(file("b")), decision: "unchanged", mayBegin: false },
  { name: "a plan of no change", file: [file("a"), file("a")], found: stands(file("a")), decision: "unchanged", mayBegin: false },
  { name: "a deletion of what is gone", file: remove, found: stands(absent), decision: "skip-missing", mayBegin: false },
  { name: "a creation that was taken back", file: [absent, absent], found: stands(absent), decision: "unchanged", mayBegin: false },
  { name: "drift", file: modify, found: stands(file("c")), decision: "drifted", mayBegin: false },
  { name: "drift of a file to be deleted", file: remove, found: stands(file("c")), decision: "drifted", mayBegin: false },
  { name: "drift with partial", file: modify, found: stands(file("c")), options: { partial: true }, decision: "drifted", mayBegin: false },
  { name: "forced drift", file: modify, found: stands(file("c")), options: { force: "all" }, decision: "ready", mayBegin: true },
  {
    name: "drift forced by its path",
    file: modify,
    found: stands(file("c")),
    options: { force: ["dir/a"] },
    decision: "ready",
    mayBegin: true,
  },
  {
    name: "drift with another path forced",
    file: modify,
    found: stands(file("c")),
    options: { force: ["b"] },
    decision: "drifted",
    mayBegin: false,
  },
  { name: "a vanished file, forced", file: modify, found: stands(absent), options: { force: "all" }, decision: "ready", mayBegin: true },
  { name: "a link that took its place", file: modify, found: stands({ type: "link", target: "x" }), decision: "drifted", mayBegin: false },
  {
    name: "a link that took its place, forced",
    file: modify,
    found: stands({ type: "link", target: "x" }),
    options: { force: "all" },
    decision: "unsafe",
    mayBegin: false,
  },
  {
    name: "a link in place of a file to be deleted, forced",
    file: remove,
    found: stands({ type: "link", target: "x" }),
    options: { force: "all" },
    decision: "ready",
    mayBegin: true,
  },
  {
    name: "a parent that was swapped for a link outside, forced",
    file: modify,
    found: stands(file("a"), { realFolder: undefined }),
    options: { force: "all" },
    decision: "unsafe",
    mayBegin: false,
  },
  { name: "a twin that appeared", file: modify, found: stands(file("a"), { twins: ["DIR/a"] }), decision: "unsafe", mayBegin: false },
];
for (const { name, file: states, found, options, decision, mayBegin } of cases) {
  test(`preflight() decides ${decision} for ${name}`, () => {
    const result = preflight(planOf(planned("dir/a", ...states)), new Map([["dir/a", found]]), options);
    assert.equal(result.decisions[0]?.type, decision);
    assert.equal(result.mayBegin, mayBegin);
    const [change] = result.changes;
    if (decision !== "ready") assert.equal(change, undefined);
    else assert.deepEqual(change, { path: "dir/a", before: found.state, after: withoutContent(states[1]) });
  });
}

test("preflight() lets one drifted file stop the others, unless it is partial", () => {
  const plan = planOf(planned("a", ...modify), planned("b", ...modify));
  const observations = new Map([
    ["a", stands(file("a"))],
    ["b", stands(file("c"))],
  ]);
  const all = preflight(plan, observations);
  assert.deepEqual([all.isBlocked, all.mayBegin], [true, false]);
  const partial = preflight(plan, observations, { partial: true });
  assert.deepEqual([partial.isBlocked, partial.mayBegin, partial.changes.map(({ path }) => path)], [false, true, ["a"]]);
});

test("preflight() refuses a hostile path of a plan that was edited by hand, and files that are one through a link", () => {
  const hostile = preflight(planOf(planned(".git/hooks/x", absent, file("b"))), new Map([[".git/hooks/x", stands(absent)]]), {
    force: "all",
  });
  assert.deepEqual([hostile.decisions[0]?.type, hostile.mayBegin], ["unsafe", false]);
  const observations = new Map([
    ["d/x", stands(file("a"), { realFolder: "d" })],
    ["l/x", stands(file("a"), { realFolder: "d" })],
  ]);
  const twice = preflight(planOf(planned("d/x", ...modify), planned("l/x", ...modify)), observations, { force: "all" });
  const [, second] = twice.decisions;
  assert.ok(second?.type === "unsafe");
  assert.equal(second.refusals[0]?.message, '"l/x" is the same file as "d/x", through a link');
});

test("preflight() throws when a file was not looked at", () => {
  assert.throws(() => preflight(planOf(planned("a", ...modify)), new Map()), /No observation of "a"/u);
});

test("actionBefore() and actionAfter() give the words of the specification", () => {
  const decided = (states: readonly [StoredState, StoredState], state: StoredState, options?: ApplyOptions) =>
    preflight(planOf(planned("a", ...states)), new Map([["a", stands(state)]]), options).decisions.map((decision) => [
      actionBefore(decision, options?.dryRun ?? false),
      ...(decision.type === "ready" ? [actionAfter(decision.change)] : []),
    ])[0];
  assert.deepEqual(decided(modify, file("a")), [undefined, "applied"]);
  assert.deepEqual(decided([absent, file("b")], absent), [undefined, "created"]);
  assert.deepEqual(decided(remove, file("a")), [undefined, "deleted"]);
  assert.deepEqual(decided(modify, file("a"), { dryRun: true }), ["dry-run", "applied"]);
  assert.deepEqual(decided(remove, file("a"), { dryRun: true }), ["dry-run-delete", "deleted"]);
  assert.deepEqual(decided(modify, file("c")), ["skipped-drift"]);
  assert.deepEqual(decided(modify, file("b")), ["unchanged"]);
  assert.deepEqual(decided(remove, absent), ["skip-missing"]);
});

test("countActions() counts every action, and its counts add up to the list", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fileActions)), (actions) => {
      const counts = countActions(actions);
      assert.deepEqual(Object.keys(counts), [...fileActions]);
      for (const action of fileActions) assert.equal(counts[action], actions.filter((other) => other === action).length);
    }),
  );
});
