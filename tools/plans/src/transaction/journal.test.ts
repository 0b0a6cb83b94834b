import assert from "node:assert/strict";
import { test } from "node:test";
import type { FileChange } from "../file-change.ts";
import type { FileState } from "../file-state.ts";
import type { BegunEvent, JournalEvent } from "../journal.ts";
import type { StoredTransaction } from "../ports.ts";
import { beginTransaction, type PlacedChange } from "./begin-transaction.ts";
import { foldJournal } from "./fold-journal.ts";
import { at, begin, diskOf, planId, transactionId } from "./model-disk.ts";
import { journalLine, parseJournal } from "./parse-journal.ts";
import { folderOf } from "./places.ts";
import { planRecovery } from "./plan-recovery.ts";
import { transactionToUndo } from "./undo.ts";
import { undoRequest } from "./undo-request.ts";

const oneChange: readonly FileChange[] = [
  { path: "d/c", before: { type: "link", target: "x" }, after: { type: "absent" } },
  { path: "n/p", before: { type: "absent" }, after: { type: "link", target: "y" } },
];

test("planRecovery() leaves and tells what somebody changed since, and what is out of reach", () => {
  const disk = diskOf(oneChange);
  const begun = begin(disk, oneChange);
  const killed = foldJournal([begun, { type: "backed-up" }, { type: "prepared" }, { type: "changing", path: "d/c" }]);
  assert.ok(killed !== undefined);
  const facts = { reason: "its process was killed", at };
  const mine: FileState = { type: "link", target: "mine" };
  assert.deepEqual(planRecovery(killed, { ...facts, states: new Map([["d/c", mine]]) }).left, ["d/c", "n/p"]);
  const there = new Map<string, FileState>([
    ["d/c", { type: "absent" }],
    ["n/p", { type: "folder" }],
  ]);
  const { restored, left, operations } = planRecovery(killed, { ...facts, states: there });
  assert.deepEqual([restored, left], [["d/c"], ["n/p"]]);
  assert.deepEqual(operations.at(-1), { type: "journal", event: { type: "rolled-back", at, left: ["n/p"] } });
});

test("planRecovery() looks at no path before all new files were in place, nor at one that was given up", () => {
  const begun = begin(diskOf(oneChange), oneChange);
  const facts = { reason: "its process was killed", at, states: new Map<string, FileState>() };
  const early = foldJournal([begun, { type: "backed-up" }]);
  assert.ok(early !== undefined);
  assert.deepEqual(planRecovery(early, facts).left, []);
  const partial = foldJournal([begun, { type: "prepared" }, { type: "given-up", path: "d/c", reason: "in use" }]);
  assert.ok(partial !== undefined);
  assert.deepEqual(planRecovery(partial, facts).left, ["n/p"]);
  assert.deepEqual(
    partial.progress.map(({ step, reason }) => [step, reason]),
    [
      ["given-up", "in use"],
      ["waiting", undefined],
    ],
  );
  assert.deepEqual(
    undoRequest(partial).changes.map(({ path }) => path),
    ["n/p"],
  );
});

test("foldJournal() tells how far a transaction is", () => {
  const begun = begin(diskOf(oneChange), oneChange);
  const events: readonly JournalEvent[] = [
    begun,
    { type: "backed-up" },
    { type: "prepared" },
    { type: "changing", path: "d/c" },
    { type: "changed", path: "d/c" },
    { type: "rolling-back", reason: "no space" },
    { type: "rolled-back", at, left: ["n/p"] },
  ];
  assert.equal(foldJournal([]), undefined);
  const folded = foldJournal(events);
  assert.deepEqual(
    { ...folded, progress: folded?.progress.map(({ step }) => step) },
    {
      begun,
      end: "rolled-back",
      isBackedUp: true,
      isPrepared: true,
      progress: ["changed", "waiting"],
      endedAt: at,
      reason: "no space",
      left: ["n/p"],
    },
  );
});

test("foldJournal() takes no orders from what no transaction writes", () => {
  const begun = begin(diskOf(oneChange), oneChange);
  const [first, second] = begun.changes;
  assert.ok(first !== undefined && second !== undefined);
  const odd: readonly (readonly JournalEvent[])[] = [
    [{ type: "backed-up" }],
    [begun, begun],
    [begun, { type: "committed", at }, { type: "changing", path: "d/c" }],
    [begun, { type: "changing", path: "other" }],
    [{ ...begun, changes: [{ ...first, temporary: "d/precious" }] }],
    [{ ...begun, changes: [{ ...first, backup: "files/d/c" }] }],
    [{ ...begun, changes: [first, { ...second, path: "other/c", folder: "d", temporary: second.temporary.replace("n/", "d/") }] }],
    [{ ...begun, folders: ["elsewhere"] }],
    [{ ...begun, emptied: [{ path: ".git/hooks", mode: "0755" }] }],
    ...[".git/x", "a/.GIT/x", "a/git~1/x", ".xtask/plans/x", "a/.gi\u200ct/x", "GIT~2/x", "a/.xtask/x", "XTASK~1/x", ".git./x"].map(
      (path): readonly JournalEvent[] => {
        const placed: PlacedChange = { change: { ...oneChange[1], path } as FileChange, realFolder: folderOf(path), rest: ["x"] };
        return [beginTransaction({ at, transactionId, kind: "apply", planId, emptied: [] }, [placed])];
      },
    ),
  ];
  for (const events of odd) assert.throws(() => foldJournal(events), { code: "JOURNAL_CORRUPT" }, JSON.stringify(events));
});

test("parseJournal() drops half a line at the end, and names the line of any other mistake", () => {
  const begun = begin(diskOf(oneChange), oneChange);
  const text = `${journalLine(begun)}${journalLine({ type: "backed-up" })}`;
  assert.deepEqual(parseJournal("j", text), [begun, { type: "backed-up" }]);
  for (let length = text.length - 1; length > journalLine(begun).length; length -= 1) {
    assert.deepEqual(parseJournal("j", text.slice(0, length)), [begun]);
  }
  assert.deepEqual(parseJournal("j", ""), []);
  assert.throws(() => parseJournal("j", `${journalLine(begun)}{"type":"back\n${journalLine({ type: "prepared" })}`), {
    code: "JSON_INVALID",
    message: /^"j:2" at line 1, column 14 is not valid JSON/,
  });
  assert.throws(() => parseJournal("j", '{"type":"changing"}\n'), {
    code: "SCHEMA_VIOLATION",
    message: /"j:1" is no valid PlanJournalEvent:\n {2}\/: the field "path" is missing/,
  });
});

test("transactionToUndo() is the newest that changed something and was not taken back", () => {
  const folded = (id: string, events: readonly JournalEvent[], more: Partial<BegunEvent> = {}): StoredTransaction => {
    const begun = { ...beginOf(id), ...more };
    const state = foldJournal([begun, ...events, { type: "committed", at }]);
    assert.ok(state !== undefined);
    return { folder: `.xtask/backups/${planId}-${id}`, state };
  };
  const beginOf = (id: string): BegunEvent => {
    const placed = oneChange.map((change): PlacedChange => ({ change, realFolder: folderOf(change.path), rest: [change.path.slice(2)] }));
    return beginTransaction({ at, transactionId: id, kind: "apply", planId, emptied: [] }, placed);
  };
  const ids = ["C", "D", "E"].map((end) => `01KB3V0000000000000000000${end}`);
  const [first = "", second = "", third = ""] = ids;
  const givenUp = oneChange.map(({ path }): JournalEvent => ({ type: "given-up", path, reason: "in use" }));
  const changed = folded(first, []);
  assert.equal(transactionToUndo(planId, [changed, folded(second, givenUp)])?.state.begun.transactionId, first);
  assert.equal(transactionToUndo(planId, [changed, folded(second, givenUp.slice(1))])?.state.begun.transactionId, second);
  const undo = folded(third, [], { kind: "undo", undoes: second });
  assert.equal(transactionToUndo(planId, [changed, folded(second, []), undo])?.state.begun.transactionId, first);
  assert.equal(transactionToUndo(third, [changed]), undefined);
});
