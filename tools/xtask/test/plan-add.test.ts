import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ChangePlan } from "@lockstep/plans";
import { planWorld, type PlanWorld } from "./plan-world.ts";

function stored(world: PlanWorld, id: string): ChangePlan {
  return JSON.parse(readFileSync(join(world.root, `.xtask/plans/${id}.json`), "utf8")) as ChangePlan;
}

test("plan add keeps the bytes of --file and --stdin as they are, and what stands at the path", async (t) => {
  const world = planWorld(t, { "crlf.txt": "\ufeffa\r\nb" });
  const bytes = new Uint8Array([0xff, 0xfe, 0, 10, 13]);
  world.write("content.bin", bytes);
  const id = await world.planned(["crlf.txt --stdin", "\ufeffA\r\nb"], ["new/file.bin --file content.bin"]);
  const [first, second] = stored(world, id).files;
  assert.deepEqual(first?.before, { ...first?.before, content: { encoding: "utf8", data: "\ufeffa\r\nb" } });
  assert.deepEqual(first?.after, { ...first?.after, content: { encoding: "utf8", data: "\ufeffA\r\nb" } });
  assert.deepEqual(second?.after, {
    ...second?.after,
    mode: "0644",
    content: { encoding: "base64", data: Buffer.from(bytes).toString("base64") },
  });
});

test("plan add takes paths from the current folder, and stores them from the root", async (t) => {
  const world = planWorld(t, { "sub/dir/a.txt": "a\n" });
  const id = await world.planned();
  const ran = await world.run(`add ${id} dir/../dir/./a.txt --delete`, { folder: "sub" });
  assert.match(ran.err, /PATH_REFUSED/);
  const fine = await world.run(`add ${id} ./a.txt --delete`, { folder: "sub/dir" });
  assert.equal(fine.code, 0, fine.err);
  assert.deepEqual(
    stored(world, id).files.map(({ path, operation }) => [path, operation]),
    [["sub/dir/a.txt", "delete"]],
  );
});

test("plan add says what was staged, how many files the plan has, and what comes next", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["b.txt --stdin", "b\n"]);
  const ran = await world.run(`add ${id} a.txt --stdin`, { input: "aa\n" });
  assert.equal(ran.out, `  modify  a.txt  2 -> 3 bytes\nStaged 1 file: 1 to modify. The plan has 2 files.\nNext: xtask plan diff ${id}\n`);
  const document = await world.document(`add ${id} a.txt --mode 0600`);
  assert.deepEqual(
    [document["plannedFiles"], document.files.map(({ path, action, drift }) => [path, action, drift])],
    [2, [["a.txt", "dry-run", false]]],
  );
  assert.deepEqual(document.files[0]?.after, { ...document.files[0]?.after, mode: "0600", sizeBytes: 3 });
});

test("plan add hides no drift when it stages a path again; plan remove and plan add take the new state", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "1\n"]);
  world.write("a.txt", "changed\n");
  const again = await world.document(`add ${id} a.txt --stdin`, 0, "2\n");
  assert.deepEqual(
    again.files.map(({ action, drift, driftKinds }) => [action, drift, ...driftKinds]),
    [["skipped-drift", true, "content"]],
  );
  await world.run(`remove ${id} a.txt`);
  const anew = await world.document(`add ${id} a.txt --stdin`, 0, "2\n");
  assert.deepEqual(
    anew.files.map(({ action, drift }) => [action, drift]),
    [["dry-run", false]],
  );
});

const patch = `diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -1,2 +1,2 @@
 one
-two
+TWO
diff --git a/new.txt b/new.txt
new file mode 100755
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+new
`;

test("plan add stages every file of a patch, from wherever it is taken, or none", async (t) => {
  const world = planWorld(t, { "a.txt": "one\ntwo\n", "sub/x": "" });
  const id = await world.planned();
  const ran = await world.run(`add ${id} --patch -`, { folder: "sub", input: patch });
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual(
    stored(world, id).files.map(({ path, operation, after }) => [path, operation, after.type === "file" ? after.mode : ""]),
    [
      ["a.txt", "modify", "0644"],
      ["new.txt", "create", "0755"],
    ],
  );
  const other = await world.planned();
  world.write("a.txt", "one\nthree\n");
  world.write("change.patch", patch);
  const refused = await world.run(`add ${other} --patch change.patch`);
  assert.deepEqual([refused.code, refused.out], [3, ""]);
  assert.match(refused.err, /PATCH_MISMATCH.*"a\.txt"/);
  assert.deepEqual(stored(world, other).files, []);
});

test("plan add applies a patch of one file to the path that is named", async (t) => {
  const world = planWorld(t, { "b.txt": "one\ntwo\n" });
  const id = await world.planned();
  const single = patch.slice(0, patch.indexOf("diff --git a/new"));
  assert.equal((await world.run(`add ${id} b.txt --patch -`, { input: single })).code, 0);
  assert.deepEqual(
    stored(world, id).files.map(({ path }) => path),
    ["b.txt"],
  );
  assert.match((await world.run(`add ${id} b.txt --patch -`, { input: patch })).err, /PATH_NOT_NAMED.*2 files/);
  assert.match((await world.run(`add ${id} --patch -`, { input: "no patch" })).err, /PATCH_INVALID.*"standard input" line \d/);
  const escaping = single.replaceAll("a.txt", "../a.txt");
  assert.match((await world.run(`add ${id} --patch -`, { input: escaping })).err, /PATH_REFUSED/);
});

test("plan add wants exactly one source, and a path where the source has none", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned();
  const refused = async (line: string, code: number, err: RegExp, input?: string): Promise<void> => {
    const ran = await world.run(`add ${id} ${line}`, input === undefined ? {} : { input });
    assert.deepEqual([ran.code, ran.out], [code, ""], ran.err);
    assert.match(ran.err, err);
    assert.match(ran.err, /\n {2}hint: ./);
  };
  await refused("a.txt", 64, /SOURCE_NOT_GIVEN/);
  await refused("a.txt --file a.txt --delete", 64, /OPTION_CONFLICT.*"--file" and "--delete"/);
  await refused("a.txt --delete --mode 0644", 64, /OPTION_CONFLICT.*"--mode" and "--delete"/);
  await refused("a.txt --stdin", 64, /INPUT_IS_TERMINAL/);
  await refused("--patch -", 64, /INPUT_IS_TERMINAL/);
  await refused("--delete", 64, /PATH_NOT_NAMED/);
  await refused("a.txt b.txt --stdin", 64, /PATH_NOT_NAMED.*2 files/, "x");
  await refused("a.txt --mode 9", 64, /OPTION_VALUE.*permission bits/);
  await refused("a.txt --file absent", 3, /SOURCE_MISSING.*"absent"/);
  await refused("a.txt --file .", 3, /SOURCE_MISSING.*folder/);
  await refused("b.txt --delete", 3, /STAGE_REFUSED/);
  await refused("b.txt --mode 755", 3, /STAGE_REFUSED/);
});

test("plan add refuses every path that leads out, into git or into the store, with all reasons at once", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "dir/x": "" });
  const outside = planWorld(t);
  world.link("out", outside.root);
  world.link("leaf", "a.txt");
  const id = await world.planned();
  const long = `${"x/".repeat(2499)}yy`;
  const names = [
    "/etc/passwd",
    "../a",
    "a/../../b",
    ".git/hooks/x",
    ".GIT/config",
    "git~1/x",
    ".xtask/plans/x",
    "NUL",
    "com1.txt",
    "a:b",
    "a\\b",
    "a\0b",
    "dir/",
    long,
    "out/x",
    "A.TXT",
    "leaf",
    "dir",
  ];
  for (const name of names) {
    const ran = await world.run(["add", id, name, "--stdin"], { input: "x" });
    assert.deepEqual([ran.code, ran.out], [3, ""], name.slice(0, 20));
    assert.match(ran.err, /^error\[PATH_REFUSED\]: /, name.slice(0, 20));
  }
  const two = await world.run(["add", id, "../a", ".git/x", "--delete"]);
  assert.match(two.err, /"\.\.\/a".*\n {2}"\.git\/x"/);
  assert.deepEqual(stored(world, id).files, []);
  assert.deepEqual(outside.tree(), {});
});

test("plan add to a plan that is unknown, or to one that two ids fit, names what is near", async (t) => {
  const world = planWorld(t);
  const [first, second] = [await world.planned(), await world.planned()];
  const unknown = await world.run(`add ${first.slice(0, -1)}Z x --delete`);
  assert.equal(unknown.code, 3);
  assert.match(unknown.err, new RegExp(`PLAN_UNKNOWN.*\n {2}hint: Did you mean ${second}, ${first}\\? xtask plan list`));
  const several = await world.run("add 01hz x --delete");
  assert.equal(several.code, 64);
  assert.match(several.err, /PLAN_AMBIGUOUS.*names 2 plans/);
  rmSync(join(world.root, `.xtask/plans/${second}.json`));
  assert.equal((await world.run("add 01hz x --stdin", { input: "x" })).code, 0);
});

test("plan add takes the words behind -- for paths, whatever they look like", async (t) => {
  const world = planWorld(t, { "--help": "h\n", "-x": "x\n" });
  const id = await world.planned(["--delete -- --help -x"]);
  const { files } = await world.document(`apply ${id}`);
  assert.deepEqual(
    files.map(({ path, action }) => [path, action]),
    [
      ["--help", "deleted"],
      ["-x", "deleted"],
    ],
  );
  assert.deepEqual(world.tree(), {});
});
