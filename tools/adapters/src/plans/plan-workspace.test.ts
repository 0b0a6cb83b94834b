import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { InputError } from "@lockstep/kernel";
import type { ChangePlan, PlanWorkspace } from "@lockstep/plans";
import { systemIds } from "../system-ids.ts";
import { digestOf } from "./file-state.ts";
import { openPlanWorkspace } from "./plan-workspace.ts";
import { inSameFolderLater } from "./same-folder.ts";

let root: string;
let newId: () => string;
let workspace: PlanWorkspace;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "plans-"));
  newId = await systemIds();
  workspace = await open();
});
afterEach(() => rm(root, { recursive: true }));

function open(): Promise<PlanWorkspace> {
  return openPlanWorkspace(root, { parsePlan, now: () => "2026-01-02T03:04:05Z", newId, waitMs: 5000 });
}

function parsePlan(path: string, text: string): ChangePlan {
  try {
    return JSON.parse(text) as ChangePlan;
  } catch {
    throw new InputError("JSON_INVALID", `"${path}" is not valid JSON`);
  }
}

function planOf(id: string, goal = "goal"): ChangePlan {
  const at = "2026-01-02T03:04:05Z";
  return { schemaVersion: 1, id, goal, createdAt: at, updatedAt: at, workspaceRoot: root, files: [] };
}

test("ids are ULIDs, each behind those before it", () => {
  const ids = Array.from({ length: 100 }, () => newId());
  assert.deepEqual(ids.toSorted(), ids);
  assert.ok(ids.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)));
});

test("reading touches nothing", async () => {
  assert.deepEqual(await workspace.listPlans(), { plans: [], unreadable: [] });
  assert.deepEqual(await workspace.listTransactions(), { transactions: [], unreadable: [] });
  assert.equal(await workspace.readPlan(newId()), undefined);
  assert.equal(await workspace.readPlan("../../etc/passwd"), undefined);
  assert.deepEqual(await readdir(root), []);
});

test("plans are stored one file each, which git does not see and others may not read", async () => {
  const [one, two] = [planOf(newId()), planOf(newId())];
  await workspace.whileLocked(async ({ writePlan }) => {
    await writePlan(two);
    await writePlan(one);
    await writePlan({ ...one, goal: "another" });
  });
  assert.deepEqual(await workspace.listPlans(), { plans: [{ ...one, goal: "another" }, two], unreadable: [] });
  assert.deepEqual(await workspace.readPlan(two.id), two);
  assert.equal(await readFile(join(root, ".xtask/.gitignore"), "utf8"), "*\n");
  assert.deepEqual((await readdir(join(root, ".xtask"))).toSorted(), [".gitignore", "backups", "plans"]);
  assert.equal((await stat(join(root, ".xtask/plans", `${one.id}.json`))).mode & 0o777, 0o600);
  const removed = await workspace.whileLocked(async ({ removePlan }) => [
    await removePlan(one.id),
    await removePlan(one.id),
    await removePlan("x"),
  ]);
  assert.deepEqual(removed, [true, false, false]);
  assert.deepEqual((await workspace.listPlans()).plans, [two]);
});

test("writers at the same time lose nothing that the other has written", async () => {
  const id = newId();
  await workspace.whileLocked(({ writePlan }) => writePlan(planOf(id, "")));
  const add = async (letter: string): Promise<void> => {
    const own = await open();
    await own.whileLocked(async ({ writePlan }) => {
      const plan = await own.readPlan(id);
      assert.ok(plan !== undefined);
      await writePlan({ ...plan, goal: plan.goal + letter });
    });
  };
  const letters = "abcdefgh".split("");
  await Promise.all(letters.map(add));
  assert.deepEqual((await workspace.readPlan(id))?.goal.split("").toSorted(), letters);
});

test("what is no plan is told, does not hide the others, and is set aside when that is asked for", async () => {
  const plan = planOf(newId());
  const [broken, other, link] = [newId(), newId(), newId()];
  await workspace.whileLocked(({ writePlan }) => writePlan(plan));
  const folder = join(root, ".xtask/plans");
  await writeFile(join(folder, `${broken}.json`), '{"id":');
  await writeFile(join(folder, `${other}.json`), JSON.stringify(plan));
  await symlink(`${plan.id}.json`, join(folder, `${link}.json`));
  const listed = await workspace.listPlans();
  assert.deepEqual(listed.plans, [plan]);
  assert.deepEqual(
    listed.unreadable.map(({ path }) => path),
    [broken, other, link].map((id) => `.xtask/plans/${id}.json`),
  );
  await assert.rejects(workspace.readPlan(broken), { code: "JSON_INVALID" });
  await assert.rejects(workspace.readPlan(other), { code: "PLAN_CORRUPT", message: /it has the id/ });
  await assert.rejects(workspace.readPlan(link), { code: "PLAN_CORRUPT", message: /it is no file/ });
  const moved = await workspace.whileLocked(({ setAside }) => setAside());
  assert.match(moved[0]?.path ?? "", new RegExp(`^\\.xtask/plans/${broken}\\.json\\.corrupt-[0-9A-Z]{26}$`));
  assert.equal(await readFile(join(root, moved[0]?.path ?? ""), "utf8"), '{"id":');
  assert.deepEqual(await workspace.listPlans(), { plans: [plan], unreadable: [] });
});

test("what a killed process left of a plan goes with the next lock", async () => {
  await workspace.whileLocked(() => Promise.resolve());
  await writeFile(join(root, ".xtask/plans", `${newId()}.json.unfinished`), '{"id');
  assert.deepEqual(await workspace.listPlans(), { plans: [], unreadable: [] });
  await workspace.whileLocked(() => Promise.resolve());
  assert.deepEqual(await readdir(join(root, ".xtask/plans")), []);
});

test("a store that is a link is refused: it may lead anywhere", async () => {
  const outside = await mkdtemp(join(tmpdir(), "outside-"));
  try {
    await symlink(outside, join(root, ".xtask"));
    for (const attempt of [
      () => workspace.listPlans(),
      () => workspace.listTransactions(),
      () => workspace.whileLocked(() => Promise.resolve()),
    ]) {
      await assert.rejects(attempt(), { code: "STORE_UNSAFE", message: /\.xtask" is a link, wanted a folder$/ });
    }
    await rm(join(root, ".xtask"));
    await mkdir(join(root, ".xtask"));
    await writeFile(join(root, ".xtask/backups"), "");
    await assert.rejects(workspace.listTransactions(), { code: "STORE_UNSAFE", message: /backups" is no folder, wanted a folder$/ });
    assert.deepEqual(await readdir(outside), []);
  } finally {
    await rm(outside, { recursive: true });
  }
});

test("readBackup() returns the former bytes, and refuses those that are not what stood there", async () => {
  await writeFile(join(root, "a"), Buffer.from([0, 255, 10]));
  const { state } = await workspace.files.observe("a");
  assert.ok(state.type === "file");
  const changes = [
    { path: "a", before: state, after: { type: "absent" } },
    { path: "b", before: { type: "absent" }, after: { type: "link", target: "a" } },
  ] as const;
  const request = {
    kind: "apply",
    planId: newId(),
    changes,
    contentOf: () => Promise.reject(new Error("no file is made")),
    isPartial: false,
  } as const;
  const outcome = await workspace.whileLocked(({ runTransaction }) => runTransaction(request));
  assert.deepEqual(
    outcome.files.map(({ action, backup }) => [action, backup]),
    [
      ["deleted", `${String(outcome.folder)}/files/a`],
      ["created", undefined],
    ],
  );
  const [transaction] = (await workspace.listTransactions()).transactions;
  assert.ok(transaction !== undefined);
  assert.deepEqual([...(await workspace.readBackup(transaction, "a"))], [0, 255, 10]);
  await assert.rejects(workspace.readBackup(transaction, "b"), { code: "BACKUP_ABSENT" });
  await writeFile(join(root, transaction.folder, "files/a"), "other");
  await assert.rejects(workspace.readBackup(transaction, "a"), { code: "BACKUP_CORRUPT" });
  await rm(join(root, transaction.folder, "files/a"));
  await assert.rejects(workspace.readBackup(transaction, "a"), { code: "BACKUP_CORRUPT", message: /does not exist/ });
});

test("runTransaction() refuses content that is not what was staged, and makes no folder for it", async () => {
  const after = { type: "file", sha256: "0".repeat(64), sizeBytes: 3, mode: "0644" } as const;
  const changes = [{ path: "new/a", before: { type: "absent" }, after }] as const;
  const request = {
    kind: "apply",
    planId: newId(),
    changes,
    contentOf: () => Promise.resolve(Buffer.from("abc")),
    isPartial: false,
  } as const;
  const outcome = await workspace.whileLocked(({ runTransaction }) => runTransaction(request));
  assert.deepEqual([outcome.type, outcome.files[0]?.action, outcome.files[0]?.failure?.code], ["rolled-back", "skipped-error", "CONTENT"]);
  assert.deepEqual(await readdir(root), [".xtask"]);
  const [transaction] = (await workspace.listTransactions()).transactions;
  assert.deepEqual([transaction?.state.end, transaction?.state.reason], ["rolled-back", outcome.files[0]?.failure?.message]);
});

test("runTransaction() with nothing to change writes nothing", async () => {
  const changes = [{ path: "a", before: { type: "absent" }, after: { type: "absent" } }] as const;
  const request = {
    kind: "apply",
    planId: newId(),
    changes,
    contentOf: () => Promise.reject(new Error("none")),
    isPartial: false,
  } as const;
  const { type, files, folder } = await workspace.whileLocked(({ runTransaction }) => runTransaction(request));
  assert.deepEqual([type, files, folder], ["committed", [{ path: "a", action: "unchanged" }], undefined]);
  assert.deepEqual((await workspace.listTransactions()).transactions, []);
});

test("a process that is asked to stop begins no transaction", async () => {
  const controller = new AbortController();
  const reason = new Error("asked to stop");
  const options = { parsePlan, now: () => "2026-01-02T03:04:05Z", newId, stop: controller.signal };
  const stopping = await openPlanWorkspace(root, options);
  const content = Buffer.from("a");
  const after = { type: "file", ...digestOf(content), mode: "0644" } as const;
  const changes = [{ path: "a", before: { type: "absent" } as const, after }];
  const running = stopping.whileLocked(async (locked) => {
    controller.abort(reason);
    return locked.runTransaction({ kind: "apply", planId: newId(), changes, isPartial: false, contentOf: async () => content });
  });
  await assert.rejects(running, reason);
  assert.deepEqual((await readdir(root)).toSorted(), [".xtask"]);
});

test("a plan that would be longer than a string can be is refused, and the stored one stays", async () => {
  const id = newId();
  await workspace.whileLocked((locked) => locked.writePlan(planOf(id)));
  // Each character takes six in JSON.
  const goal = "\u0001".repeat(100_000_000);
  await assert.rejects(
    workspace.whileLocked((locked) => locked.writePlan(planOf(id, goal))),
    (error) => error instanceof InputError && error.code === "PLAN_TOO_LARGE",
  );
  assert.equal((await workspace.readPlan(id))?.goal, "goal");
});

test("what is done in a folder stays in it when a link takes its place meanwhile", { skip: process.platform !== "linux" }, async () => {
  const outside = await mkdtemp(join(tmpdir(), "outside-"));
  await mkdir(join(root, "folder"));
  const absent = { type: "absent" } as const;
  const change = { path: "folder/a", before: absent, after: absent, folder: "folder", temporary: "folder/.xtask-0.tmp" };
  const real = await realpath(root);
  await inSameFolderLater(real, change, async (held) => {
    await rename(join(root, "folder"), join(root, "moved"));
    await symlink(outside, join(root, "folder"));
    await writeFile(join(held, "a"), "a");
  });
  assert.deepEqual(await readdir(outside), []);
  assert.equal(await readFile(join(root, "moved/a"), "utf8"), "a");
  await assert.rejects(
    inSameFolderLater(real, change, async () => assert.fail("nothing is done")),
    /"folder\/a" is in a folder that was replaced/,
  );
  await rm(outside, { recursive: true });
});
