import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { binary, cached, entry, goodFiles, pack, repository, sha256, target, treeSha256 } from "./acquire-world.ts";
import {
  add,
  archiveTool,
  integrityOf,
  keptPaths,
  lockPath,
  otherTarget,
  pinsOf,
  publishedAt,
  readLockText,
  runTool,
  writeTool,
} from "./lock-world.ts";
import { documentOf } from "./run.ts";
import { serve, status } from "./web-server.ts";
import { zipOf } from "./zip-of.ts";

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
      `  from      ${url} (http: anybody on the way can change it)`,
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
  const source = async (): Promise<unknown> =>
    (JSON.parse(await readLockText()) as { versions: [{ artifacts: [{ source: unknown }] }] }).versions[0].artifacts[0].source;
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
  await rm(join(repository, lockPath));
  assert.equal((await runTool(`${add} --file tool.tgz`)).code, 0);
  assert.deepEqual(await source(), { type: "file", path: "../../tool.tgz", archive: "tar.gz" });
  await rm(join(repository, ".cache"), { recursive: true });
  assert.equal((await runTool("acquire --cli tool --version 1.2.0 --offline")).code, 0);
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
    // What is pinned for another target is not in the cache.
    const isWhole = !ran.out.includes('"wasm"');
    assert.equal(lines.length, wanted.length + (isWhole ? 1 : 2), ran.out);
    if (!isWhole) assert.match(lines.at(-1) ?? "", /^The SHA-256 of what is not in the cache is compared when it is fetched/);
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
