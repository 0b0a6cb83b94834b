import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { create } from "tar";
import { unpackStreamed } from "./streamed-archive.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "streamed-archive-"));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (path: string): string => join(folder, path);
const digestOf = (bytes: Uint8Array): string => `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
const there = async (): Promise<readonly string[]> => readdir(at("to"), { recursive: true }).catch(() => []);

/** The bytes of an archive with these files, in this order. */
async function pack(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(at(`package/${path}`)), { recursive: true });
    await writeFile(at(`package/${path}`), content);
  }
  await create(
    { file: at("archive.tgz"), cwd: folder, gzip: true },
    Object.keys(files).map((path) => `package/${path}`),
  );
  return readFile(at("archive.tgz"));
}

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const request = (entries: readonly string[], mayWrite = Promise.resolve()) => ({
  entries,
  mayWrite,
  maxBytes: 10_000_000,
  what: 'The archive of "tool@1.0.0"',
  pathOf: (entry: string) => at(`to/${entry}`),
});

test("unpackStreamed() copies one file with its bytes, makes it a program, and takes the integrity of the whole archive", async () => {
  const tool = randomBytes(3_000_000);
  const bytes = await pack({ readme: "r", "bin/tool": tool, "bin/other": randomBytes(50_000) });
  for (const size of [1, 7].map((n) => n * 100_000)) {
    const { integrity, file, unreadable } = await unpackStreamed(pieces(bytes, size), request(["bin/tool"]));
    assert.equal(integrity, digestOf(bytes));
    assert.equal(unreadable, undefined);
    const sha256 = createHash("sha256").update(tool).digest("hex");
    assert.deepEqual(file, { entry: "bin/tool", path: at("to/bin/tool"), sha256, sizeBytes: 3_000_000 });
    assert.deepEqual(await readFile(at("to/bin/tool")), tool);
    assert.equal((await stat(at("to/bin/tool"))).mode & 0o777, 0o755);
    assert.deepEqual(await there(), ["bin", "bin/tool"]);
    await rm(at("to"), { recursive: true });
  }
});

test("unpackStreamed() takes the best of the entries, whichever comes first", async () => {
  for (const files of [
    { "b/tool": "second", "a/tool": "first", "c/tool": "third" },
    { "a/tool": "first", "b/tool": "second" },
    { "c/tool": "third", "b/tool": "second", "a/tool": "first" },
  ]) {
    const bytes = await pack(files);
    const { file, integrity } = await unpackStreamed(pieces(bytes), request(["a/tool", "b/tool", "c/tool"]));
    assert.equal(file?.entry, "a/tool");
    assert.equal(await readFile(file.path, "utf8"), "first");
    assert.equal(integrity, digestOf(bytes));
    assert.deepEqual(
      (await there()).filter((path) => path.endsWith("/tool")),
      ["a/tool"],
    );
    await rm(at("to"), { recursive: true });
  }
});

test("unpackStreamed() names every file of an archive that has none of the entries, and writes nothing", async () => {
  const bytes = await pack({ readme: "r", "bin/other": "o" });
  const { file, entries, integrity } = await unpackStreamed(pieces(bytes), request(["bin/tool"]));
  assert.equal(file, undefined);
  assert.deepEqual(entries, ["readme", "bin/other"]);
  assert.equal(integrity, digestOf(bytes));
  assert.deepEqual(await there(), []);
});

test("unpackStreamed() writes nothing before it may, and all of it then", async () => {
  const tool = randomBytes(500_000);
  const bytes = await pack({ "bin/tool": tool });
  const gate = Promise.withResolvers<void>();
  const isRead = Promise.withResolvers<void>();
  async function* source(): AsyncGenerator<Uint8Array> {
    yield* pieces(bytes);
    isRead.resolve();
  }
  const unpacking = unpackStreamed(source(), request(["bin/tool"], gate.promise));
  await isRead.promise;
  // Time for a write that must not be.
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(await there(), []);
  gate.resolve();
  assert.equal((await unpacking).file?.sizeBytes, 500_000);
  assert.deepEqual(await readFile(at("to/bin/tool")), tool);
});

test("unpackStreamed() says of bytes that are no archive what is wrong, with their integrity, and leaves no file", async () => {
  const whole = await pack({ "bin/tool": randomBytes(200_000) });
  const broken = Buffer.from(whole);
  broken.fill(0, 90_000, 100_000);
  for (const bytes of [Buffer.from("<html>no package</html>"), whole.subarray(0, 100_000), broken]) {
    const { integrity, file, unreadable } = await unpackStreamed(pieces(bytes), request(["bin/tool"]));
    assert.equal(integrity, digestOf(bytes));
    assert.equal(file, undefined);
    assert.equal(unreadable?.code, "ARCHIVE_UNREADABLE");
    assert.deepEqual(await there().then((paths) => paths.filter((path) => path.endsWith("tool"))), []);
  }
});

test("unpackStreamed() throws what the source throws, and leaves no file", async () => {
  const bytes = await pack({ "bin/tool": randomBytes(500_000) });
  async function* source(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, 400_000);
    throw new Error("broke off");
  }
  await assert.rejects(unpackStreamed(source(), request(["bin/tool"])), /broke off/);
  assert.deepEqual(await there().then((paths) => paths.filter((path) => path.endsWith("tool"))), []);
});

test("unpackStreamed() fails when the file cannot be written", async () => {
  const bytes = await pack({ "bin/tool": randomBytes(500_000) });
  await writeFile(at("to"), "a file");
  await assert.rejects(unpackStreamed(pieces(bytes), request(["bin/tool"])), { code: "FILE_ACCESS" });
});

test("unpackStreamed() takes no more bytes than it may, however small they are packed, and leaves no file", async () => {
  const bomb = await pack({ "bin/tool": Buffer.alloc(20_000_000) });
  assert.ok(bomb.length < 100_000);
  const refused = { code: "ARCHIVE_TOO_LARGE", message: /^The archive of "tool@1\.0\.0" has more than 10000000 bytes/ };
  await assert.rejects(unpackStreamed(pieces(bomb), request(["bin/tool"])), refused);
  assert.deepEqual(await there().then((paths) => paths.filter((path) => path.endsWith("tool"))), []);
  // Not of the file that is wanted, and behind it.
  await assert.rejects(unpackStreamed(pieces(bomb), request(["bin/other"])), refused);
  const small = await pack({ "bin/first": "f" });
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield small;
    for (;;) yield Buffer.alloc(1_000_000);
  }
  await assert.rejects(unpackStreamed(endless(), request(["bin/first"])), refused);
});

test("unpackStreamed() stops at once while it may not write, though its memory is full", { timeout: 20_000 }, async () => {
  const bytes = await pack({ "bin/tool": randomBytes(9_000_000), behind: randomBytes(3_000_000) });
  const stop = new AbortController();
  const never = new Promise<void>(() => {});
  const unpacking = unpackStreamed(
    pieces(bytes, 100_000),
    {
      ...request(["bin/tool"], never),
      maxBytes: 20_000_000,
      stop: stop.signal,
    },
    1_000_000,
  );
  setTimeout(() => stop.abort(new Error("stopped")), 300);
  await assert.rejects(unpacking, /^Error: stopped$/);
  assert.deepEqual(await there(), []);
});
