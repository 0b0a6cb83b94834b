import assert from "node:assert/strict";
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { create } from "tar";
import { diskBinaries } from "./disk-binaries.ts";
import { npmArchive, unpackTar } from "./package-archive.ts";

const unpackAll = (archive: string, to: string, executables: readonly string[]): Promise<void> =>
  unpackTar(npmArchive(archive), to, executables);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "package-archive-"));
  await mkdir(join(folder, "package/bin"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const at = (path: string): string => join(folder, path);
const filesOf = async (path: string): Promise<readonly string[]> => (await readdir(at(path), { recursive: true })).toSorted();

async function pack(paths: readonly string[] = ["package"], options: { readonly preservePaths?: boolean } = {}): Promise<string> {
  await create({ file: at("archive.tgz"), cwd: folder, gzip: true, ...options }, [...paths]);
  return at("archive.tgz");
}

test("unpackAll() writes every file with its bytes; a program stays one, what is wanted becomes one, and nothing else is", async () => {
  await writeFile(at("package/bin/tool"), "abc", { mode: 0o600 });
  await writeFile(at("package/bin/helper"), "h", { mode: 0o744 });
  await writeFile(at("package/data"), "", { mode: 0o666 });
  const archive = await pack();
  await unpackAll(archive, at("to"), ["bin/tool"]);
  assert.deepEqual(await filesOf("to"), ["bin", "bin/helper", "bin/tool", "data"]);
  assert.equal(await readFile(at("to/bin/tool"), "utf8"), "abc");
  const modes = await Promise.all(["bin/tool", "bin/helper", "data"].map(async (path) => (await stat(at(`to/${path}`))).mode & 0o777));
  assert.deepEqual(modes, [0o755, 0o755, 0o644]);
});

test("unpackAll() leaves out links of either kind", async () => {
  await writeFile(at("package/data"), "abc");
  await symlink("data", at("package/inside"));
  await link(at("package/data"), at("package/same"));
  await unpackAll(await pack(), at("to"), []);
  const files = await filesOf("to");
  assert.equal(
    files.filter((name) => name === "data" || name === "same").length,
    1,
    "one of two names is the file, the other a link to it",
  );
  assert.ok(!files.includes("inside"));
});

test("unpackAll() refuses paths that lead out of the folder, and leaves nothing", async () => {
  await writeFile(at("victim"), "old");
  await writeFile(at("package/data"), "abc");
  for (const path of ["package/../victim", "package/bin/../../../victim", at("victim")]) {
    const archive = at("archive.tgz");
    await create(
      { file: archive, cwd: at("package"), gzip: true, preservePaths: true, onWriteEntry: (entry) => void (entry.path = path) },
      ["data"],
    );
    await assert.rejects(unpackAll(archive, at("to"), []), { code: "ARCHIVE_UNSAFE", message: /leads out of it$/ }, path);
    assert.ok(!(await filesOf(".")).includes("to"));
    assert.equal(await readFile(at("victim"), "utf8"), "old");
  }
});

test("unpackAll() refuses two files at one path, however it is written, and takes any number beside the outermost folder", async () => {
  await writeFile(at("package/data"), "abc");
  await writeFile(at("one"), "");
  await writeFile(at("two"), "");
  const renamed: Readonly<Record<string, string>> = { one: "package/./data" };
  const options = { file: at("archive.tgz"), cwd: folder, gzip: true, preservePaths: true };
  await create({ ...options, onWriteEntry: (entry) => void (entry.path = renamed[entry.path] ?? entry.path) }, ["package", "one"]);
  await assert.rejects(unpackAll(at("archive.tgz"), at("to"), []), { code: "ARCHIVE_UNSAFE", message: /two files "package\/data"/ });
  assert.ok(!(await filesOf(".")).includes("to"));
  await unpackAll(await pack(["package", "one", "two"]), at("to"), []);
  assert.deepEqual(await filesOf("to"), ["data"]);
});

test("unpackAll() refuses a link that leads out by a path that goes up and down again", async () => {
  await symlink("../..", at("package/link"));
  const file = at("archive.tgz");
  const options = { file, cwd: folder, gzip: true, preservePaths: true };
  await create({ ...options, onWriteEntry: (entry) => void (entry.path = "package/a/../b/link") }, ["package/link"]);
  await assert.rejects(unpackAll(file, at("to"), []), { code: "ARCHIVE_UNSAFE", message: /leads out of it, to "\.\.\/\.\."$/ });
});

test("unpackAll() leaves nothing of an archive that is cut off, and names one that is absent", async () => {
  await writeFile(at("package/bin/tool"), "x".repeat(100_000));
  const archive = await pack();
  await truncate(archive, 60);
  await assert.rejects(unpackAll(archive, at("to"), []), { code: "ARCHIVE_UNREADABLE" });
  await assert.rejects(unpackAll(at("absent.tgz"), at("to"), []), { code: "FILE_ACCESS", message: /it does not exist \(ENOENT\)$/ });
  assert.ok(!(await filesOf(".")).includes("to"));
});

test("keep() puts a whole folder in the place of another, also when several do at once", async () => {
  const binaries = diskBinaries(at("store"));
  const place = binaries.locate("cli", "1.2.3", "target", "package");
  const make = async (name: string): Promise<string> => {
    const download = await binaries.makeDownloadFolder();
    await mkdir(join(download, "package"));
    await Promise.all(["a", "b"].map((file) => writeFile(join(download, "package", file), name)));
    return join(download, "package");
  };
  await binaries.keep(await make("first"), place);
  await writeFile(join(place, "stale"), "");
  await Promise.all(["second", "third", "fourth"].map(async (name) => binaries.keep(await make(name), place)));
  assert.deepEqual((await readdir(place)).toSorted(), ["a", "b"]);
  assert.equal(await readFile(join(place, "a"), "utf8"), await readFile(join(place, "b"), "utf8"));
  assert.deepEqual(await readdir(binaries.locate("cli", "1.2.3", "target", "package").replace(/package$/, "")), ["package"]);
});
