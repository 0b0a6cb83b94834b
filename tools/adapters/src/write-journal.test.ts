import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { openJournal, undoBrokenWrites, type JournalEntry } from "./write-journal.ts";
import { writeAll } from "./write-all.ts";

let folder: string;
let notes: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "writes-"));
  notes = join(folder, "notes");
  await mkdir(join(folder, "tree"));
});
afterEach(() => rm(folder, { recursive: true }));

const nothing = { undone: [], failures: [] };

const old: Readonly<Record<string, string>> = { a: "old a\n", b: "old b\n" };
const fresh: Readonly<Record<string, string>> = { a: "new a\n", b: "new b\n", made: "new file\n" };

async function writeOld(): Promise<void> {
  for (const [name, text] of Object.entries(old)) await writeFile(join(folder, "tree", name), text);
}

async function tree(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(folder, "tree"))).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, "tree", name), "utf8")] as const)),
  );
}

/** A process that writes all of `fresh` and is killed (-9) before its n-th call that changes the disk; `undefined` when it is done earlier. */
function killedBefore(call: number): boolean {
  const script = `
    import disk from "node:fs";
    import fs from "node:fs/promises";
    import { syncBuiltinESMExports } from "node:module";
    let left = ${String(call)};
    const count = (target, names) => {
      for (const name of names) {
        const real = target[name];
        target[name] = (...words) => {
          if (left-- === 0) process.kill(process.pid, "SIGKILL");
          return real(...words);
        };
      }
    };
    count(fs, ["mkdir", "copyFile", "rename", "rm"]);
    count(disk, ["openSync"]);
    syncBuiltinESMExports();
    const { writeAll } = await import(${JSON.stringify(join(import.meta.dirname, "write-all.ts"))});
    await writeAll(new Map(${JSON.stringify(Object.entries(fresh).map(([name, text]) => [join(folder, "tree", name), text]))}), ${JSON.stringify(notes)});
  `;
  const ran = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], { encoding: "utf8" });
  assert.ok(ran.signal === "SIGKILL" || ran.status === 0, ran.stderr);
  return ran.signal === "SIGKILL";
}

test(
  "undoBrokenWrites() leaves everything old or everything new, and nothing else, wherever kill -9 hit a write",
  { timeout: 300_000 },
  async () => {
    let wasDone = 0;
    let wasUndone = 0;
    let call = 0;
    for (; ; call += 1) {
      await rm(join(folder, "tree"), { recursive: true });
      await mkdir(join(folder, "tree"));
      await writeOld();
      const isKilled = killedBefore(call);
      const { undone } = await undoBrokenWrites(notes);
      const found = await tree();
      if (JSON.stringify(found) === JSON.stringify(fresh)) wasDone += 1;
      else assert.deepEqual(found, old, `killed before call ${String(call)}`);
      if (undone.length > 0) wasUndone += 1;
      assert.deepEqual(await readdir(notes).catch(() => []), []);
      if (!isKilled) break;
    }
    assert.deepEqual([wasUndone, wasDone > 1, call > 15], [Object.keys(fresh).length - 1, true, true]);
  },
);

async function note(entry: Partial<JournalEntry>, more: object = {}): Promise<string> {
  const path = join(folder, "tree", "a");
  const entries = [
    { path, temporary: `${path}.1.tmp`, former: `${path}.1.old`, hasFormer: true, sha256: "0".repeat(64), ...entry },
    { path: `${path}2`, temporary: `${path}2.1.tmp`, former: `${path}2.1.old`, hasFormer: true, sha256: "0".repeat(64) },
  ];
  await mkdir(notes, { recursive: true });
  const file = join(notes, "abc.json");
  const numbers = await readlink("/proc/self/ns/pid").catch(() => "");
  // No process has this number.
  await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), numbers, entries, ...more }));
  return file;
}

test("undoBrokenWrites() leaves a file that was changed since, and forgets the write", async () => {
  await writeOld();
  await note({});
  await writeFile(join(folder, "tree", "a.1.old"), "older\n");
  assert.deepEqual(await undoBrokenWrites(notes), nothing);
  assert.deepEqual([await tree(), await readdir(notes)], [old, []]);
});

test("undoBrokenWrites() leaves writes of a living process and of another machine alone, until a living one is an hour old", async () => {
  await writeOld();
  for (const owner of [{ pid: process.pid }, { host: `not-${hostname()}` }]) {
    await note({}, owner);
    assert.deepEqual(await undoBrokenWrites(notes), nothing);
    assert.deepEqual(await readdir(notes), ["abc.json"]);
  }
  const file = await note({}, { pid: process.pid });
  const before = new Date(Date.now() - 2 * 3_600_000);
  await utimes(file, before, before);
  await undoBrokenWrites(notes);
  assert.deepEqual(await readdir(notes), []);
});

test("undoBrokenWrites() passes over a note that is none, and a folder that is not there", async () => {
  assert.deepEqual(await undoBrokenWrites(notes), nothing);
  await mkdir(notes);
  await writeFile(join(notes, "cut.json"), '{"pid":');
  assert.deepEqual([await undoBrokenWrites(notes), await readdir(notes)], [nothing, ["cut.json"]]);
});

test("writeAll() leaves no note, writes without one where none can be kept, and needs none for one file", async () => {
  await writeOld();
  const texts = new Map(Object.entries(fresh).map(([name, text]) => [join(folder, "tree", name), text]));
  await writeAll(texts, notes);
  assert.deepEqual([await tree(), await readdir(notes)], [fresh, []]);
  await writeFile(join(folder, "file"), "");
  await writeOld();
  await writeAll(texts, join(folder, "file"));
  assert.deepEqual(await tree(), fresh);
  // No folder can be made there, for a reason that reads as if one above it were missing.
  await writeAll(texts, "/proc/lockstep/writes");
  await writeAll(new Map([[join(folder, "tree", "a"), "one\n"]]), join(folder, "none"));
  await assert.rejects(readdir(join(folder, "none")));
  await (
    await openJournal(join(folder, "file"), [])
  )();
});

const sha256 = createHash("sha256").update("new a\n").digest("hex");

test("undoBrokenWrites() leaves a write that was done, also when a person changed one of its files since", async () => {
  await writeOld();
  await note({ sha256 });
  await writeFile(join(folder, "tree", "a"), "new a\n");
  await writeFile(join(folder, "tree", "a.1.old"), "old a\n");
  assert.deepEqual(await undoBrokenWrites(notes), nothing);
  assert.deepEqual([await tree(), await readdir(notes)], [{ ...old, a: "new a\n" }, []]);
});

test("undoBrokenWrites() takes no orders from what is no note of writeAll()", async () => {
  await writeOld();
  const path = join(folder, "tree", "a");
  const precious = join(folder, "tree", "b");
  const entry = { path, temporary: `${path}.1.tmp`, former: `${path}.1.old`, hasFormer: true, sha256 };
  const odd: readonly unknown[] = [
    null,
    {},
    { ...entry, temporary: precious },
    { ...entry, former: precious },
    { ...entry, path: "a" },
    { ...entry, temporary: `${path}./../b.tmp`, former: `${path}./../b.old` },
  ];
  for (const each of odd) {
    await note({}, { entries: [each] });
    assert.deepEqual([await undoBrokenWrites(notes), await tree()], [nothing, old]);
  }
});

test("undoBrokenWrites() waits an hour for a process whose number it cannot look up, as one of another container", async () => {
  await writeOld();
  await note({}, { numbers: "pid:[1]" });
  assert.deepEqual([await undoBrokenWrites(notes), await readdir(notes)], [nothing, ["abc.json"]]);
});

test("undoBrokenWrites() tells what it cannot put back, and keeps its note", async () => {
  await writeOld();
  await note({ sha256 });
  await writeFile(join(folder, "tree", "a"), "new a\n");
  await writeFile(join(folder, "tree", "a2.1.tmp"), "new\n");
  // A folder takes no file's place.
  await mkdir(join(folder, "tree", "a.1.old"));
  const { undone, failures } = await undoBrokenWrites(notes);
  assert.deepEqual([undone, failures.length, await readdir(notes)], [[], 1, ["abc.json"]]);
});
