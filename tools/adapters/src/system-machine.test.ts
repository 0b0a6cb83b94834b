import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { systemMachine } from "./system-machine.ts";

const folder = await mkdtemp(join(tmpdir(), "machine-"));
after(() => rm(folder, { recursive: true }));

test("freeBytes() tells of the disk also for a path that is not there yet", async () => {
  assert.ok(((await systemMachine.freeBytes(join(folder, "a/b"))) ?? 0) > 0);
});

test("writeProblem() names the folder in which nothing can be written", { skip: process.getuid?.() === 0 }, async () => {
  await chmod(folder, 0o500);
  assert.match((await systemMachine.writeProblem(join(folder, "a"))) ?? "", /machine-.*permission denied/);
  await chmod(folder, 0o700);
});

test("writeProblem() has nothing to say where this user can write", async () => {
  assert.equal(await systemMachine.writeProblem(join(folder, "a/b")), undefined);
});

test("ageMs() counts from the last change, and knows none of what is absent", async () => {
  const path = join(folder, "old");
  await writeFile(path, "");
  const hourAgo = new Date(Date.now() - 3_600_000);
  await utimes(path, hourAgo, hourAgo);
  const age = (await systemMachine.ageMs(path)) ?? 0;
  assert.ok(age >= 3_600_000 && age < 3_700_000, String(age));
  assert.equal(await systemMachine.ageMs(join(folder, "absent")), undefined);
});
