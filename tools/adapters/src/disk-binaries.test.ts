import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { create } from "tar";
import { diskBinaries } from "./disk-binaries.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "disk-binaries-"));
  await mkdir(join(folder, "package/bin"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function pack(paths: readonly string[] = ["package"]): Promise<string> {
  await create({ file: join(folder, "archive.tgz"), cwd: folder, gzip: true }, [...paths]);
  return join(folder, "archive.tgz");
}

test("unpack() copies the wanted file, tells its digest and size, and nothing else appears", async () => {
  await writeFile(join(folder, "package/bin/tool"), "abc");
  await writeFile(join(folder, "package/bin/other"), "other");
  const archive = await pack();
  const binaries = diskBinaries(join(folder, "store"));
  const download = await binaries.makeDownloadFolder();
  assert.deepEqual(await binaries.unpack(archive, "bin/tool", join(download, "binary")), {
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    sizeBytes: 3,
  });
  assert.deepEqual(await readdir(download), ["binary"]);
  const kept = binaries.locate("cli", "1.2.3", "target", "tool");
  await binaries.keep(join(download, "binary"), kept);
  assert.equal(await readFile(kept, "utf8"), "abc");
  assert.equal((await stat(kept)).mode & 0o777, 0o755);
  assert.equal(kept, join(folder, "store/cli/1.2.3/target/tool"));
});

test("unpack() takes no link for the wanted file, and entries() lists none", async () => {
  await symlink("other", join(folder, "package/bin/tool"));
  await writeFile(join(folder, "package/bin/other"), "other");
  const archive = await pack();
  const binaries = diskBinaries(join(folder, "store"));
  assert.equal(await binaries.unpack(archive, "bin/tool", join(folder, "binary")), undefined);
  assert.deepEqual(await binaries.entries(archive), ["bin/other"]);
});

test("unpack() and entries() name an archive that is cut off or absent", async () => {
  await writeFile(join(folder, "package/bin/tool"), "x".repeat(100_000));
  const archive = await pack();
  await truncate(archive, 60);
  const binaries = diskBinaries(join(folder, "store"));
  await assert.rejects(binaries.unpack(archive, "bin/tool", join(folder, "binary")), { code: "ARCHIVE_UNREADABLE" });
  await assert.rejects(binaries.entries(join(folder, "absent.tgz")), { code: "FILE_ACCESS", message: /it does not exist \(ENOENT\)$/ });
  assert.deepEqual((await readdir(folder)).toSorted(), ["archive.tgz", "package"]);
});

test("unpack() reads no further than the end of the wanted file, which it copies whole", async () => {
  const tool = randomBytes(3_000_000);
  await writeFile(join(folder, "package/bin/a-tool"), tool);
  await writeFile(join(folder, "package/bin/z-rest"), randomBytes(6_000_000));
  const archive = await pack(["package/bin/a-tool", "package/bin/z-rest"]);
  await truncate(archive, (await stat(archive)).size - 1_000_000);
  const binaries = diskBinaries(join(folder, "store"));
  const unpacked = await binaries.unpack(archive, "bin/a-tool", join(folder, "binary"));
  assert.equal(unpacked?.sizeBytes, tool.length);
  assert.equal(unpacked.sha256, createHash("sha256").update(tool).digest("hex"));
  assert.deepEqual(await readFile(join(folder, "binary")), tool);
  await assert.rejects(binaries.unpack(archive, "bin/z-rest", join(folder, "rest")), { code: "ARCHIVE_UNREADABLE" });
});

test("unpack() leaves nothing on a full disk and says that it is full", async (context) => {
  await writeFile(join(folder, "package/bin/tool"), Buffer.alloc(1_000_000, "tool"));
  const archive = await pack();
  const disk = join(folder, "disk");
  await mkdir(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    context.skip("this user may not mount a small disk");
    return;
  }
  try {
    await assert.rejects(diskBinaries(disk).unpack(archive, "bin/tool", join(disk, "binary")), {
      code: "FILE_ACCESS",
      message: /^Cannot write ".*\/binary": no space left on the disk \(ENOSPC\)$/,
    });
    assert.deepEqual(await readdir(disk), []);
  } finally {
    execFileSync("umount", [disk]);
  }
});

test("locate() takes no name that leads elsewhere than one level down", () => {
  const binaries = diskBinaries(join(folder, "store"));
  assert.equal(binaries.locate("cli", "1.2.3", "target", "..tool"), join(folder, "store/cli/1.2.3/target/..tool"));
  for (const name of ["", ".", "..", "../../../../../escaped", "/etc", "a/b", "a\\b", "a\0b"]) {
    for (let index = 0; index < 4; index += 1) {
      const [cli = "", version = "", target = "", file = ""] = ["cli", "1.2.3", "target", "tool"].with(index, name);
      assert.throws(() => binaries.locate(cli, version, target, file), { code: "ARTIFACT_PATH", exitCode: 3 });
    }
  }
});

test("keep() keeps nothing when its record cannot be updated", async () => {
  const binaries = diskBinaries(join(folder, "store"), 0);
  await writeFile(join(folder, "binary"), "abc");
  const kept = binaries.locate("cli", "1.2.3", "target", "tool");
  const record = join(folder, "record.json");
  await assert.rejects(
    binaries.keep(join(folder, "binary"), kept, { path: record, update: () => Promise.reject(new Error("conflict")) }),
    /conflict/,
  );
  await assert.rejects(stat(kept), { code: "ENOENT" });
  await writeFile(`${record}.lock`, "");
  await assert.rejects(binaries.keep(join(folder, "binary"), kept, { path: record, update: async () => {} }), { code: "RECORD_LOCKED" });
  await assert.rejects(stat(kept), { code: "ENOENT" });
});

test("keep() leaves the package that is there when the new one cannot take its place", async () => {
  const binaries = diskBinaries(join(folder, "store"));
  const download = join(folder, "store/cli");
  const kept = join(download, "package");
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, "tool"), "old");
  // No system moves a folder into itself, but the one that is there is moved aside.
  await assert.rejects(binaries.keep(download, kept), { code: "FILE_ACCESS", message: /^Cannot replace ".*\/package": / });
  assert.equal(await readFile(join(kept, "tool"), "utf8"), "old");
  assert.deepEqual(await readdir(join(folder, "store")), ["cli"]);
});

test("integrity() is the subresource integrity of the bytes", async () => {
  await writeFile(join(folder, "file"), "abc");
  const expected = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";
  assert.equal(await diskBinaries(folder).integrity(join(folder, "file")), expected);
});

test("entries(), unpack() and unpackAll() take the paths of an archive as they are, but for a leading ./, when it is no package of npm", async () => {
  await writeFile(join(folder, "package/bin/tool"), "abc");
  await create({ file: join(folder, "dotted.tgz"), cwd: join(folder, "package"), gzip: true, portable: true }, ["."]);
  const binaries = diskBinaries(join(folder, "store"));
  const dotted = join(folder, "dotted.tgz");
  assert.deepEqual(await binaries.entries(dotted, "tar.gz"), ["bin/tool"]);
  assert.equal((await binaries.unpack(dotted, "bin/tool", join(folder, "binary"), "tar.gz"))?.sizeBytes, 3);
  await binaries.unpackAll(dotted, join(folder, "to"), ["bin/tool"], "tar.gz");
  assert.equal((await stat(join(folder, "to/bin/tool"))).mode & 0o777, 0o755);
  const plain = await pack();
  assert.deepEqual(await binaries.entries(plain, "tar.gz"), ["package/bin/tool"]);
  assert.equal(await binaries.unpack(plain, "bin/tool", join(folder, "none"), "tar.gz"), undefined);
});

test("prune() leaves what is in use: noted within the hour, or running; and moves on to what is not", async (context) => {
  if (process.platform !== "linux") return context.skip("only Linux tells what runs");
  const binaries = diskBinaries(join(folder, "store"));
  const keep = async (version: string, hours: number): Promise<string> => {
    const download = await binaries.makeDownloadFolder();
    await writeFile(join(download, "tool"), await readFile("/bin/sleep"));
    const path = binaries.locate("cli", version, "target", "tool");
    await binaries.keep(join(download, "tool"), path);
    await rm(download, { recursive: true });
    const time = new Date(Date.now() - hours * 3_600_000);
    await utimes(join(path, ".."), time, time);
    return path;
  };
  const running = await keep("1.0.0", 5);
  await keep("1.1.0", 4);
  const used = await keep("1.2.0", 3);
  const child = spawn(running, ["60"], { stdio: "ignore" });
  try {
    await once(child, "spawn");
    await binaries.noteUse?.(used);
    await binaries.noteUse?.(binaries.locate("cli", "9.9.9", "target", "absent"));
    const removed = await binaries.prune?.(1);
    assert.deepEqual(
      removed?.map(({ cli, version, target }) => [cli, version, target]),
      [["cli", "1.1.0", "target"]],
    );
    assert.deepEqual((await readdir(join(folder, "store/cli"))).toSorted(), ["1.0.0", "1.2.0"]);
    assert.deepEqual(await binaries.prune?.(1_000_000_000), []);
  } finally {
    child.kill();
  }
});

test("prune() takes what another process removes at the same time for no failure", async () => {
  const long = new Date(Date.now() - 5 * 3_600_000);
  for (let minor = 0; minor < 40; minor += 1) {
    const target = join(folder, `store/cli/1.${String(minor)}.0/target`);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, "tool"), "abc");
    await utimes(target, long, long);
  }
  const binaries = diskBinaries(join(folder, "store"));
  const removed = await Promise.all([1, 2, 3].map(async () => binaries.prune?.(1)));
  assert.equal(removed.flatMap((each) => each ?? []).length, 40);
  assert.deepEqual(await readdir(join(folder, "store")), []);
});
