import assert from "node:assert/strict";
import disk from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { after, apply, applyWork, before, freshFolder, told } from "./applied.ts";
import { assertRepaired, workInProcess, workUntilKilled } from "./kill.ts";
import { snapshot, text, writeTree } from "./tree.ts";
import { doWork, openWorkspace, planId } from "./work.ts";

test("what somebody changed while the plan was applied, or since its process was killed, is left and told", async (context) => {
  const root = await freshFolder(context);
  await writeTree(root, before);
  const work = applyWork(root, before, after);
  const other = await freshFolder(context);
  await writeTree(other, before);
  const steps = await workUntilKilled(0, { ...work, root: other });
  assert.equal(await workUntilKilled((steps ?? 0) - 3, work), undefined);
  await fs.writeFile(join(root, "d/b"), "mine");
  const { recovered } = await doWork({ type: "recover", root });
  assert.deepEqual(
    recovered.map(({ type, restored, left }) => ({ type, restored, left })),
    [{ type: "rolled-back", restored: ["a", "n/c"], left: ["d/b"] }],
  );
  assert.equal(await fs.readFile(join(root, "d/b"), "utf8"), "mine");
  const drifted = await apply(root, before, after);
  assert.deepEqual(told(drifted), {
    type: "rolled-back",
    files: ["a rolled-back", "d/b skipped-drift DRIFT", "n/c rolled-back"],
    failure: "",
    left: [],
  });
});

test("a backup that is not what it was is never put back; its transaction waits until it is", async (context) => {
  const root = await freshFolder(context);
  const other = await freshFolder(context);
  await writeTree(root, before);
  await writeTree(other, before);
  const old = await snapshot(root);
  const work = applyWork(root, before, after);
  const steps = await workUntilKilled(0, { ...work, root: other });
  assert.equal(await workUntilKilled((steps ?? 0) - 3, work), undefined);
  const [name = ""] = await fs.readdir(join(root, ".xtask/backups"));
  const backup = join(root, ".xtask/backups", name, "files/a");
  await fs.writeFile(backup, "broken");
  const { recovered } = await doWork({ type: "recover", root });
  assert.deepEqual(
    recovered.map(({ type, failure, restored }) => [type, failure?.code, restored]),
    [["failed", "BACKUP_CORRUPT", ["d/b", "n/c"]]],
  );
  assert.equal(await fs.readFile(join(root, "a"), "utf8"), "new a");
  await fs.writeFile(backup, "old a");
  assert.deepEqual(
    (await doWork({ type: "recover", root })).recovered.map(({ type }) => type),
    ["rolled-back"],
  );
  assert.deepEqual(await snapshot(root), old);
  assert.deepEqual((await doWork({ type: "recover", root })).recovered, []);
});

test("a journal that no transaction has written gives no orders", async (context) => {
  const root = await freshFolder(context);
  await writeTree(root, new Map([["a", text("old a")]]));
  const transactionId = "01KB3V0000000000000000000B";
  const folder = join(root, ".xtask/backups", `${planId}-${transactionId}`);
  await fs.mkdir(join(folder, "files/.git/hooks"), { recursive: true });
  await fs.writeFile(join(folder, "files/.git/hooks/x"), "evil");
  const change = {
    path: ".git/hooks/x",
    before: { type: "file", sha256: "0".repeat(64), sizeBytes: 4, mode: "0755" },
    after: { type: "absent" },
    folder: ".git/hooks",
    temporary: `.git/hooks/.xtask-${transactionId}-0.tmp`,
    backup: "files/.git/hooks/x",
  };
  const begun = {
    type: "begun",
    schemaVersion: 1,
    at: "2026-01-02T03:04:05Z",
    transactionId,
    kind: "apply",
    planId,
    changes: [change],
    folders: [],
    emptied: [],
  };
  await fs.writeFile(join(folder, "journal.jsonl"), `${JSON.stringify(begun)}\n{"type":"prepared"}\n`);
  const { recovered } = await doWork({ type: "recover", root });
  assert.deepEqual(
    recovered.map(({ type, failure }) => [type, failure?.code]),
    [["failed", "JOURNAL_CORRUPT"]],
  );
  assert.deepEqual(await snapshot(root), ["a file 644 " + (await snapshot(root))[0]?.split(" ")[3]]);
  const { unreadable } = await (await openWorkspace(root)).listTransactions();
  assert.deepEqual(
    unreadable.map(({ path }) => path),
    [`.xtask/backups/${planId}-${transactionId}/journal.jsonl`],
  );
});

test("two processes that apply plans at once do it one after the other, and none finds the files of the other half changed", async (context) => {
  const root = await freshFolder(context);
  const paths = ["a", "d/b", "d/c"];
  await writeTree(root, new Map(paths.map((path) => [path, text("0")])));
  await Promise.all([1, 2].map(() => workInProcess({ type: "count", root, paths, times: 8 })));
  assert.deepEqual(await Promise.all(paths.map((path) => fs.readFile(join(root, path), "utf8"))), ["16", "16", "16"]);
  await assert.rejects(
    (await openWorkspace(root)).whileLocked(async () => (await openWorkspace(root, 50)).whileLocked(() => Promise.resolve())),
    { code: "PLANS_LOCKED", exitCode: 75 },
  );
});

test("backups whose journal is empty or gone are never removed", async (context) => {
  for (const damage of ["emptied", "removed"] as const) {
    const root = await freshFolder(context);
    await writeTree(root, before);
    const other = await freshFolder(context);
    await writeTree(other, before);
    const work = applyWork(root, before, after);
    const steps = await workUntilKilled(0, { ...work, root: other });
    assert.equal(await workUntilKilled((steps ?? 0) - 3, work), undefined);
    const [name = ""] = await fs.readdir(join(root, ".xtask/backups"));
    const journal = join(root, ".xtask/backups", name, "journal.jsonl");
    if (damage === "emptied") await fs.truncate(journal);
    else await fs.rm(journal);
    const { recovered } = await doWork({ type: "recover", root });
    assert.deepEqual(
      recovered.map(({ type, failure }) => [type, failure?.code]),
      [["failed", "JOURNAL_CORRUPT"]],
    );
    assert.equal(await fs.readFile(join(root, ".xtask/backups", name, "files/a"), "utf8"), "old a");
  }
});

test("what somebody writes while a rollback is going on stays, and the next one tells it", async (context) => {
  const root = await freshFolder(context);
  await writeTree(root, before);
  const { renameSync, unlinkSync } = disk;
  let isRefused = false;
  context.mock.method(disk, "renameSync", (from: string, to: string) => {
    if (!to.endsWith("/b") || isRefused) return renameSync(from, to);
    isRefused = true;
    throw Object.assign(new Error("in use"), { code: "EBUSY" });
  });
  // The rollback has looked at every path by then.
  context.mock.method(disk, "unlinkSync", (path: string) => {
    if (path.endsWith(".tmp") && disk.readFileSync(join(root, "a"), "utf8") === "new a") disk.writeFileSync(join(root, "a"), "mine");
    unlinkSync(path);
  });
  syncBuiltinESMExports();
  const outcome = await apply(root, before, after).finally(() => {
    context.mock.restoreAll();
    syncBuiltinESMExports();
  });
  assert.equal(outcome.type, "unfinished");
  assert.equal(await fs.readFile(join(root, "a"), "utf8"), "mine");
  assert.deepEqual(
    (await doWork({ type: "recover", root })).recovered.map(({ type, restored, left }) => ({ type, restored, left })),
    [{ type: "rolled-back", restored: [], left: ["a"] }],
  );
  assert.deepEqual([await fs.readFile(join(root, "a"), "utf8"), await fs.readFile(join(root, "d/b"), "utf8")], ["mine", "old b"]);
  assert.deepEqual((await fs.readdir(root)).toSorted(), [".xtask", "a", "d"]);
});

test("a folder that a killed rollback made anew gets its mode from the next one", async (context) => {
  const root = await freshFolder(context);
  await doWork(applyWork(root, new Map(), new Map([["n/c", text("new c")]])));
  await fs.chmod(join(root, "n"), 0o750);
  const old = await snapshot(root);
  const other = await freshFolder(context);
  await fs.cp(root, other, { recursive: true });
  const steps = await workUntilKilled(0, { type: "undo", root: other });
  assert.equal(await workUntilKilled((steps ?? 0) - 3, { type: "undo", root }), undefined);
  await assert.rejects(fs.stat(join(root, "n")), { code: "ENOENT" });
  await fs.mkdir(join(root, "n"), 0o700);
  assert.deepEqual(
    (await doWork({ type: "recover", root })).recovered.map(({ type, restored }) => [type, restored]),
    [["rolled-back", ["n/c"]]],
  );
  assert.deepEqual(await snapshot(root), old);
});

test("a process that was suspended until another took over touches nothing more, and the next one repairs", async (context) => {
  const root = await freshFolder(context);
  await writeTree(root, before);
  const old = await snapshot(root);
  const { renameSync } = disk;
  const lock = join(root, ".xtask/plans.lock");
  context.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  context.mock.method(disk, "renameSync", (from: string, to: string) => {
    renameSync(from, to);
    if (!to.endsWith("/a")) return;
    disk.writeFileSync(lock, "process 1 on elsewhere, 00ff\n");
    context.mock.timers.tick(3_600_000);
  });
  syncBuiltinESMExports();
  const outcome = await apply(root, before, after).finally(() => {
    context.mock.restoreAll();
    context.mock.timers.reset();
    syncBuiltinESMExports();
  });
  assert.deepEqual([outcome.type, outcome.failure?.code], ["unfinished", "LOCK_LOST"]);
  assert.equal(await fs.readFile(join(root, "a"), "utf8"), "new a");
  assert.equal(await fs.readFile(join(root, "d/b"), "utf8"), "old b");
  assert.equal(await fs.readFile(lock, "utf8"), "process 1 on elsewhere, 00ff\n");
  await fs.rm(lock);
  await assertRepaired(root, { before: old, after: old });
});
