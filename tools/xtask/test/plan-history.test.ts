import assert from "node:assert/strict";
import { test } from "node:test";
import { assertCounts, planWorld, type PlanDocument } from "./plan-world.ts";

type Transaction = PlanDocument & Readonly<Record<"kind" | "outcome" | "undoes" | "undoneBy" | "transactionId", string | null>>;

test("plan history has the newest transaction first, what it undoes, and where each backup is", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.txt --stdin", "B\n"]);
  const other = await world.planned(["c.txt --stdin", "C\n"]);
  const { transactionId } = await world.document(`apply ${id}`);
  await world.document(`undo ${id}`);
  await world.document(`apply ${other}`);
  const document = await world.document(`history ${id}`);
  const transactions = document["transactions"] as readonly Transaction[];
  assert.deepEqual(
    transactions.map(({ kind, outcome, undoes }) => [kind, outcome, undoes]),
    [
      ["undo", "committed", transactionId],
      ["apply", "committed", null],
    ],
  );
  const [undo, apply] = transactions;
  assert.equal(apply?.undoneBy, undo?.transactionId);
  assert.deepEqual(
    apply?.files.map(({ path, action }) => [path, action]),
    [
      ["a.txt", "applied"],
      ["b.txt", "created"],
    ],
  );
  assert.equal(world.read(apply?.files[0]?.backupPath ?? ""), "a\n");
  assert.deepEqual(document["totals"], { transactions: 2, files: 4, damaged: 0 });
  assert.deepEqual((await world.document("history"))["totals"], { transactions: 3, files: 5, damaged: 0 });
  const ran = await world.run(`history ${id}`);
  assert.match(
    ran.out,
    new RegExp(
      `^\\S+Z {2}undo {3}committed, 2 files\\n {2}plan ${id}: Try\\n {2}\\.xtask/backups/\\S+\\n\\S+Z {2}apply {2}committed, undone, 2 files\\n`,
    ),
  );
});

test("plan history says when nothing was applied, and refuses an unknown plan and a second word", async (t) => {
  const world = planWorld(t);
  assert.equal((await world.run("history")).out, "Nothing was applied yet\n");
  assert.match((await world.run("history 01HZ9")).err, /PLAN_UNKNOWN/);
  assert.equal((await world.run("history a b")).code, 64);
});

test("plan history tells of a record that is none, exits 2, and lists the others", async (t) => {
  const world = planWorld(t);
  const id = await world.planned(["a.txt --stdin", "A\n"]);
  await world.document(`apply ${id}`);
  world.write(`.xtask/backups/${id}-01HZ0000000000000000009999/journal.jsonl`, "{}\n{}\n");
  const document = await world.document("history", 2);
  assert.deepEqual(document["totals"], { transactions: 1, files: 1, damaged: 1 });
  assert.match((await world.run("history")).err, /^\.xtask\/backups\/\S+9999\S* is no record of a transaction: /);
});

test("assertCounts() sees a summary that does not count its list", () => {
  const file = {
    path: "a",
    operation: "create",
    action: "created",
    before: {},
    after: {},
    drift: false,
    driftKinds: [],
    backupPath: null,
    reason: "x",
  };
  assertCounts({ files: [file], summary: { files: 1, created: 1, applied: 0, drifted: 0 } });
  for (const summary of [
    { files: 2, created: 1, drifted: 0 },
    { files: 1, created: 0, applied: 1, drifted: 0 },
    { files: 1, created: 1, drifted: 1 },
  ]) {
    assert.throws(() => assertCounts({ outer: [{ files: [file], summary }] }));
  }
});
