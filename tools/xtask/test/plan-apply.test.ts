import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { PlanWorkspace } from "@lockstep/plans";
import { planWorld } from "./plan-world.ts";

const three = [["a.txt --stdin", "new\n"], ["bin/run --stdin --mode 0755", "#!/bin/sh\n"], ["old.txt --delete"]] as const;
const initial = { "a.txt": "a\n", "old.txt": "old\n" };

test("plan apply --dry-run tells what would be done, and touches nothing at all", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(...three);
  const [before, stored] = [world.tree(), readFileSync(join(world.root, `.xtask/plans/${id}.json`), "utf8")];
  rmSync(join(world.root, ".xtask/backups"), { recursive: true });
  const document = await world.document(`apply ${id} --dry-run`);
  assert.deepEqual(
    document.files.map(({ path, action }) => [path, action]),
    [
      ["a.txt", "dry-run"],
      ["bin/run", "dry-run"],
      ["old.txt", "dry-run-delete"],
    ],
  );
  assert.deepEqual([document["outcome"], document["dryRun"], document["transactionId"], document["error"]], ["dry-run", true, null, null]);
  assert.deepEqual(world.tree(), before);
  assert.equal(readFileSync(join(world.root, `.xtask/plans/${id}.json`), "utf8"), stored);
  assert.ok(!existsSync(join(world.root, ".xtask/backups")) && !existsSync(join(world.root, ".xtask/plans.lock")));
});

test("plan apply writes, makes and deletes, with verified backups at the paths that the document names", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(...three);
  const document = await world.document(`apply ${id}`);
  assert.deepEqual(
    document.files.map(({ path, action }) => [path, action]),
    [
      ["a.txt", "applied"],
      ["bin/run", "created"],
      ["old.txt", "deleted"],
    ],
  );
  const { "bin/run": made, "a.txt": changed, ...others } = world.tree();
  assert.equal(made, `755:${Buffer.from("#!/bin/sh\n").toString("base64")}`);
  assert.equal(changed, `644:${Buffer.from("new\n").toString("base64")}`);
  assert.deepEqual(others, { bin: "folder" });
  const [first, second, third] = document.files;
  assert.equal(readFileSync(join(world.root, first?.backupPath ?? ""), "utf8"), "a\n");
  assert.equal(second?.backupPath, null);
  assert.equal(readFileSync(join(world.root, third?.backupPath ?? ""), "utf8"), "old\n");
  assert.equal(document["state"], "applied");
});

test("plan apply tells a person what became of each file, where the backups are and how to take it back", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(...three);
  const ran = await world.run(`apply ${id.slice(-4)}`);
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  assert.match(
    ran.out,
    new RegExp(
      `^Plan ${id} \\(applied\\): Try\\n {2}applied {2}a\\.txt {2}2 -> 4 bytes\\n {2}created {2}bin/run {2}10 bytes, mode 0755\\n`,
    ),
  );
  assert.match(
    ran.out,
    /\n3 files: 1 applied, 1 created, 1 deleted\.\nBackups: \.xtask\/backups\/\S+\nNext, to take it back: xtask plan undo /,
  );
});

test("plan apply changes nothing and exits 2 when one file drifted, whichever way", async (t) => {
  const world = planWorld(t, { ...initial, "mode.txt": "m\n", "type.txt": "t\n", "gone.txt": "g\n" });
  const id = await world.planned(
    ...three,
    ["mode.txt --stdin", "M\n"],
    ["type.txt --stdin", "T\n"],
    ["gone.txt --stdin", "G\n"],
    ["new.txt --stdin", "N\n"],
  );
  world.write("a.txt", "other\n");
  world.write("mode.txt", "m\n", 0o600);
  rmSync(join(world.root, "type.txt"));
  world.link("type.txt", "a.txt");
  rmSync(join(world.root, "gone.txt"));
  world.write("new.txt", "appeared\n");
  const before = world.tree();
  const document = await world.document(`apply ${id}`, 2);
  assert.deepEqual(
    document.files.map(({ path, action, driftKinds }) => [path, action, ...driftKinds]),
    [
      ["a.txt", "skipped-drift", "content"],
      ["bin/run", "skipped-drift"],
      ["gone.txt", "skipped-drift", "vanished"],
      ["mode.txt", "skipped-drift", "mode"],
      ["new.txt", "skipped-drift", "appeared"],
      ["old.txt", "skipped-drift"],
      ["type.txt", "skipped-drift", "type"],
    ],
  );
  assert.equal((document["error"] as { readonly code: string }).code, "PLAN_DRIFT");
  assert.equal(document["outcome"], "refused");
  assert.deepEqual(world.tree(), before);
});

test("plan apply --force <path> overwrites that file alone, and --force all of them", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "b.txt": "b\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.txt --stdin", "B\n"]);
  world.write("a.txt", "other a\n");
  world.write("b.txt", "other b\n");
  assert.equal((await world.document(`apply ${id} --force a.txt`, 2))["outcome"], "refused");
  assert.equal((await world.document(`apply ${id} --force=a.txt --partial`, 2))["outcome"], "partial");
  assert.deepEqual([world.read("a.txt"), world.read("b.txt")], ["A\n", "other b\n"]);
  const forced = await world.document(`apply ${id} --force`);
  assert.deepEqual(
    forced.files.map(({ action }) => action),
    ["unchanged", "applied"],
  );
  assert.equal(world.read("b.txt"), "B\n");
  assert.equal(readFileSync(join(world.root, forced.files[1]?.backupPath ?? ""), "utf8"), "other b\n");
});

test("plan apply refuses an unsafe file with --force too, and goes on without it by --partial", async (t) => {
  const world = planWorld(t, { "dir/a.txt": "a\n", "b.txt": "b\n" });
  const id = await world.planned(["dir/a.txt --stdin", "A\n"], ["b.txt --stdin", "B\n"]);
  rmSync(join(world.root, "dir"), { recursive: true });
  const outside = planWorld(t, { "a.txt": "a\n" });
  world.link("dir", outside.root);
  const refused = await world.document(`apply ${id} --force`, 2);
  assert.deepEqual(
    refused.files.map(({ path, action }) => [path, action]),
    [
      ["b.txt", "skipped-unsafe"],
      ["dir/a.txt", "skipped-unsafe"],
    ],
  );
  assert.equal((refused["error"] as { readonly code: string }).code, "PLAN_UNSAFE");
  const partial = await world.document(`apply ${id} --force --partial`, 2);
  assert.deepEqual(
    partial.files.map(({ path, action }) => [path, action]),
    [
      ["b.txt", "applied"],
      ["dir/a.txt", "skipped-unsafe"],
    ],
  );
  assert.deepEqual([world.read("b.txt"), outside.read("a.txt")], ["B\n", "a\n"]);
});

test("plan apply has nothing to do when all is as planned, and exits 2 for a deletion that is done already", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(["a.txt --stdin", "new\n"], ["old.txt --delete"]);
  world.write("a.txt", "new\n");
  rmSync(join(world.root, "old.txt"));
  const document = await world.document(`apply ${id}`, 2);
  assert.deepEqual(
    document.files.map(({ action }) => action),
    ["unchanged", "skip-missing"],
  );
  const empty = await world.planned();
  assert.equal((await world.document(`apply ${empty}`))["outcome"], "nothing");
});

test("plan apply called again finds all as the plan left it: no drift, nothing to do, exit code 0", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(...three);
  await world.document(`apply ${id}`);
  for (const line of [`apply ${id}`, `apply ${id} --dry-run`, `show ${id}`, `validate ${id}`]) {
    const { files } = await world.document(line);
    assert.deepEqual(
      files.map(({ action, drift }) => [action, drift]),
      [
        ["unchanged", false],
        ["unchanged", false],
        ["unchanged", false],
      ],
      line,
    );
  }
  const ran = await world.run(`apply ${id}`);
  assert.equal(ran.code, 0);
  assert.match(ran.out, /3 files: 3 unchanged\. There is nothing to do: it is applied already\.\nTo take it back: xtask plan undo /);
  assert.doesNotMatch((await world.run("list")).out, /drifted/);
  world.write("a.txt", "user\n");
  assert.deepEqual((await world.document(`apply ${id}`, 2)).files[0]?.driftKinds, ["content"]);
});

test("plan apply applies what was staged anew after it was applied, and undo takes back one after the other", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(["a.txt --stdin", "first\n"]);
  await world.document(`apply ${id}`);
  assert.equal((await world.run(["add", id, "a.txt", "--stdin"], { input: "second\n" })).code, 0);
  assert.deepEqual((await world.document(`apply ${id}`)).files[0]?.action, "applied");
  assert.equal(world.read("a.txt"), "second\n");
  await world.document(`undo ${id}`);
  assert.equal(world.read("a.txt"), "first\n");
  await world.document(`undo ${id}`);
  assert.equal(world.read("a.txt"), "a\n");
  // What was taken back is no state of the plan any more.
  world.write("a.txt", "first\n");
  assert.equal((await world.document(`apply ${id}`, 2)).files[0]?.action, "skipped-drift");
});

test("a path that no plan may hold is not looked at: the other plans are listed, and it can be taken out", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(["a.txt --stdin", "new\n"]);
  const stored = join(world.root, `.xtask/plans/${id}.json`);
  const text = readFileSync(stored, "utf8");
  for (const path of ["a\0b", "x".repeat(300), "../outside.txt"]) {
    writeFileSync(stored, text.replace('"a.txt"', JSON.stringify(path)));
    const refused = await world.document(`apply ${id} --force`, 2);
    assert.deepEqual([refused.files[0]?.action, refused.files[0]?.drift], ["skipped-unsafe", false], path.slice(0, 20));
    assert.equal((await world.run("list")).code, 0);
  }
  assert.equal((await world.run(["remove", id, "../outside.txt"])).code, 0);
  assert.equal((await world.document(`apply ${id}`))["outcome"], "nothing");
});

/** Plans whose transactions end so; nothing is changed. */
function failing(type: "rolled-back" | "unfinished") {
  return (plans: PlanWorkspace): PlanWorkspace => ({
    ...plans,
    whileLocked: (action) =>
      plans.whileLocked((locked) =>
        action({
          ...locked,
          runTransaction: async ({ changes }) => ({
            type,
            transactionId: "01HZ0000000000000000009999",
            folder: ".xtask/backups/one",
            files: changes.map(({ path }, index) => ({
              path,
              action: index === 1 ? "skipped-error" : "rolled-back",
              ...(index === 1
                ? { failure: { code: "ENOSPC", message: `"${path}" cannot be written: the disk is full`, hint: "Make room" } }
                : {}),
            })),
            left: [],
          }),
        }),
      ),
  });
}

test("plan apply exits 3, and says what failed and that all is as before, when it was rolled back", async (t) => {
  const world = planWorld(t, initial, failing("rolled-back"));
  const id = await world.planned(...three);
  const ran = await world.run(`apply ${id}`);
  assert.equal(ran.code, 3);
  assert.match(ran.out, / {2}rolled-back {4}a\.txt .*\n +It is as before, as another file failed\.\n {2}skipped-error {2}bin\/run /);
  assert.equal(
    ran.err,
    'error[PLAN_ROLLED_BACK]: "bin/run" cannot be written: the disk is full. Every file is as before.\n  hint: Make room\n',
  );
  const document = await world.document(`apply ${id}`, 3);
  assert.deepEqual(
    document.files.map(({ action }) => action),
    ["rolled-back", "skipped-error", "rolled-back"],
  );
  assert.deepEqual([document["outcome"], document["state"]], ["rolled-back", "staged"]);
});

test("plan apply exits 3 and names the backups when not all could be put back", async (t) => {
  const world = planWorld(t, initial, failing("unfinished"));
  const id = await world.planned(...three);
  const document = await world.document(`apply ${id}`, 3);
  assert.deepEqual([document["outcome"], (document["error"] as { readonly code: string }).code], ["unfinished", "PLAN_UNFINISHED"]);
  assert.match((await world.run(`apply ${id}`)).err, /Not every file could be put back; the backups are in "\.xtask\/backups\/one"/);
});

test("plan apply exits 75 and names the process that is at the plans, and a dry run does not wait for it", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(...three);
  world.write(".xtask/plans.lock", `process ${String(process.pid)} on ${hostname()}, 00\n`);
  const before = world.tree();
  const ran = await world.run(`apply ${id}`);
  assert.deepEqual([ran.code, ran.out], [75, ""]);
  assert.match(ran.err, new RegExp(`PLANS_LOCKED.* process ${String(process.pid)} on .*\n {2}hint: `));
  assert.deepEqual(world.tree(), before);
  assert.equal((await world.run(`apply ${id} --dry-run`)).code, 0);
});

test("plan apply is refused without a plan, with a path that the plan does not hold, and for words behind the plan", async (t) => {
  const world = planWorld(t, initial);
  const id = await world.planned(["a.txt --stdin", "new\n"]);
  const refused = async (line: string, code: number, err: RegExp): Promise<void> => {
    const ran = await world.run(line);
    assert.deepEqual([ran.code, ran.out], [code, ""], ran.err);
    assert.match(ran.err, err);
  };
  await refused("apply", 64, /PLAN_NOT_NAMED.*\n {2}hint: .*xtask plan list/);
  await refused(`apply ${id} --force old.txt`, 64, /PATH_NOT_PLANNED.*"old.txt"/);
  await refused(`apply ${id} --force ../a.txt`, 64, /PATH_NOT_PLANNED/);
  await refused(`apply ${id} a.txt`, 64, /WORD_UNEXPECTED/);
  await refused(`apply --force ${id}`, 64, /PLAN_NOT_NAMED/);
  await refused("apply ZZZZZZZZ", 3, /PLAN_UNKNOWN/);
});
