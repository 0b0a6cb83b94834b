import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { diskBinaries, diskFiles } from "@lockstep/adapters";
import { InputError, renderJson, type PackageClient } from "@lockstep/kernel";
import { Ajv2020 } from "ajv/dist/2020.js";
import { create } from "tar";
import { main } from "../src/main.ts";

const target = "x86_64-unknown-linux-musl";
const binary = "#!/bin/sh\necho tool 1.2.0\n";
const entry = "vendor/bin/tool";

let repository: string;
beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), "acquire-"));
});
afterEach(() => rm(repository, { recursive: true }));

const descriptor = {
  schema_version: 1,
  id: "tool",
  tool: "tool-cli",
  binary: "tool",
  version_args: ["--version"],
  help_style: "help_flag",
  framework: "clap",
  env: {},
  targets: [
    { target_triple: target, os: "linux", arch: "x86_64", runner: "any" },
    { target_triple: "aarch64-unknown-linux-musl", os: "linux", arch: "aarch64", runner: "any" },
  ],
  artifacts: [{ target_triple: target, type: "npm", package: "@tool/cli", version: "{version}-linux-x64", files: ["bin/absent", entry] }],
  release_watch: { source: "npm", package: "@tool/cli", policy: "latest" },
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Packs files as npm does, below the folder `package`. */
async function pack(files: Readonly<Record<string, string>>): Promise<{ readonly bytes: Buffer; readonly integrity: string }> {
  const folder = await mkdtemp(join(tmpdir(), "pack-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, "package", path, ".."), { recursive: true });
    await writeFile(join(folder, "package", path), text);
  }
  await create({ file: join(folder, "out.tgz"), cwd: folder, gzip: true, portable: true, mtime: new Date(0) }, ["package"]);
  const bytes = await readFile(join(folder, "out.tgz"));
  await rm(folder, { recursive: true });
  return { bytes, integrity: `sha512-${createHash("sha512").update(bytes).digest("base64")}` };
}

const goodFiles = { "package.json": "{}", [entry]: binary, "vendor/bin/other": "never unpacked" };

async function writeRoot(pin?: Readonly<Record<string, unknown>>): Promise<void> {
  const { integrity } = await pack(goodFiles);
  const artifact = {
    target_triple: target,
    source: { type: "npm", package: "@tool/cli", version: "1.2.0-linux-x64" },
    integrity,
    file: entry,
    sha256: sha256(binary),
    size_bytes: binary.length,
    ...pin,
  };
  const lock = { schema_version: 1, versions: [{ version: "1.2.0", published_at: "2026-01-02T03:04:05Z", artifacts: [artifact] }] };
  await mkdir(join(repository, "manifests/tool"), { recursive: true });
  await writeFile(join(repository, "manifests/tool/cli.json"), renderJson(descriptor));
  await writeFile(join(repository, "manifests/tool/artifacts.lock.json"), renderJson(lock));
}

/** A registry that serves one archive and counts the downloads. */
async function registry(files: Readonly<Record<string, string>> = goodFiles): Promise<PackageClient & { downloads: number }> {
  const { bytes, integrity } = await pack(files);
  const client = {
    downloads: 0,
    async fetchArchive(_name: string, _version: string, folder: string) {
      client.downloads += 1;
      await writeFile(join(folder, "served.tgz"), bytes);
      return join(folder, "served.tgz");
    },
    describe: async () => ({ integrity, publishedAt: "2026-05-06T07:08:09Z" }),
  };
  return client;
}

async function acquire(
  packages: PackageClient,
  words = "--version 1.2.0",
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = "";
  let err = "";
  const code = await main(["acquire", "--cli", "tool", ...words.split(" ")], {
    world: {
      files: diskFiles(repository),
      binaries: diskBinaries(join(repository, ".cache/artifacts")),
      packages,
      host: { os: "linux", arch: "x86_64" },
      processes: { run: () => Promise.reject(new Error("acquire runs no process")) },
      clock: { now: () => "1970-01-01T00:00:00Z" },
      env: {},
      progress: (line) => void (err += `${line}\n`),
    },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
  });
  return { code, out, err };
}

/** Every file below the cache, relative to it. */
async function cached(): Promise<readonly string[]> {
  const entries = await readdir(join(repository, ".cache/artifacts"), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.map((found) => join(found.parentPath, found.name).slice(join(repository, ".cache/artifacts/").length)).toSorted();
}

const keptFile = `tool/1.2.0/${target}/tool`;
const keptTree = ["tool", "tool/1.2.0", `tool/1.2.0/${target}`, keptFile];
const keptPath = (): string => join(repository, ".cache/artifacts", keptFile);

test("acquire keeps the pinned file alone, executable, and prints its absolute path", async () => {
  await writeRoot();
  const result = await acquire(await registry());
  assert.deepEqual([result.code, result.out], [0, `${keptPath()}\n`]);
  assert.match(result.err, /^Downloading @tool\/cli@1\.2\.0-linux-x64\nDownloaded 0 MB; checking and unpacking\n$/);
  assert.deepEqual(await cached(), keptTree);
  assert.equal(await readFile(keptPath(), "utf8"), binary);
  assert.equal((await stat(keptPath())).mode & 0o777, 0o755);
});

test("acquire downloads nothing when the binary is there already", async () => {
  await writeRoot();
  const packages = await registry();
  await acquire(packages);
  const second = await acquire(packages, "--version 1.2.0 --json");
  assert.deepEqual([second.code, second.err, packages.downloads], [0, "", 1]);
  const schema = JSON.parse(await readFile(join(import.meta.dirname, "../../../schemas/cli/acquire.v1.json"), "utf8")) as object;
  assert.ok(new Ajv2020().validate(schema, JSON.parse(second.out)));
  assert.deepEqual(JSON.parse(second.out), {
    schema: "acquire.v1",
    cli: "tool",
    version: "1.2.0",
    target,
    path: keptPath(),
    sha256: sha256(binary),
    sizeBytes: binary.length,
    downloaded: false,
  });
});

test("acquire fetches a kept file again when its bytes changed", async () => {
  await writeRoot();
  const packages = await registry();
  await acquire(packages);
  await writeFile(keptPath(), binary.replace("tool", "evil"));
  const result = await acquire(packages);
  assert.equal(result.code, 0);
  assert.match(result.err, /is not what "manifests\/tool\/artifacts\.lock\.json" pins; it is fetched again/);
  assert.equal(await readFile(keptPath(), "utf8"), binary);
});

test("acquire refuses an archive with another integrity and keeps nothing", async () => {
  const integrity = `sha512-${"A".repeat(86)}==`;
  await writeRoot({ integrity });
  const result = await acquire(await registry());
  assert.equal(result.code, 3);
  assert.match(result.err, /error\[ARTIFACT_INTEGRITY\]: The archive of "@tool\/cli@1\.2\.0-linux-x64" has the integrity "sha512-/);
  assert.ok(result.err.includes(`"manifests/tool/artifacts.lock.json" says "${integrity}"`), result.err);
  assert.match(result.err, /hint: Nothing was kept\./);
  assert.deepEqual(await cached(), []);
});

test("acquire refuses a file with another SHA-256 or size and keeps nothing", async () => {
  for (const pin of [{ sha256: "0".repeat(64) }, { size_bytes: 7 }]) {
    await writeRoot(pin);
    const result = await acquire(await registry());
    assert.equal(result.code, 3);
    assert.ok(
      result.err.includes(
        `error[ARTIFACT_SHA256]: "${entry}" of "@tool/cli@1.2.0-linux-x64" has the SHA-256 "${sha256(binary)}" (${String(binary.length)} bytes)`,
      ),
      result.err,
    );
    assert.deepEqual(await cached(), []);
  }
});

test("acquire names a file that the archive lacks, and the files it has", async () => {
  const files = { "package.json": "{}", "vendor/elsewhere/tool": binary };
  await writeRoot({ integrity: (await pack(files)).integrity });
  const result = await acquire(await registry(files));
  assert.equal(result.code, 3);
  assert.match(
    result.err,
    /error\[ARTIFACT_ENTRY_MISSING\]: The archive of "@tool\/cli@1\.2\.0-linux-x64" has no file "vendor\/bin\/tool"; it has:/,
  );
  assert.match(result.err, /\n {2}vendor\/elsewhere\/tool\n/);
  assert.deepEqual(await cached(), []);
});

test("acquire refuses an archive that is no archive and keeps nothing", async () => {
  const text = "<html>blocked by a proxy</html>";
  await writeRoot({ integrity: `sha512-${createHash("sha512").update(text).digest("base64")}` });
  const packages: PackageClient = {
    ...(await registry()),
    async fetchArchive(_name, _version, folder) {
      await writeFile(join(folder, "served.tgz"), text);
      return join(folder, "served.tgz");
    },
  };
  const result = await acquire(packages);
  assert.equal(result.code, 3);
  assert.match(result.err, /error\[ARCHIVE_UNREADABLE\]/);
  assert.deepEqual(await cached(), []);
});

test("acquire lists the pins when a version or a target has none", async () => {
  await writeRoot();
  const packages = await registry();
  const version = await acquire(packages, "--version 9.9.9");
  assert.equal(version.code, 3);
  assert.match(
    version.err,
    /error\[ARTIFACT_UNPINNED\]: "manifests\/tool\/artifacts\.lock\.json" pins no tool 9\.9\.9; it pins 1\.2\.0\n {2}hint: .*xtask acquire --cli tool --version 9\.9\.9 .* --pin/,
  );
  const other = await acquire(packages, "--version 1.2.0 --target aarch64-unknown-linux-musl");
  assert.equal(other.code, 3);
  assert.match(other.err, /pins no tool 1\.2\.0 for "aarch64-unknown-linux-musl"; it pins this version for x86_64-unknown-linux-musl/);
  assert.equal(packages.downloads, 0);
});

test("acquire reports a failed download as the client does and keeps nothing", async () => {
  await writeRoot();
  const packages: PackageClient = {
    ...(await registry()),
    fetchArchive: () => Promise.reject(new InputError("PACKAGE_UNKNOWN", "The registry does not have it")),
  };
  const result = await acquire(packages);
  assert.deepEqual([result.code, result.out], [3, ""]);
  assert.match(result.err, /error\[PACKAGE_UNKNOWN\]: The registry does not have it\n$/);
  assert.deepEqual(await cached(), []);
});

test("acquire removes what a killed download left over an hour ago, and no younger one", async () => {
  await writeRoot();
  const left = (name: string): string => join(repository, ".cache/artifacts", name);
  for (const name of [".download-old", ".download-young"]) {
    await mkdir(left(name), { recursive: true });
    await writeFile(join(left(name), "binary"), "half a bin");
  }
  await utimes(left(".download-old"), new Date(0), new Date(0));
  assert.equal((await acquire(await registry())).code, 0);
  assert.deepEqual(await cached(), [".download-young", ".download-young/binary", ...keptTree]);
});

test("acquire may run several times at once", async () => {
  await writeRoot();
  const packages = await registry();
  const results = await Promise.all(Array.from({ length: 4 }, () => acquire(packages)));
  assert.deepEqual(
    results.map(({ code, out }) => [code, out]),
    Array.from({ length: 4 }, () => [0, `${keptPath()}\n`]),
  );
  assert.deepEqual(await cached(), keptTree);
});

test("acquire --pin adds an entry in order, says that trust is on first use, and is idempotent", async () => {
  await writeRoot();
  const packages = await registry();
  const path = join(repository, "manifests/tool/artifacts.lock.json");
  const result = await acquire(packages, "--version 1.10.0 --pin");
  assert.equal(result.code, 0, result.err);
  assert.match(result.err, /Trusted on first use: "manifests\/tool\/artifacts\.lock\.json" now pins/);
  assert.equal((await acquire(packages, "--version 1.3.0 --pin")).code, 0);
  const text = await readFile(path, "utf8");
  const lock = JSON.parse(text) as { readonly versions: readonly { readonly version: string }[] };
  assert.deepEqual(
    lock.versions.map(({ version }) => version),
    ["1.2.0", "1.3.0", "1.10.0"],
  );
  assert.deepEqual(lock.versions[2], {
    version: "1.10.0",
    published_at: "2026-05-06T07:08:09Z",
    artifacts: [
      {
        target_triple: target,
        source: { type: "npm", package: "@tool/cli", version: "1.10.0-linux-x64" },
        integrity: (await packages.describe("", "")).integrity,
        file: entry,
        sha256: sha256(binary),
        size_bytes: binary.length,
      },
    ],
  });
  const again = await acquire(packages, "--version 1.10.0 --pin");
  assert.equal(again.code, 0);
  assert.doesNotMatch(again.err, /Trusted/);
  assert.equal(await readFile(path, "utf8"), text);
});

test("acquire --pin leaves an entry with other digests as it is", async () => {
  await writeRoot({ sha256: "0".repeat(64) });
  const path = join(repository, "manifests/tool/artifacts.lock.json");
  const before = await readFile(path, "utf8");
  const result = await acquire(await registry(), "--version 1.2.0 --pin");
  assert.equal(result.code, 3);
  assert.match(result.err, /error\[PIN_CONFLICT\]: .* pins 1\.2\.0 for "x86_64-unknown-linux-musl" with SHA-256 "0{64}"/);
  assert.equal(await readFile(path, "utf8"), before);
  assert.deepEqual(await cached(), []);
});

test("acquire --pin needs a version and a target that cli.json knows", async () => {
  await writeRoot();
  const packages = await registry();
  const version = await acquire(packages, "--version latest --pin");
  assert.deepEqual([version.code, version.out], [64, ""]);
  assert.match(version.err, /The option "--version" must be a version like 1\.2\.3, is "latest"/);
  const other = await acquire(packages, "--version 1.3.0 --target wasm32-wasi --pin");
  assert.equal(other.code, 3);
  assert.match(
    other.err,
    /error\[ARTIFACT_SOURCE_MISSING\]: cli\.json of tool names no artifact for "wasm32-wasi"; it names x86_64-unknown-linux-musl/,
  );
});

test("acquire asks for a target on a machine that has none", async () => {
  await writeRoot();
  const text = (await readFile(join(repository, "manifests/tool/cli.json"), "utf8")).replaceAll('"linux"', '"windows"');
  await writeFile(join(repository, "manifests/tool/cli.json"), text);
  const result = await acquire(await registry());
  assert.equal(result.code, 64);
  assert.match(
    result.err,
    /error\[TARGET_NEEDED\]: tool has no target for this machine \(linux, x86_64\)\n {2}hint: Name one with --target: x86_64/,
  );
});
