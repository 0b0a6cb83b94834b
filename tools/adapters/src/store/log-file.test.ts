import assert from "node:assert/strict";
import disk from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { createLog, openLog } from "./log-file.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "log-"));
  path = join(folder, "log.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

test("a log keeps every line that was added, over several openings", async () => {
  const first = createLog(path);
  await first.append("one\n", true);
  await first.append("two\n", false);
  first.close();
  const second = openLog(path);
  await second.append("three\n", true);
  second.close();
  assert.equal(await readFile(path, "utf8"), "one\ntwo\nthree\n");
});

test("openLog() cuts off half a line, however long, and nothing else", async () => {
  for (const whole of ["", "one\n", `${"x".repeat(200_000)}\none\n`]) {
    for (const half of ["", "h", "h".repeat(65_536), "h".repeat(150_000)]) {
      await writeFile(path, whole + half);
      const log = openLog(path);
      await log.append("next\n", true);
      log.close();
      assert.equal(await readFile(path, "utf8"), `${whole}next\n`);
    }
  }
});

test("a log is never written over, and never through a link", async () => {
  await writeFile(path, "precious");
  assert.throws(() => createLog(path), { code: "EEXIST" });
  await symlink("log.jsonl", join(folder, "link"));
  assert.throws(() => openLog(join(folder, "link")), { code: "ELOOP" });
  assert.equal(await readFile(path, "utf8"), "precious");
});

test("a line that follows one that could neither be written nor cut off leaves nothing of it", async (context) => {
  const log = createLog(path);
  await log.append("one\n", true);
  const { writeSync } = disk;
  context.mock.method(disk, "writeSync", (file: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
    writeSync(file, bytes, offset, length, position);
    throw Object.assign(new Error("no space"), { code: "ENOSPC" });
  });
  const cut = context.mock.method(disk, "ftruncateSync", () => {
    throw Object.assign(new Error("the disk failed"), { code: "EIO" });
  });
  syncBuiltinESMExports();
  try {
    await assert.rejects(log.append("a line that is long\n", true), { code: "ENOSPC" });
    await assert.rejects(log.append("two\n", true), { code: "EIO" });
    assert.equal(cut.mock.callCount(), 2);
  } finally {
    context.mock.restoreAll();
    syncBuiltinESMExports();
  }
  await log.append("two\n", true);
  log.close();
  assert.equal(await readFile(path, "utf8"), "one\ntwo\n");
});
