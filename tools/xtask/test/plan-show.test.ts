import assert from "node:assert/strict";
import { test } from "node:test";
import { planWorld } from "./plan-world.ts";

test("plan show tells what is planned for each file, and what drifted", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "b.txt": "b\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.txt --delete"], ["n\u001b.txt --stdin", "n\n"]);
  world.write("a.txt", "other\n");
  const ran = await world.run(`show ${id.slice(0, 10)}${id.slice(10).toLowerCase()}`);
  assert.equal(ran.code, 0, ran.err);
  assert.match(ran.out, new RegExp(`^Plan ${id} \\(staged\\): Try\\n {2}made \\S+Z, changed \\S+Z\\n\\n`));
  assert.match(ran.out, /\n {2}skipped-drift {2}a\.txt {2}2 bytes\n {17}"a\.txt" has 6 bytes with SHA-256 /);
  assert.match(ran.out, /\n {2}delete {9}b\.txt {2}2 bytes\n {2}create {9}"n\\u001b\.txt" {2}2 bytes, mode 0644\n/);
  assert.match(ran.out, /\n3 files: 1 skipped for drift, 1 to delete, 1 to create, 1 drifted\.\nNext: xtask plan diff /);
});

test("plan show --content has the contents before and after, in base64 where they are no text", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.bin --stdin", new Uint8Array([0, 1])]);
  const contents = async (line: string) =>
    (await world.document(line)).files.map((file) => {
      const { contentBefore, contentAfter } = file as unknown as Readonly<Record<string, unknown>>;
      return [contentBefore, contentAfter];
    });
  assert.deepEqual(await contents(`show ${id} --content`), [
    [
      { encoding: "utf8", data: "a\n" },
      { encoding: "utf8", data: "A\n" },
    ],
    [null, { encoding: "base64", data: "AAE=" }],
  ]);
  assert.deepEqual(await contents(`show ${id}`), [
    [null, null],
    [null, null],
  ]);
  assert.match((await world.run(`show ${id} --content`)).out, /\n--- a\.txt\nA\n\n--- b\.bin\n\(2 bytes that are no text\)\n/);
});

test("plan show of an empty plan says how files are added", async (t) => {
  const world = planWorld(t);
  const id = await world.planned();
  assert.match((await world.run(`show ${id}`)).out, new RegExp(`\\n0 files\\.\\nNext: xtask plan add ${id} <path> `));
  assert.match((await world.run("show")).err, /PLAN_NOT_NAMED.*\n {2}hint: The plans there are: xtask plan list/);
  assert.match((await world.run(`show ${id} x`)).err, /WORD_UNEXPECTED.*"x"/);
});
