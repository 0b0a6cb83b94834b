import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FileChange } from "../file-change.ts";
import type { WrittenState } from "../file-state.ts";
import type { FileOperation } from "./file-operation.ts";
import { foldJournal } from "./fold-journal.ts";
import { at, begin, diskOf, perform, recover, stepsOf, type Disk } from "./model-disk.ts";
import { parseJournal } from "./parse-journal.ts";
import { transactionOperations } from "./transaction-operations.ts";
import { undoRequest } from "./undo-request.ts";

const state: fc.Arbitrary<WrittenState> = fc.oneof(
  fc.constant({ type: "absent" } as const),
  fc.record({
    type: fc.constant("file" as const),
    sha256: fc.constantFrom("a", "b", "c").map((letter) => letter.repeat(64)),
    sizeBytes: fc.nat(3),
    mode: fc.constantFrom("0644", "0755"),
  }),
  fc.record({ type: fc.constant("link" as const), target: fc.constantFrom("x", "y") }),
);

/** Changes of paths of which none is below another. */
const anyChanges: fc.Arbitrary<readonly FileChange[]> = fc
  .uniqueArray(fc.record({ path: fc.constantFrom("a", "b", "d/c", "d/e/f", "n/m/o", "n/p", "q/r"), before: state, after: state }), {
    selector: ({ path }) => path,
    minLength: 1,
  })
  .map((changes) => changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)));

function countSteps(changes: readonly FileChange[], make: (disk: Disk) => readonly FileOperation[]): number {
  const disk = diskOf(changes);
  return make(disk).reduce((sum, operation) => {
    const steps = stepsOf(disk, operation);
    for (const step of steps) step();
    return sum + steps.length;
  }, 0);
}

const shown = ({ entries }: Disk): readonly string[] => [...entries].map((entry) => JSON.stringify(entry)).toSorted();

function appliedDisk(changes: readonly FileChange[]): Disk {
  const disk = diskOf(changes);
  perform(disk, transactionOperations(begin(disk, changes), at), Number.POSITIVE_INFINITY);
  return disk;
}

const isAtStep = fc.double({ min: 0, max: 1, noNaN: true });

test("a transaction that is stopped at any step, and its recovery as well, leaves all old, or all new when it was committed", () => {
  fc.assert(
    fc.property(anyChanges, isAtStep, (changes, second) => {
      const operationsOf = (disk: Disk): readonly FileOperation[] => transactionOperations(begin(disk, changes), at);
      const steps = countSteps(changes, operationsOf);
      const done = appliedDisk(changes);
      for (const { path, after } of changes) assert.deepEqual(done.entries.get(path) ?? { type: "absent" }, after);
      for (let step = 0; step <= steps; step += 1) {
        const disk = diskOf(changes);
        perform(disk, operationsOf(disk), step);
        recover(disk, Math.floor(second * 30));
        assert.deepEqual(recover(disk), []);
        const end = foldJournal(parseJournal("journal.jsonl", disk.journal))?.end;
        assert.equal(end, step === steps ? "committed" : step < 2 ? undefined : "rolled-back", `step ${String(step)} of ${String(steps)}`);
        assert.deepEqual(shown(disk), shown(step === steps ? done : diskOf(changes)), `step ${String(step)} of ${String(steps)}`);
      }
    }),
    { numRuns: 100 },
  );
});

test("an undo that is stopped at any step leaves all as it was applied; one that comes to its end leaves what was there before", () => {
  fc.assert(
    fc.property(anyChanges, (changes) => {
      const prepare = (): Disk => {
        const disk = appliedDisk(changes);
        return { entries: disk.entries, backups: new Map(), journal: "" };
      };
      const applied = foldJournal(parseJournal("journal.jsonl", appliedDisk(changes).journal));
      assert.ok(applied !== undefined);
      const request = undoRequest(applied);
      const operationsOf = (disk: Disk): readonly FileOperation[] =>
        transactionOperations(begin(disk, request.changes, "undo", request.emptied), at);
      const whole = prepare();
      assert.equal(perform(whole, operationsOf(whole), 10_000) > 0, true);
      assert.deepEqual(shown(whole), shown(diskOf(changes)));
      for (let step = 2; ; step += 1) {
        const disk = prepare();
        const left = perform(disk, operationsOf(disk), step);
        recover(disk);
        const isDone = foldJournal(parseJournal("journal.jsonl", disk.journal))?.end === "committed";
        assert.deepEqual(shown(disk), shown(isDone ? whole : prepare()), `step ${String(step)}`);
        if (left > 0) break;
      }
    }),
    { numRuns: 50 },
  );
});

test("transactionOperations() brings every backup and the folders above it to the disk before the journal says that all are there", () => {
  fc.assert(
    fc.property(anyChanges, (changes) => {
      const begun = begin(diskOf(changes), changes);
      const operations = transactionOperations(begun, at);
      const synced = operations.findIndex(({ type }) => type === "sync-backups");
      const said = operations.findIndex((operation) => operation.type === "journal" && operation.event.type === "backed-up");
      assert.ok(synced > operations.findLastIndex(({ type }) => type === "back-up") && synced < said);
      const operation = operations[synced];
      const folders = operation?.type === "sync-backups" ? operation.folders : [];
      for (const { backup } of begun.changes) {
        const parts = backup?.split("/") ?? [];
        for (const index of parts.keys()) assert.ok(folders.includes(parts.slice(0, index).join("/")), backup);
      }
    }),
  );
});
