import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { diskBinaries } from "@lockstep/adapters";
import { Header } from "tar";
import { binary, cached, entry, goodFiles, pack, repository, sha256, target } from "./acquire-world.ts";
import { add, archiveTool, integrityOf, lockPath, readLockText, runTool, writeTool } from "./lock-world.ts";
import { sendPart, serve, status } from "./web-server.ts";
import { zipOf } from "./zip-of.ts";

test("lock add and acquire leave nothing of what they refuse, and name it, what came, what was wanted and what to do", async () => {
  const good = await pack(goodFiles);
  const { server } = await archiveTool();
  const url = `${server.origin}/v1.2.0/tool.tgz`;
  const cases = [
    [
      status(404),
      3,
      "ASSET_UNKNOWN",
      `There is no "${url}": the server answers 404, wanted 200\n  hint: Check the version, and the "url" of this target in cli.json`,
    ],
    [
      status(401),
      3,
      "ASSET_REFUSED",
      `"${url}" is refused without credentials: the server answers 401, wanted 200\n  hint: Fetch the file with the client that has them`,
    ],
    [status(418), 3, "ASSET_REFUSED", `"${url}" gives no file: the server answers 418, wanted 200`],
    [
      status(429, { "retry-after": "7" }),
      75,
      "ASSET_BUSY",
      `"${url}" is busy: the server answers 429, wanted 200\n  hint: Run the command again in 7 seconds`,
    ],
    [status(503), 75, "ASSET_BUSY", `"${url}" is busy: the server answers 503, wanted 200\n  hint: Run the command again later`],
    [
      status(500),
      3,
      "DOWNLOAD_BROKEN",
      `"${url}" did not come whole in 3 attempts: 0 bytes came, then: the server answered 500\n  hint: Nothing was kept. Check`,
    ],
    [
      status(302, { location: "/v1.2.0/tool.tgz?again" }),
      3,
      "DOWNLOAD_REDIRECTS",
      `"${url}" leads on more than 5 times, the last time to "${url}"\n  hint: Look at where`,
    ],
    [
      status(302, { location: "ftp://127.0.0.1/x" }),
      3,
      "DOWNLOAD_REDIRECTS",
      `"${url}" leads to "ftp://127.0.0.1/x", which is not followed from there`,
    ],
    [() => {}, 3, "DOWNLOAD_BROKEN", `"${url}" did not come whole in 3 attempts: 0 bytes came, then: nothing came for 0.3 s`],
    [
      sendPart(good.bytes, 60, "W/"),
      3,
      "DOWNLOAD_BROKEN",
      new RegExp(`did not come whole in 3 attempts: \\d+ of ${String(good.bytes.length)} bytes came, then: `),
    ],
    [Buffer.from("<html>log in</html>"), 3, "ARCHIVE_UNREADABLE", `The archive of "${url}" cannot be used: `],
    [good.bytes.subarray(0, 60), 3, "ARCHIVE_UNREADABLE", `The archive of "${url}" cannot be used: `],
    [
      (await pack({ elsewhere: "x" })).bytes,
      3,
      "ARTIFACT_ENTRY_MISSING",
      `The archive of "${url}" has no file "absent" or "package/${entry}"; it has:\n  package/elsewhere`,
    ],
  ] as const;
  for (const [answer, code, error, text] of cases) {
    server.answers.set("/v1.2.0/tool.tgz", answer);
    const ran = await runTool(add);
    assert.equal(ran.code, code, `${error}: ${ran.err}`);
    const told = ran.err.slice(ran.err.indexOf("error["));
    assert.ok(told.startsWith(`error[${error}]: `), ran.err);
    if (typeof text === "string") assert.ok(told.startsWith(`error[${error}]: ${text}`), ran.err);
    else assert.match(told, text);
    assert.match(told, /\n {2}hint: /);
    assert.doesNotMatch(ran.err, /secret/);
    assert.equal(ran.out, `${lockPath}: no pins added, 1 as before\n  1.2.0  ${target}  failed  ${url}\n`);
    assert.deepEqual(await cached(), []);
    await assert.rejects(readLockText(), { code: "ENOENT" });
  }
});

test("a changed asset is an error of add and acquire and a finding of check, with both digests, and the pin stays", async () => {
  const { server, bytes } = await archiveTool();
  assert.equal((await runTool(add)).code, 0);
  const before = await readLockText();
  const other = await pack({ ...goodFiles, [entry]: "tampered" });
  server.answers.set("/v1.2.0/tool.tgz", other.bytes);
  const again = await runTool(add);
  assert.equal(again.code, 3);
  assert.ok(
    again.err.includes(
      `error[PIN_CONFLICT]: "${lockPath}" pins 1.2.0 for "${target}" with SHA-256 "${sha256(binary)}" and integrity "${integrityOf(bytes)}", but the server serves SHA-256 "${sha256("tampered")}" and integrity "${other.integrity}"`,
    ),
    again.err,
  );
  const checked = await runTool("lock check --cli tool");
  assert.equal(checked.code, 2, checked.err);
  assert.match(
    checked.out,
    /^SOURCE_CHANGED: 1\.2\.0 for ".*" is pinned with the integrity "sha512-.*", but the server has "http.*" with "sha512-.*"\n/,
  );
  assert.equal((await runTool("lock check --cli tool --offline")).code, 0);
  await rm(join(repository, ".cache"), { recursive: true });
  const acquired = await runTool("acquire --cli tool --version 1.2.0");
  assert.equal(acquired.code, 3);
  assert.ok(acquired.err.includes(`has the integrity "${other.integrity}", but "${lockPath}" says "${integrityOf(bytes)}"`), acquired.err);
  assert.deepEqual(await cached(), []);
  assert.equal(await readLockText(), before);
});

/** An archive of one honest file and one other entry, as the tar library never writes it. */
async function tarWith(path: string, type: "File" | "SymbolicLink" | "Link" | "CharacterDevice" | "FIFO", linkpath = ""): Promise<Buffer> {
  const blocks: Buffer[] = [];
  const put = (of: { readonly path: string; readonly type: typeof type; readonly linkpath: string }, body: Buffer): void => {
    const head = Buffer.alloc(512);
    new Header({ ...of, mode: 0o755, size: body.length, mtime: new Date(0) }).encode(head);
    blocks.push(head, body, Buffer.alloc((512 - (body.length % 512)) % 512));
  };
  put({ path: `package/${entry}`, type: "File", linkpath: "" }, Buffer.from(binary));
  put({ path, type, linkpath }, Buffer.from(type === "File" ? "escaped" : ""));
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

test("lock add refuses every archive with an entry that leads out, a link out or a device, wherever it stands, and writes nothing", async () => {
  const server = await serve();
  const link = (leadsTo: string): Buffer =>
    zipOf([
      { path: "tool", bytes: binary },
      { path: "a/link", bytes: leadsTo, mode: 0o120777 },
    ]);
  const cases = [
    ["tgz", await tarWith("../escaped", "File"), 'the path "../escaped" leads out of it'],
    ["tgz", await tarWith("package/../../escaped", "File"), 'the path "package/../../escaped" leads out of it'],
    ["tgz", await tarWith("/etc/escaped", "File"), 'the path "/etc/escaped" leads out of it'],
    ["tgz", await tarWith("package/link", "SymbolicLink", "/etc/passwd"), 'the link "package/link" leads out of it, to "/etc/passwd"'],
    ["tgz", await tarWith("package/link", "SymbolicLink", "../../escaped"), 'the link "package/link" leads out of it, to "../../escaped"'],
    ["tgz", await tarWith("package/hard", "Link", "../escaped"), 'the link "package/hard" leads out of it, to "../escaped"'],
    ["tgz", await tarWith("package/null", "CharacterDevice"), '"package/null" is a device or a pipe'],
    ["tgz", await tarWith("package/pipe", "FIFO"), '"package/pipe" is a device or a pipe'],
    [
      "zip",
      zipOf([
        { path: "tool", bytes: binary },
        { path: "../escaped", bytes: "x" },
      ]),
      'the path "../escaped" leads out of it',
    ],
    [
      "zip",
      zipOf([
        { path: "tool", bytes: binary },
        { path: "a\\..\\..\\escaped", bytes: "x" },
      ]),
      'the path "a/../../escaped" leads out of it',
    ],
    [
      "zip",
      zipOf([
        { path: "tool", bytes: binary },
        { path: "C:\\escaped", bytes: "x" },
      ]),
      'the path "C:/escaped" leads out of it',
    ],
    ["zip", link("/etc/passwd"), 'the link "a/link" leads out of it, to "/etc/passwd"'],
    ["zip", link("../../escaped"), 'the link "a/link" leads out of it, to "../../escaped"'],
    [
      "zip",
      zipOf([
        { path: "tool", bytes: binary },
        { path: "pipe", bytes: "", mode: 0o010644 },
      ]),
      '"pipe" is a device or a pipe',
    ],
  ] as const;
  for (const unpack of [{}, { unpack: "package" }]) {
    for (const [ending, bytes, finding] of cases) {
      const url = `${server.origin}/tool.${ending}`;
      server.answers.set(`/tool.${ending}`, bytes);
      await writeTool([
        { target_triple: target, type: "release", url, files: [ending === "zip" ? "tool" : `package/${entry}`], ...unpack },
      ]);
      const ran = await runTool(add);
      assert.equal(ran.code, 3, `${finding}: ${ran.err}`);
      const told = `error[ARCHIVE_UNSAFE]: The archive of "${url}" cannot be used: it is refused: ${finding}\n  hint: Nothing was unpacked. `;
      assert.ok(ran.err.includes(told), ran.err);
      assert.deepEqual(await cached(), []);
      assert.deepEqual((await readdir(repository)).toSorted(), [".cache", "home", "manifests"]);
    }
  }
  server.answers.set("/tool.zip", link("../tool"));
  await writeTool([{ target_triple: target, type: "release", url: `${server.origin}/tool.zip`, files: ["tool"], unpack: "package" }]);
  assert.equal((await runTool(add)).code, 0, "a link that stays inside is left out");
  assert.ok(!(await cached()).some((path) => path.includes("link")));
});

test("lock add refuses archives that unpack to too much, and sizes and check sums that lie", async () => {
  const server = await serve();
  const limits = { entries: 5, bytes: 2_000_000, ratio: 100, freeBytes: 100_000 };
  const binaries = diskBinaries(join(repository, ".cache/artifacts"), 1000, limits);
  const bomb = async (bytes: number): Promise<Buffer> => (await pack({ [entry]: "0".repeat(bytes) })).bytes;
  const damaged = zipOf([{ path: "tool", bytes: binary }]);
  damaged[damaged.indexOf(binary) + 2] = 0;
  const cases = [
    ["tgz", await bomb(1_500_000), /ARCHIVE_UNSAFE.* bytes unpack to more than 100 times as many/],
    [
      "tgz",
      (await pack({ [entry]: randomBytes(1_100_000).toString("hex") })).bytes,
      /ARCHIVE_UNSAFE.* it unpacks to more than 2000000 bytes/,
    ],
    ["tgz", (await pack({ a: "1", b: "2", c: "3", d: "4", e: "5" })).bytes, /ARCHIVE_UNSAFE.* it has more than 5 entries/],
    ["zip", zipOf([{ path: "tool", bytes: binary, declaredBytes: 3_000_000 }]), /ARCHIVE_UN(?:SAFE|READABLE)/],
    ["zip", damaged, /ARCHIVE_UNREADABLE.* the check sum of "tool" is another than the archive says/],
    ["zip", Buffer.from("PK no archive"), /ARCHIVE_UNREADABLE/],
  ] as const;
  for (const [ending, bytes, told] of cases) {
    server.answers.set(`/tool.${ending}`, bytes);
    await writeTool([
      { target_triple: target, type: "release", url: `${server.origin}/tool.${ending}`, files: ["tool", `package/${entry}`] },
    ]);
    const ran = await runTool(add, { binaries });
    assert.equal(ran.code, 3, String(told));
    assert.match(ran.err, told);
    assert.deepEqual(await cached(), []);
  }
});

test("lock add leaves nothing on a full disk and says that it is full", async (context) => {
  const disk = join(repository, ".cache/artifacts");
  await mkdir(disk, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    context.skip("this user may not mount a small disk");
    return;
  }
  try {
    const server = await serve();
    const { bytes } = await pack({ [entry]: "tool".repeat(500_000), random: randomBytes(20_000).toString("hex") });
    server.answers.set("/packed.tgz", bytes);
    server.answers.set("/plain", Buffer.alloc(1_000_000, "tool"));
    for (const [name, written] of [
      ["packed.tgz", "binary"],
      ["plain", "asset"],
    ] as const) {
      await writeTool([{ target_triple: target, type: "release", url: `${server.origin}/${name}`, files: [`package/${entry}`] }]);
      const ran = await runTool(add);
      assert.equal(ran.code, 3, ran.err);
      assert.match(
        ran.err,
        new RegExp(
          `error\\[FILE_ACCESS\\]: Cannot write ".*/${written}": no space left on the disk \\(ENOSPC\\)\\n  hint: Free some space`,
        ),
      );
      assert.deepEqual(await readdir(disk), []);
    }
  } finally {
    execFileSync("umount", [disk]);
  }
});
