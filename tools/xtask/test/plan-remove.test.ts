import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planWorld } from "./plan-world.ts";

test("plan remove takes files out of a plan, and leaves the files themselves", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n", "b.txt": "b\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"], ["b.txt --delete"]);
  const document = await world.document(`remove ${id} a.txt`);
  assert.deepEqual([document["removed"], document["planRemoved"], document.files.map(({ path }) => path)], [["a.txt"], false, ["b.txt"]]);
  assert.deepEqual([world.read("a.txt"), world.read("b.txt")], ["a\n", "b\n"]);
  const ran = await world.run(`remove ${id} b.txt`);
  assert.equal(ran.out, `Took 1 file out of the plan ${id}. It has 0 files\n`);
});

test("plan remove without a path removes the plan; backups and history stay", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"]);
  const { files } = await world.document(`apply ${id}`);
  const document = await world.document(`remove ${id}`);
  assert.deepEqual([document["removed"], document["planRemoved"], document.files], [["a.txt"], true, []]);
  assert.ok(!existsSync(join(world.root, `.xtask/plans/${id}.json`)));
  assert.equal(world.read(files[0]?.backupPath ?? ""), "a\n");
  assert.equal(((await world.document(`history ${id}`))["transactions"] as readonly unknown[]).length, 1);
  assert.match((await world.run(`show ${id}`)).err, /PLAN_UNKNOWN/);
  const undone = await world.document(`undo ${id.toLowerCase()}`);
  assert.deepEqual([undone.planId, undone["goal"], undone["state"], world.read("a.txt")], [id, null, "undone", "a\n"]);
});

test("plan remove refuses a path that the plan does not hold, and removes nothing", async (t) => {
  const world = planWorld(t, { "a.txt": "a\n" });
  const id = await world.planned(["a.txt --stdin", "A\n"]);
  const ran = await world.run(`remove ${id} a.txt b.txt`);
  assert.deepEqual([ran.code, ran.out], [64, ""]);
  assert.match(ran.err, /PATH_NOT_PLANNED.*"b\.txt"\n {2}hint: It holds "a\.txt"/);
  assert.equal((await world.document(`show ${id}`)).files.length, 1);
});
