import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import disk from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { after, apply, applyWork, before, freshFolder, mount, told } from "./applied.ts";
import { assertRepaired, inFolder, workInProcess, workUntilKilled } from "./kill.ts";
import { snapshot, text, writeTree, type Tree } from "./tree.ts";
import { doWork } from "./work.ts";

const isRoot = process.getuid?.() === 0;

test("a full disk leaves everything old, and the outcome says which path it was", async (context) => {
  const root = await freshFolder(context);
  if (!mount(context, root, "-t", "tmpfs", "-o", "size=256k", "tmpfs")) return;
  await writeTree(root, before);
  const old = await snapshot(root);
  const large: Tree = new Map([...after, ["d/large", text("x".repeat(300_000))]]);
  const outcome = await apply(root, before, large);
  assert.deepEqual([outcome.type, outcome.files.length, outcome.files.at(-1)?.action], ["rolled-back", 4, "skipped-error"]);
  // Small files beside the large one may find the disk full as well.
  assert.ok(outcome.files.every(({ action, failure }) => action === "rolled-back" || failure?.code === "ENOSPC"));
  const failure = outcome.files.at(-1)?.failure;
  assert.equal(failure?.message, 'Cannot write "d/large": no space left on the disk (ENOSPC)');
  assert.match(failure?.hint ?? "", /^Free some space/);
  assert.deepEqual(await snapshot(root), old);
  await assertRepaired(root, { before: old, after: old });
});

test("what goes back onto a full disk takes the place of its backup", async (context) => {
  const root = await freshFolder(context);
  if (!mount(context, root, "-t", "tmpfs", "-o", "size=512k", "tmpfs")) return;
  const large: Tree = new Map([["a", text("x".repeat(150_000), "0640")]]);
  await writeTree(root, large);
  const old = await snapshot(root);
  const work = applyWork(root, large, new Map([["a", text("small")]]));
  // The last step before the line that says it is committed.
  const steps = await inFolder(async (other) => {
    await writeTree(other, large);
    return workUntilKilled(0, { ...work, root: other });
  });
  assert.equal(await workUntilKilled((steps ?? 0) - 3, work), undefined);
  const filler = join(root, "filler");
  for (let isFull = false; !isFull;)
    isFull = await fs.appendFile(filler, "f".repeat(4096)).then(
      () => false,
      () => true,
    );
  // The lock and a line of the journal need a little.
  await fs.truncate(filler, (await fs.stat(filler)).size - 32_768);
  const { recovered } = await doWork({ type: "recover", root });
  assert.deepEqual(
    recovered.map(({ type, restored }) => [type, restored]),
    [["rolled-back", ["a"]]],
  );
  await fs.rm(join(root, "filler"));
  assert.deepEqual(await snapshot(root), old);
});

test("a folder on a read-only disk leaves everything old; on a read-only workspace nothing begins", async (context) => {
  const root = await freshFolder(context);
  await fs.mkdir(join(root, "d"));
  if (!mount(context, join(root, "d"), "-t", "tmpfs", "tmpfs")) return;
  await writeTree(root, before);
  execFileSync("mount", ["-o", "remount,ro", join(root, "d")]);
  const old = await snapshot(root);
  assert.deepEqual(told(await apply(root, before, after)), {
    type: "rolled-back",
    files: ["a rolled-back", "d/b skipped-error EROFS", "n/c rolled-back"],
    failure: "",
    left: [],
  });
  assert.deepEqual(await snapshot(root), old);
  await assert.rejects(
    apply(join(root, "d"), new Map(), new Map([["b", text("new")]])),
    /^EnvironmentError: Cannot create ".*": the file system is read-only \(EROFS\)$/,
  );
});

test("a file in use leaves everything old", async (context) => {
  const root = await freshFolder(context);
  await writeTree(root, before);
  const old = await snapshot(root);
  // What is mounted on a file keeps it from being replaced.
  const place = join(root, "d/b");
  if (!mount(context, place, "--bind", place)) return;
  assert.deepEqual(told(await apply(root, before, after)), {
    type: "rolled-back",
    files: ["a rolled-back", "d/b skipped-error EBUSY", "n/c rolled-back"],
    failure: "",
    left: [],
  });
  assert.deepEqual(await snapshot(root), old);
});

test("a partial transaction goes on without the file in use, and its undo knows", async (context) => {
  const root = await freshFolder(context);
  await writeTree(root, before);
  const old = await snapshot(root);
  const place = join(root, "d/b");
  if (!mount(context, place, "--bind", place)) return;
  assert.deepEqual(told(await apply(root, before, after, true)), {
    type: "committed",
    files: ["a applied", "d/b skipped-error EBUSY", "n/c created"],
    failure: "",
    left: [],
  });
  assert.equal(await fs.readFile(join(root, "a"), "utf8"), "new a");
  assert.deepEqual(await fs.readdir(join(root, "d")), ["b"]);
  assert.equal((await doWork({ type: "undo", root })).outcome?.type, "committed");
  assert.deepEqual(await snapshot(root), old);
});

test("what this user may not write leaves everything old", async (context) => {
  for (const [place, mode, expected] of [
    ["d", 0o555, "d/b skipped-error EACCES"],
    ["d/b", 0o444, "d/b skipped-error EACCES"],
    ["", 0o555, "n/c skipped-error EACCES"],
  ] as const) {
    const root = await freshFolder(context);
    const nobody = { uid: 65_534, gid: 65_534 };
    const given: Tree = new Map([
      ["a", text("old a")],
      ["d/b", text("old b", place === "d/b" ? "0444" : "0644")],
    ]);
    await writeTree(root, given);
    await fs.mkdir(join(root, ".xtask"));
    if (isRoot) for (const path of ["", ".xtask", "a", "d", "d/b"]) await fs.chown(join(root, path), nobody.uid, nobody.gid);
    await fs.chmod(join(root, place), mode);
    const old = await snapshot(root);
    const wanted: Tree = new Map([
      ["d/b", text("new b")],
      ["n/c", text("new c")],
      ["a", text("old a")],
    ]);
    const ran = await workInProcess(
      applyWork(root, given, place === "" ? new Map([...given, ["n/c", text("new c")]]) : wanted),
      0,
      isRoot ? nobody : undefined,
    );
    const outcome = ran?.done.outcome;
    assert.ok(outcome !== undefined);
    assert.equal(outcome.type, "rolled-back");
    const failed = outcome.files.find(({ failure }) => failure !== undefined);
    if (place === "") assert.deepEqual([outcome.failure?.code], ["EACCES"]);
    else assert.equal([failed?.path, failed?.action, failed?.failure?.code].join(" "), expected);
    assert.match((failed?.failure ?? outcome.failure)?.message ?? "", /permission denied \(EACCES\)$/);
    await fs.chmod(join(root, place), mode | 0o200);
    await fs.chmod(join(root, place), mode);
    assert.deepEqual(await snapshot(root), old);
  }
});

test("a folder that becomes a link while the plan is applied stops it, and all goes back", async (context) => {
  const root = await freshFolder(context);
  const outside = await freshFolder(context);
  await writeTree(root, before);
  await fs.writeFile(join(outside, "b"), "old b");
  const real = disk.renameSync;
  let calls = 0;
  context.mock.method(disk, "renameSync", (from: string, to: string) => {
    real(from, to);
    if (!to.endsWith("/a")) return;
    calls += 1;
    if (calls > 1) return;
    real(join(root, "d"), join(root, "moved"));
    disk.symlinkSync(outside, join(root, "d"));
  });
  syncBuiltinESMExports();
  context.after(() => {
    context.mock.restoreAll();
    syncBuiltinESMExports();
  });
  const outcome = await apply(root, before, new Map([...after].filter(([path]) => path !== "n/c")));
  assert.deepEqual(told(outcome), {
    type: "rolled-back",
    files: ["a rolled-back", "d/b skipped-unsafe UNSAFE"],
    failure: "",
    left: ["d/b"],
  });
  assert.equal(await fs.readFile(join(root, "a"), "utf8"), "old a");
  assert.deepEqual([await fs.readdir(outside), await fs.readFile(join(outside, "b"), "utf8")], [["b"], "old b"]);
  assert.equal(await fs.readFile(join(root, "moved/b"), "utf8"), "old b");
});

test("a link that leads out of the workspace, into git's files or to another path of the plan is refused before anything is written", async (context) => {
  const root = await freshFolder(context);
  await writeTree(
    root,
    new Map([
      ["d/b", text("old b")],
      [".git/hooks/x", text("hook")],
    ]),
  );
  await fs.symlink("/tmp", join(root, "out"));
  await fs.symlink(".git", join(root, "in"));
  await fs.symlink("d", join(root, "same"));
  const old = await snapshot(root);
  for (const path of ["out/x", "in/hooks/y", "same/b", ".git/y", ".xtask/y"]) {
    const wanted: Tree = new Map([
      ["d/b", text("new b")],
      [path, text("new")],
    ]);
    const { type, files } = await apply(root, new Map([["d/b", text("old b")]]), wanted);
    assert.deepEqual([type, files.map(({ action }) => action)], ["rolled-back", ["rolled-back", "skipped-unsafe"]], path);
  }
  assert.deepEqual(await snapshot(root), old);
  assert.deepEqual(await fs.readdir(join(root, ".xtask/backups")), []);
});
