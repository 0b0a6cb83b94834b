import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { binary, cached, entry, goodFiles, pack, repository, sha256, target, treeSha256 } from "./acquire-world.ts";
import {
  lockPath,
  otherTarget,
  publishedAt,
  readLockText,
  runTool,
  sendPart,
  serve,
  status,
  writeTool,
  zipOf,
  type WebServer,
} from "./lock-world.ts";
import { documentOf } from "./run.ts";

const integrityOf = (bytes: Buffer | string): string => `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
const add = `lock add --cli tool --version 1.2.0 --published-at ${publishedAt}`;
const keptPaths = async (): Promise<readonly string[]> => (await cached()).filter((path) => path.split("/").length === 4);
const pinsOf = async (): Promise<
  readonly { readonly version: string; readonly published_at: string; readonly artifacts: readonly object[] }[]
> => (JSON.parse(await readLockText()) as { versions: [] }).versions;

/** A root whose one asset is a gzipped archive with the binary in `package/`, and a server that has it. */
async function archiveTool(
  files: Readonly<Record<string, string>> = goodFiles,
): Promise<{ readonly server: WebServer; readonly bytes: Buffer }> {
  const server = await serve();
  const { bytes } = await pack(files);
  server.answers.set("/v1.2.0/tool.tgz", bytes);
  await writeTool([
    {
      target_triple: target,
      type: "release",
      url: `${server.origin}/v{version}/tool.tgz?key=secret`,
      files: ["absent", `package/${entry}`],
    },
  ]);
  return { server, bytes };
}

test("lock add pins a release asset and says what it trusts, from where, by which digests; acquire fetches it by that pin", async () => {
  const { server, bytes } = await archiveTool();
  const ran = await runTool(add);
  assert.equal(ran.code, 0, ran.err);
  const url = `${server.origin}/v1.2.0/tool.tgz`;
  assert.equal(
    ran.err,
    [
      `Downloading ${url}`,
      "Downloaded 0 MB; checking and unpacking",
      `Trusted on first use: "${lockPath}" now pins the bytes that the server served just now. Compare the SHA-256 with another source before you commit it`,
      `  what      tool 1.2.0 for ${target}: "package/${entry}", ${String(binary.length)} bytes`,
      `  from      ${url}`,
      `  sha256    ${sha256(binary)} (of the binary)`,
      `  integrity ${integrityOf(bytes)} (of the archive)`,
      "",
    ].join("\n"),
  );
  assert.equal(ran.out, `${lockPath}: 1 pin added, 0 as before\n  1.2.0  ${target}  added  sha256 ${sha256(binary)}\n`);
  assert.deepEqual(await pinsOf(), [
    {
      version: "1.2.0",
      published_at: publishedAt,
      artifacts: [
        {
          target_triple: target,
          source: { type: "release", url: `${url}?key=secret`, archive: "tar.gz" },
          integrity: integrityOf(bytes),
          file: `package/${entry}`,
          sha256: sha256(binary),
          size_bytes: binary.length,
        },
      ],
    },
  ]);
  await rm(join(repository, ".cache"), { recursive: true });
  const acquired = await runTool("acquire --cli tool --version 1.2.0");
  assert.equal(acquired.code, 0, acquired.err);
  assert.equal(await readFile(acquired.out.trimEnd(), "utf8"), binary);
});

test("lock add takes a ZIP archive, the binary itself, and all files of an archive", async () => {
  const server = await serve();
  const zip = zipOf([
    { path: "tool-1.2.0/", bytes: "", mode: 0o040755 },
    { path: "tool-1.2.0/tool", bytes: binary },
    { path: "readme", bytes: "r" },
  ]);
  const { bytes: tgz } = await pack(goodFiles);
  for (const [name, bytes] of [
    ["tool.zip", zip],
    ["tool", Buffer.from(binary)],
    ["download", tgz],
  ] as const)
    server.answers.set(`/${name}`, bytes);
  const release = { target_triple: target, type: "release" };
  const tree = Object.fromEntries(Object.entries(goodFiles).map(([path, text]) => [`package/${path}`, text]));
  const cases = [
    [{ ...release, url: `${server.origin}/tool.zip`, files: ["tool-{version}/tool"] }, "zip", "tool", undefined],
    [{ ...release, url: `${server.origin}/tool`, files: ["tool"] }, "none", "tool", undefined],
    [
      { ...release, url: `${server.origin}/download`, archive: "tar.gz", files: [`package/${entry}`], unpack: "package" },
      "tar.gz",
      "package",
      treeSha256(tree),
    ],
    [
      { ...release, url: `${server.origin}/tool.zip`, files: ["tool-{version}/tool"], unpack: "package" },
      "zip",
      "package",
      treeSha256({ readme: "r", "tool-1.2.0/tool": binary }),
    ],
  ] as const;
  for (const [artifact, archive, kept, expectedTree] of cases) {
    await rm(join(repository, "manifests"), { recursive: true, force: true });
    await rm(join(repository, ".cache"), { recursive: true, force: true });
    await writeTool([artifact]);
    const document = documentOf({ ...(await runTool(`${add} --json`)), err: "" }) as {
      readonly pins: readonly { readonly treeSha256?: string }[];
    };
    assert.equal(document.pins[0]?.treeSha256, expectedTree);
    assert.match(await readLockText(), new RegExp(`"archive": "${archive}"`));
    assert.deepEqual(await keptPaths(), [`tool/1.2.0/${target}/${kept}`]);
    await rm(join(repository, ".cache"), { recursive: true });
    const acquired = await runTool("acquire --cli tool --version 1.2.0");
    assert.equal(await readFile(acquired.out.trimEnd(), "utf8"), binary, acquired.err);
  }
});

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

test("a download goes on where it broke off when the file is the same, begins anew when it is not, and follows redirects", async () => {
  const { server } = await archiveTool({ ...goodFiles, filler: "f".repeat(100) + sha256("f").repeat(200) });
  const bytes = server.answers.get("/v1.2.0/tool.tgz") as Buffer;
  let parts = 0;
  server.answers.set("/moved", (request, response) => sendPart(bytes, parts++ === 0 ? 200 : bytes.length)(request, response));
  server.answers.set("/v1.2.0/tool.tgz", status(302, { location: "/moved" }));
  const ran = await runTool(add);
  assert.equal(ran.code, 0, ran.err);
  const [first, second, ...more] = server.requests.filter(({ url }) => url === "/moved");
  assert.equal(more.length, 0);
  assert.equal(first?.headers.range, undefined);
  assert.match(second?.headers.range ?? "", /^bytes=[1-9]\d*-$/);
  assert.match(await readLockText(), new RegExp(integrityOf(bytes).replaceAll(/[+/]/g, "\\$&")));

  parts = 0;
  const changed = await pack({ ...goodFiles, filler: "changed" });
  await rm(join(repository, "manifests/tool/artifacts.lock.json"));
  server.answers.set("/moved", (request, response) =>
    (parts++ === 0 ? sendPart(bytes, 200) : sendPart(changed.bytes, changed.bytes.length, '"two"'))(request, response),
  );
  assert.equal((await runTool(add)).code, 0);
  assert.ok((await readLockText()).includes(changed.integrity));
});

test("lock add --all-targets downloads some at a time, pins those that there are, and fails for the others", async () => {
  const server = await serve();
  let now = 0;
  let most = 0;
  const targets = ["a", "b", "c", "d"].map((name) => `${name}-linux`);
  for (const name of targets.slice(0, 3)) {
    server.answers.set(`/${name}`, (_request, response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => {
        now -= 1;
        response.writeHead(200, { "content-length": String(name.length) }).end(name);
      }, 50);
    });
  }
  await writeTool(
    targets.map((name) => ({ target_triple: name, type: "release", url: `${server.origin}/${name}`, files: ["tool"] })),
    { targets: targets.map((name) => ({ target_triple: name, os: "linux", arch: "x86_64", runner: "any" })) },
  );
  const ran = await runTool(`${add} --all-targets --jobs 2`);
  assert.equal(ran.code, 3, ran.err);
  assert.equal(most, 2);
  assert.match(ran.err, /lock: 4 of 4 done\n/);
  assert.match(ran.err, /error\[ASSET_UNKNOWN\]: There is no "http:\/\/127\.0\.0\.1:\d+\/d-linux"/);
  assert.match(ran.out, /: 3 pins added, 1 as before\n/);
  assert.deepEqual(
    (await pinsOf())[0]?.artifacts.map((each) => (each as { readonly target_triple: string }).target_triple),
    targets.slice(0, 3),
  );
});

test("lock update pins what pinned versions lack, tells what is not published, and changes no digest", async () => {
  const server = await serve();
  for (const path of ["/1.2.0/one", "/1.3.0/one", "/1.3.0/two"]) server.answers.set(path, Buffer.from(path));
  const artifact = (triple: string, name: string): object => ({
    target_triple: triple,
    type: "release",
    url: `${server.origin}/{version}/${name}`,
    files: ["tool"],
  });
  await writeTool([artifact(target, "one")]);
  for (const version of ["1.3.0", "1.2.0"])
    assert.equal((await runTool(`lock add --cli tool --version ${version} --published-at ${publishedAt}`)).code, 0);
  await writeTool([artifact(target, "one"), artifact(otherTarget, "two")]);
  const before = await pinsOf();
  const ran = await runTool("lock update --cli tool --json");
  assert.equal(ran.code, 0, ran.err);
  const document = documentOf({ ...ran, err: "" }) as {
    readonly pins: readonly { readonly version: string; readonly target: string; readonly state: string }[];
  };
  assert.deepEqual(
    document.pins.map(({ version, target: triple, state }) => [version, triple, state]),
    [
      ["1.2.0", target, "present"],
      ["1.2.0", otherTarget, "unpublished"],
      ["1.3.0", target, "present"],
      ["1.3.0", otherTarget, "added"],
    ],
  );
  const pins = await pinsOf();
  assert.deepEqual(pins[0], before[0]);
  assert.deepEqual(pins[1]?.artifacts[0], before[1]?.artifacts[0]);
  assert.equal(pins[1]?.artifacts.length, 2);
  const given = await runTool("lock update --cli tool --version 1.2.0 --published-at 2026-07-01T00:00:00Z");
  assert.match(given.out, /\n {2}1\.2\.0: published_at was 2026-05-06T07:08:09Z, is 2026-07-01T00:00:00Z\n$/);
  assert.equal((await pinsOf())[0]?.published_at, "2026-07-01T00:00:00Z");
  const conflict = await runTool(`lock add --cli tool --version 1.2.0 --published-at ${publishedAt}`);
  assert.equal(conflict.code, 3);
  assert.match(
    conflict.err,
    /error\[PIN_CONFLICT\]: ".*" has 1\.2\.0 published at "2026-07-01T00:00:00Z", but "2026-05-06T07:08:09Z" is given/,
  );
  const unknown = await runTool("lock update --cli tool --version 9.9.9");
  assert.match(
    unknown.err,
    /error\[ARTIFACT_UNPINNED\]: ".*" pins no tool 9\.9\.9\n {2}hint: Pin it|Pin one: xtask lock add --cli tool --version 9\.9\.9/,
  );
});

test("lock add takes a local file, from the manifest root or by --file, and needs to be told when it was released", async () => {
  await writeTool([{ target_triple: target, type: "file", path: "../../built/tool-{version}", files: ["tool"] }]);
  const absent = await runTool(add);
  assert.equal(absent.code, 3);
  assert.match(absent.err, /error\[ASSET_UNKNOWN\]: There is no file ".*\/built\/tool-1\.2\.0"\n {2}hint: /);
  await mkdir(join(repository, "built"));
  await writeFile(join(repository, "built/tool-1.2.0"), binary);
  const untimed = await runTool("lock add --cli tool --version 1.2.0");
  assert.equal(untimed.code, 3);
  assert.match(untimed.err, /error\[PUBLISHED_AT_NEEDED\]: Nothing says when tool 1\.2\.0 was released/);
  assert.deepEqual(await cached(), []);
  assert.equal((await runTool(`${add} --offline`)).code, 0);
  const source = async (): Promise<unknown> => ((await pinsOf())[0]?.artifacts[0] as { readonly source: unknown }).source;
  assert.deepEqual(await source(), { type: "file", path: "../../built/tool-1.2.0", archive: "none" });
  assert.equal((await runTool("lock check --cli tool")).code, 0);
  assert.equal(await readFile(join(repository, "built/tool-1.2.0"), "utf8"), binary, "it is copied, not moved");
  await writeFile(join(repository, "built/tool-1.2.0"), "other");
  assert.match(
    (await runTool("lock check --cli tool")).out,
    /^SOURCE_CHANGED: .* but the file has "\.\.\/\.\.\/built\/tool-1\.2\.0" with /,
  );
  await rm(join(repository, "built/tool-1.2.0"));
  assert.match((await runTool("lock check --cli tool")).out, /^SOURCE_GONE: There is no file /);

  const archive = join(repository, "tool.tgz");
  await writeFile(archive, (await pack(goodFiles)).bytes);
  await writeTool([{ target_triple: target, type: "npm", package: "@tool/cli", version: "{version}", files: [entry] }]);
  await rm(join(repository, lockPath));
  const given = await runTool(`${add} --file ${archive}`);
  assert.equal(given.code, 0, given.err);
  assert.match(given.err, /^The path ".*\/tool\.tgz" is absolute: on another machine /);
  assert.deepEqual(await source(), { type: "file", path: archive, archive: "tar.gz" });
  const several = await runTool(`${add} --file tool.tgz --target ${target} --target ${otherTarget}`);
  assert.equal(several.code, 64);
  assert.match(several.err, /error\[OPTION_CONFLICT\]: The option "--file" is for one target/);
});

test("lock check finds what is wrong with the schema, the order, the targets, the format and the cache, and asks nobody with --offline", async () => {
  const { server } = await archiveTool();
  for (const version of ["1.2.0", "1.3.0"]) {
    server.answers.set(`/v${version}/tool.tgz`, (await pack(goodFiles)).bytes);
    assert.equal((await runTool(`lock add --cli tool --version ${version} --published-at ${publishedAt}`)).code, 0);
  }
  const good = await readLockText();
  const lock = JSON.parse(good) as { versions: { version: string; artifacts: { target_triple: string }[] }[] };
  const write = (value: unknown): Promise<void> =>
    writeFile(join(repository, lockPath), typeof value === "string" ? value : `${JSON.stringify(value, null, 2)}\n`);
  const [one, two] = lock.versions;
  assert.ok(one?.artifacts[0] !== undefined && two !== undefined);
  const asked = server.requests.length;
  const sound = await runTool("lock check --cli tool --offline");
  assert.deepEqual([sound.code, sound.out], [0, `${lockPath}: no findings in 2 pins (2 in the cache, no source asked)\n`]);
  const cases = [
    ["{", [/^LOCK_SCHEMA: "manifests\/tool\/artifacts\.lock\.json"/]],
    [{ ...lock, schema_version: 2 }, [/^LOCK_SCHEMA: ".*" \/schema_version: must be 1, is 2$/]],
    [{ ...lock, versions: [two, one] }, [/^LOCK_ORDER: ".*" has 1\.2\.0 behind 1\.3\.0; versions ascend, each once$/]],
    [
      { ...lock, versions: [{ ...one, artifacts: [one.artifacts[0], one.artifacts[0]] }, two] },
      [/^LOCK_ORDER: .* targets have the order of cli\.json, each once$/],
    ],
    [
      { ...lock, versions: [{ ...one, artifacts: [{ ...one.artifacts[0], target_triple: "wasm" }] }] },
      [/^LOCK_TARGET: ".*" pins 1\.2\.0 for "wasm", which is no target of cli\.json: /],
    ],
    [good.replaceAll("\n", ""), [/^LOCK_FORMAT: /]],
  ] as const;
  for (const [text, wanted] of cases) {
    await write(text);
    const ran = await runTool("lock check --cli tool --offline");
    assert.equal(ran.code, 2, ran.err);
    const lines = ran.out.trimEnd().split("\n");
    assert.equal(lines.length, wanted.length + 1, ran.out);
    for (const [index, pattern] of wanted.entries()) assert.match(lines[index] ?? "", pattern);
  }
  await write(good);
  const [kept] = await keptPaths();
  await writeFile(join(repository, ".cache/artifacts", kept ?? ""), "damaged");
  const damaged = await runTool("lock check --cli tool --offline --json");
  assert.equal(damaged.code, 2);
  const { findings, counts } = documentOf(damaged) as {
    readonly findings: readonly { readonly code: string; readonly version: string }[];
    readonly counts: object;
  };
  assert.deepEqual(
    findings.map(({ code, version }) => [code, version]),
    [["CACHE_DAMAGED", "1.2.0"]],
  );
  assert.deepEqual(counts, { pins: 2, kept: 2, asked: 0 });
  assert.equal((await runTool("lock check --cli tool --offline --version 1.3.0")).code, 0);
  assert.equal(server.requests.length, asked);
  server.answers.set("/v1.2.0/tool.tgz", status(503));
  server.answers.delete("/v1.3.0/tool.tgz");
  const busy = await runTool("lock check --cli tool");
  assert.equal(busy.code, 75, busy.err);
  assert.match(busy.out, /\nSOURCE_GONE: There is no ".*\/v1\.3\.0\/tool\.tgz"/);
  await rm(join(repository, lockPath));
  const none = await runTool("lock check --cli tool");
  assert.match(none.err, /error\[FILE_MISSING\]: "manifests\/tool\/artifacts\.lock\.json" does not exist/);
});

test("lock update puts a lock in order and format", async () => {
  const { server } = await archiveTool();
  server.answers.set("/v1.3.0/tool.tgz", (await pack(goodFiles)).bytes);
  for (const version of ["1.2.0", "1.3.0"]) await runTool(`lock add --cli tool --version ${version} --published-at ${publishedAt}`);
  const good = await readLockText();
  const lock = JSON.parse(good) as { versions: unknown[] };
  await writeFile(join(repository, lockPath), JSON.stringify({ ...lock, versions: lock.versions.toReversed() }));
  const ran = await runTool("lock update --cli tool");
  assert.match(ran.out, /\n {2}"manifests\/tool\/artifacts\.lock\.json" was put in order\n$/);
  assert.equal(await readLockText(), good);
});

test("--offline takes nothing from the network and says what is missing", async () => {
  const { server } = await archiveTool();
  const added = await runTool(`${add} --offline`);
  assert.equal(added.code, 3);
  assert.match(added.err, /error\[OFFLINE\]: tool 1\.2\.0 for ".*" comes from "http:.*\/tool\.tgz", and --offline fetches nothing/);
  assert.equal((await runTool(add)).code, 0);
  const asked = server.requests.length;
  assert.equal((await runTool("acquire --cli tool --version 1.2.0 --offline")).code, 0);
  await rm(join(repository, ".cache"), { recursive: true });
  const acquired = await runTool("acquire --cli tool --version 1.2.0 --offline");
  assert.equal(acquired.code, 3);
  assert.match(
    acquired.err,
    /^error\[OFFLINE\]: tool 1\.2\.0 for ".*" has to be fetched from "http:.*" \(the binary has \d+ bytes\): it is not in the cache, and --offline/,
  );
  assert.equal(server.requests.length, asked);
  assert.deepEqual(await cached(), []);
});

test("the cache drops what was not used for the longest time when it is over its limit, and nothing that may be in use", async () => {
  const server = await serve();
  const versions = ["1.1.0", "1.2.0", "1.3.0"];
  const bytes = Buffer.alloc(1_000_000, "tool");
  await writeTool([{ target_triple: target, type: "release", url: `${server.origin}/{version}`, files: ["tool"] }]);
  const pin = (version: string, more = ""): ReturnType<typeof runTool> =>
    runTool(`lock add --cli tool --version ${version} --published-at ${publishedAt}${more}`);
  for (const version of versions) server.answers.set(`/${version}`, bytes);
  await pin("1.1.0");
  await pin("1.2.0", " --cache-limit 1MB");
  assert.equal((await keptPaths()).length, 2, "both were used just now");
  const old = async (version: string, hours: number): Promise<void> => {
    const time = new Date(Date.now() - hours * 3_600_000);
    await utimes(join(repository, ".cache/artifacts/tool", version, target), time, time);
  };
  await old("1.1.0", 2);
  await old("1.2.0", 3);
  await runTool("acquire --cli tool --version 1.2.0");
  const third = await pin("1.3.0", " --cache-limit 2MB");
  assert.match(third.err, /Removed tool 1\.1\.0 for .* \(1 MB\) from the cache, which is over its limit/);
  assert.deepEqual(await keptPaths(), [`tool/1.2.0/${target}/tool`, `tool/1.3.0/${target}/tool`]);
  await old("1.2.0", 3);
  await old("1.3.0", 3);
  await runTool("acquire --cli tool --version 1.1.0", { env: { XTASK_CACHE_LIMIT: "none" } });
  assert.equal((await keptPaths()).length, 3);
  const wrong = await runTool("acquire --cli tool --version 1.1.0", { env: { XTASK_CACHE_LIMIT: "much" } });
  assert.equal(wrong.code, 64);
  assert.match(
    wrong.err,
    /error\[CACHE_LIMIT_INVALID\]: The variable "XTASK_CACHE_LIMIT" must be a size like 500MB or 20GB, or none, is "much"/,
  );
  assert.equal((await readLockText()).match(/"version"/g)?.length, 3, "pins stay");
});

test("lock refuses a command line that says nothing, too much or two things", async () => {
  await archiveTool();
  const cases = [
    ["lock --cli tool", "ACTION_UNKNOWN"],
    ["lock remove --cli tool", "ACTION_UNKNOWN"],
    ["lock add check --cli tool --version 1.2.0", "ACTION_UNKNOWN"],
    ["lock add --cli tool", "OPTION_MISSING"],
    ["lock update --cli tool --published-at 2026-07-01T00:00:00Z", "OPTION_MISSING"],
    ["lock add --cli tool --version 1.2.0 --published-at yesterday", "TIME_INVALID"],
    ["lock add --cli tool --version 1.2.0 --all-targets --target x", "OPTION_CONFLICT"],
    ["lock check --cli tool --target x", "OPTION_CONFLICT"],
    ["lock update --cli tool --file x", "OPTION_CONFLICT"],
    ["lock add --cli tool --version 1.2.0 --jobs 0", "OPTION_VALUE"],
  ] as const;
  for (const [line, code] of cases) {
    const ran = await runTool(line);
    assert.equal(ran.code, 64, `${line}: ${ran.err}`);
    assert.ok(ran.err.startsWith(`error[${code}]: `), ran.err);
  }
});
