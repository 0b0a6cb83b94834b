import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planWorld } from "./plan-world.ts";

const diff = `diff --git a/a.txt b/a.txt
index 78981922613b2afb6025042ff6bd878ac1994e85..f70f10e4db19068f79bc43844b49f3eece45c4e8 100644
--- a/a.txt
+++ b/a.txt
@@ -1 +1 @@
-a
+A
`;

test("plan diff prints the reviewed change whatever became of the file, and tells drift on standard error", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"]);
  assert.deepEqual(await world.run(`diff ${id}`), { code: 0, out: diff, err: "", told: [] });
  world.write("a.txt", "other\n");
  const ran = await world.run(`diff ${id}`);
  assert.deepEqual([ran.code, ran.out], [0, diff]);
  assert.match(ran.err, /^skipped-drift: "a\.txt" has 6 bytes with SHA-256 .* when it was staged\.\n$/);
  const document = await world.document(`diff ${id}`);
  assert.deepEqual(
    document.files.map((file) => [file.path, file.diff, file.drift]),
    [["a.txt", diff, true]],
  );
});

test("plan diff of some paths, from a folder of the workspace, prints those alone", async (t) => {
  const world = planWorld(t, { "sub/a.txt": "a\n", "b.txt": "b\n" });
  const id = await world.planned(["sub/a.txt --stdin", "A\n"], ["b.txt --delete"]);
  const ran = await world.run(`diff ${id} a.txt`, { folder: "sub" });
  assert.equal(ran.out, diff.replaceAll("a.txt", "sub/a.txt"));
  const both = await world.run(`diff ${id}`);
  assert.match(both.out, /^diff --git a\/b\.txt b\/b\.txt\ndeleted file mode 100644\n[^]*\ndiff --git a\/sub\/a\.txt /);
  assert.match((await world.run(`diff ${id} c.txt`)).err, /PATH_NOT_PLANNED/);
});

test("plan diff shows bytes that are no text as a binary patch, and says so in its document", async (t) => {
  const world = planWorld(t);
  world.write("x.bin", new Uint8Array([0xff, 0xfe, 97, 0]));
  const id = await world.planned(["x.bin --stdin", new Uint8Array([0xff, 0xfe, 98, 0])]);
  const [file] = (await world.document(`diff ${id}`)).files as readonly { readonly diff?: string; readonly binary?: boolean }[];
  assert.ok(file?.binary);
  assert.match(file.diff ?? "", /\nGIT binary patch\nliteral 4\n/);
});

test("plan diff has the place that a path leads to through a link, which git takes", async (t) => {
  const world = planWorld(t, { "real/a.txt": "a\n" });
  world.link("linked", "real");
  const id = await world.planned(["linked/a.txt --stdin", "b\n"], ["linked/new/c.txt --stdin", "c\n"]);
  const { out } = await world.run(`diff ${id}`);
  const checked = spawnSync("git", ["apply", "--check"], { cwd: world.root, input: out, encoding: "utf8" });
  assert.deepEqual([checked.status, checked.stderr], [0, ""], out);
  assert.match(out, /^diff --git a\/real\/a\.txt b\/real\/a\.txt\n/);
  assert.deepEqual(
    (await world.document(`diff ${id}`)).files.map(({ path }) => path),
    ["linked/a.txt", "linked/new/c.txt"],
  );
});

test("plan diff names the file of everything that it tells beside the patch", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "old.txt": "old\n" });
  const id = await world.planned(["old.txt --delete"]);
  rmSync(join(world.root, "old.txt"));
  assert.equal((await world.run(`diff ${id}`)).err, 'skip-missing: "old.txt", which is to be deleted, is already gone.\n');
});
