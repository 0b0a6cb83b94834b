import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { EnvironmentError } from "@lockstep/kernel";
import { diskFiles } from "./disk-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "disk-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const fileAccess = (message: RegExp) => (error: unknown) =>
  error instanceof EnvironmentError && error.code === "FILE_ACCESS" && error.hint !== undefined && message.test(error.message);

test("readText() and list() give undefined for what is absent, below a file too", async () => {
  const files = diskFiles(folder);
  await writeFile(join(folder, "file"), "text");
  assert.equal(await files.readText("absent/deep"), undefined);
  assert.equal(await files.readText("file/below"), undefined);
  assert.equal(await files.list("absent"), undefined);
  assert.equal(await files.stat("absent"), undefined);
  await files.remove("absent");
});

test("readText() names a folder and bytes that are not UTF-8", async () => {
  const files = diskFiles(folder);
  await assert.rejects(files.readText("."), fileAccess(/^Cannot read "\.": it is a folder \(EISDIR\)$/));
  await writeFile(join(folder, "latin"), Uint8Array.of(0x66, 0xfc, 0x72));
  await assert.rejects(files.readText("latin"), { code: "FILE_NOT_UTF8", message: '"latin" is not UTF-8 text' });
  await writeFile(join(folder, "mark"), "\u{feff}text");
  assert.equal(await files.readText("mark"), "\u{feff}text");
});

test("list() orders names by code point and tells files from folders", async () => {
  for (const name of ["b", "B", "\u{ff5e}", "\u{1f600}"]) await writeFile(join(folder, name), "");
  await mkdir(join(folder, "a"));
  const names = (await diskFiles(folder).list(".")) ?? [];
  assert.deepEqual(
    names.map(({ name, type }) => [name, type]),
    [
      ["B", "file"],
      ["a", "folder"],
      ["b", "file"],
      ["\u{ff5e}", "file"],
      ["\u{1f600}", "file"],
    ],
  );
});

test("writeText() makes the folders above, and fails below a file or a link to nothing", async () => {
  const files = diskFiles(folder);
  await Promise.all(["one", "two"].map((name) => files.writeText(`a/b/c/${name}`, name)));
  assert.equal(await files.readText("a/b/c/two"), "two");
  await files.writeText("file", "text");
  await assert.rejects(files.writeText("file/below/x", ""), fileAccess(/^Cannot create ".*file\/below": /));
  await symlink(join(folder, "nowhere"), join(folder, "link"));
  await assert.rejects(files.writeText("link/x", ""), fileAccess(/^Cannot create ".*link": /));
});

test("writeText() ends where Node's recursive mkdir does not", { skip: process.platform !== "linux", timeout: 10_000 }, async () => {
  await assert.rejects(diskFiles(folder).writeText("/proc/lockstep/deep/x", ""), fileAccess(/^Cannot create "\/proc\/lockstep\/deep": /));
});

test("stat() and sha256() see a replaced file of the same size", async () => {
  const files = diskFiles(folder);
  await files.writeText("file", "one");
  const before = await files.stat("file");
  assert.equal(await files.sha256("file"), "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
  await files.writeText("file", "two");
  const after = await files.stat("file");
  assert.deepEqual([before?.sizeBytes, after?.sizeBytes], [3, 3]);
  assert.notEqual(before?.identity, after?.identity);
  assert.equal(await files.sha256("file"), "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3");
});

test("writeText() never shows a reader a part of the new text", async () => {
  const files = diskFiles(folder);
  const texts = ["a", "b", "c"].map((letter) => letter.repeat(500_000));
  await files.writeText("deep/file", texts[0] ?? "");
  const writing = new AbortController();
  const reading = (async () => {
    let reads = 0;
    for (; !writing.signal.aborted; reads += 1) assert.ok(texts.includes((await files.readText("deep/file")) ?? ""), "a reader saw a part");
    return reads;
  })();
  for (let round = 0; round < 10; round += 1) await Promise.all(texts.map((text) => files.writeText("deep/file", text)));
  writing.abort();
  assert.ok((await reading) > 0);
  assert.deepEqual(await readdir(join(folder, "deep")), ["file"]);
});

test("writeAll() writes nothing when one of its files cannot be written", async () => {
  const files = diskFiles(folder);
  await files.writeAll(
    new Map([
      ["first", "old"],
      ["blocker", "a file"],
    ]),
  );
  await assert.rejects(
    files.writeAll(
      new Map([
        ["first", "new"],
        ["blocker/below", "text"],
      ]),
    ),
    fileAccess(/^Cannot create ".*\/blocker": .*\((EEXIST|ENOTDIR)\)$/),
  );
  assert.equal(await readFile(join(folder, "first"), "utf8"), "old");
  assert.deepEqual((await readdir(folder)).toSorted(), ["blocker", "first"]);
});

test("writeText() leaves the old file whole on a full disk and on a read-only one, and says which it is", async (context) => {
  const disk = join(folder, "disk");
  await mkdir(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    context.skip("this user may not mount a small disk");
    return;
  }
  try {
    const files = diskFiles(disk);
    await files.writeText("file", "old");
    await assert.rejects(
      files.writeText("file", "x".repeat(1_000_000)),
      fileAccess(/^Cannot write ".*\/file": no space left on the disk \(ENOSPC\)$/),
    );
    assert.deepEqual([await files.readText("file"), await readdir(disk)], ["old", ["file"]]);
    execFileSync("mount", ["-o", "remount,ro", disk]);
    await assert.rejects(files.writeText("file", "new"), fileAccess(/^Cannot write ".*\/file": the file system is read-only \(EROFS\)$/));
    assert.equal(await files.readText("file"), "old");
  } finally {
    execFileSync("umount", [disk]);
  }
});

test("makeScratchFolder() makes a private folder below the user's cache folder, a new one each time", async () => {
  const before = process.env["XDG_CACHE_HOME"];
  process.env["XDG_CACHE_HOME"] = folder;
  try {
    const made = await Promise.all([1, 2].map(() => diskFiles("/").makeScratchFolder("label")));
    assert.notEqual(made[0], made[1]);
    for (const path of made) assert.ok(path.startsWith(join(folder, "lockstep/scratch/label-")), path);
  } finally {
    if (before === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = before;
  }
});
