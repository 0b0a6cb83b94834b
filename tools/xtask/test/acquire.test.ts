import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { InputError, type PackageClient } from "@lockstep/kernel";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  acquire,
  binary,
  cached,
  entry,
  keptPath,
  keptTree,
  pack,
  registry,
  repository,
  sha256,
  target,
  writeRoot,
} from "./acquire-world.ts";

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
    /error\[ARTIFACT_UNPINNED\]: "manifests\/tool\/artifacts\.lock\.json" pins no tool 9\.9\.9; it pins 1\.2\.0\n {2}hint: .*xtask lock add --cli tool --version 9\.9\.9 --target /,
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
  const told = JSON.parse((await acquire(packages, "--version 1.10.0 --pin --json")).out) as { readonly downloaded: boolean };
  assert.equal(told.downloaded, false);
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

test("acquire refuses a lock whose words lead out of the cache, are options or have no order, and touches nothing", async () => {
  const source = { type: "npm", package: "@tool/cli", version: "1.2.0-linux-x64" };
  const cases = [
    [{ target_triple: "../../../../../escaped" }, "target_triple"],
    [{ target_triple: "-rf" }, "target_triple"],
    [{ file: "../tool" }, "file"],
    [{ file: "vendor/../../tool" }, "file"],
    [{ file: "vendor/.." }, "file"],
    [{ file: "vendor//tool" }, "file"],
    [{ file: "vendor/" }, "file"],
    [{ file: "/etc/tool" }, "file"],
    [{ file: "vendor\\..\\tool" }, "file"],
    [{ source: { ...source, package: "--userconfig=/evil" } }, "source/package"],
    [{ source: { ...source, package: "@-x" } }, "source/package"],
    [{ source: { ...source, package: "@tool/../cli" } }, "source/package"],
    [{ source: { ...source, package: "https://evil/tool.tgz" } }, "source/package"],
    [{ source: { ...source, version: "latest" } }, "source/version"],
  ] as const;
  const packages = await registry();
  for (const [pin, field] of cases) {
    await writeRoot(pin);
    const triple = "target_triple" in pin ? pin.target_triple : target;
    for (const words of [`--version 1.2.0 --target=${triple}`, "--version 1.3.0 --pin"]) {
      const result = await acquire(packages, words);
      assert.deepEqual([result.code, result.out], [3, ""]);
      assert.ok(result.err.includes(`\n  /versions/0/artifacts/0/${field}: must match the pattern `), result.err);
    }
  }
  assert.equal(packages.downloads, 0);
  assert.deepEqual(await readdir(repository), ["manifests"]);
});

test("acquire reads the lock before it downloads or keeps anything, and refuses versions without an order", async () => {
  await writeRoot();
  const path = join(repository, "manifests/tool/artifacts.lock.json");
  const good = await readFile(path, "utf8");
  for (const version of ["nightly", "1.2", "01.2.0", "1.2.0-..", "../1.2.0", "99999999999999999999.0.0"]) {
    const text = good.replace('"version": "1.2.0"', `"version": "${version}"`);
    await writeFile(path, text);
    const packages: PackageClient = {
      fetchArchive: () => Promise.reject(new Error("acquire must not download")),
      describe: () => Promise.reject(new Error("acquire must not ask the registry")),
      inspect: () => Promise.reject(new Error("acquire must not ask the registry")),
      versions: () => Promise.reject(new Error("acquire must not ask the registry")),
    };
    for (const words of ["--version 1.2.0", "--version 1.3.0 --pin"]) {
      const result = await acquire(packages, words);
      assert.deepEqual([result.code, result.out], [3, ""], result.err);
      assert.match(result.err, /error\[SCHEMA_VIOLATION\]: .*\n {2}\/versions\/0\/version: must match the pattern /);
    }
    assert.equal(await readFile(path, "utf8"), text);
  }
  assert.deepEqual(await cached(), []);
});

test("acquire --pin refuses a version that the lock could not hold before it asks the registry", async () => {
  await writeRoot();
  const packages: PackageClient = { ...(await registry()), describe: () => Promise.reject(new Error("acquire must not ask the registry")) };
  const given = await acquire(packages, "--version 1.2.3-.. --pin");
  assert.equal(given.code, 3);
  assert.match(given.err, /error\[VERSION_INVALID\]: The version to pin must be a semantic version .*, is "1\.2\.3-\.\."/);
  const text = (await readFile(join(repository, "manifests/tool/cli.json"), "utf8")).replace("{version}-linux-x64", "v{version}.x");
  await writeFile(join(repository, "manifests/tool/cli.json"), text);
  const made = await acquire(packages, "--version 1.3.0 --pin");
  assert.equal(made.code, 3);
  assert.match(made.err, /"@tool\/cli" that cli\.json of tool makes of "v\{version\}\.x" must be a semantic version .*, is "v1\.3\.0\.x"/);
});

test("acquire --pin keeps nothing when the lock with the new pin would be invalid", async () => {
  await writeRoot();
  const path = join(repository, "manifests/tool/artifacts.lock.json");
  const before = await readFile(path, "utf8");
  const served = await registry();
  const { integrity } = await served.describe("", "");
  const result = await acquire({ ...served, describe: async () => ({ integrity, publishedAt: "yesterday" }) }, "--version 1.3.0 --pin");
  assert.equal(result.code, 3);
  assert.match(result.err, /\/versions\/1\/published_at: must match/);
  assert.equal(await readFile(path, "utf8"), before);
  assert.deepEqual(await cached(), []);
});

test("acquire refuses a cli.json whose words lead out of the cache or are options", async () => {
  for (const [from, to, pointer] of [
    [`"target_triple": "${target}"`, '"target_triple": "../escaped"', "/targets/0/target_triple"],
    [`"target_triple": "${target}"`, '"target_triple": "../escaped"', "/artifacts/0/target_triple"],
    ['"bin/absent"', '"../absent"', "/artifacts/0/files/0"],
    ['"@tool/cli"', '"--userconfig=/evil"', "/artifacts/0/package"],
    ['"@tool/cli"', '"--userconfig=/evil"', "/release_watch/package"],
  ] as const) {
    await writeRoot();
    const path = join(repository, "manifests/tool/cli.json");
    await writeFile(path, (await readFile(path, "utf8")).replaceAll(from, to));
    const packages = await registry();
    const result = await acquire(packages, "--version 1.3.0 --pin");
    assert.deepEqual([result.code, result.out, packages.downloads], [3, "", 0]);
    assert.ok(result.err.includes(`\n  ${pointer}: must match the pattern `), result.err);
  }
});

test("acquire --pin loses no pin when several run at once", async () => {
  const versions = Array.from({ length: 8 }, (_, index) => `2.${String(index)}.0`);
  for (let round = 0; round < 5; round += 1) {
    await writeRoot();
    const packages = await registry();
    const results = await Promise.all(versions.map((version) => acquire(packages, `--version ${version} --pin`)));
    for (const { code, err } of results) assert.equal(code, 0, err);
    const lock = JSON.parse(await readFile(join(repository, "manifests/tool/artifacts.lock.json"), "utf8")) as {
      readonly versions: readonly { readonly version: string }[];
    };
    assert.deepEqual(
      lock.versions.map(({ version }) => version),
      ["1.2.0", ...versions],
    );
    assert.deepEqual((await readdir(join(repository, "manifests/tool"))).toSorted(), ["artifacts.lock.json", "cli.json"]);
  }
});

test("acquire --pin is busy while another process updates the lock, and then changes nothing", async () => {
  await writeRoot();
  const path = join(repository, "manifests/tool/artifacts.lock.json");
  const before = await readFile(path, "utf8");
  await writeFile(`${path}.lock`, "");
  const result = await acquire(await registry(), "--version 1.3.0 --pin", 50);
  assert.deepEqual([result.code, result.out], [75, ""]);
  assert.match(result.err, /error\[RECORD_LOCKED\]: ".*\/artifacts\.lock\.json\.lock" is held by another process; waited 0\.05 seconds/);
  assert.equal(await readFile(path, "utf8"), before);
  assert.deepEqual(await cached(), []);
});

test("acquire leads to the root that it was given when it suggests to pin", async () => {
  await writeRoot();
  await rename(join(repository, "manifests/tool"), join(repository, "elsewhere"));
  const packages = await registry();
  const pinning = (root: string): string => `xtask lock add --cli tool${root} --version 9.9.9 --target ${target}\n`;
  const given = await acquire(packages, "--root elsewhere/ --version 9.9.9");
  assert.equal(given.code, 3);
  assert.ok(given.err.endsWith(`\n  hint: Choose one of these, or pin it: ${pinning(" --root elsewhere")}`), given.err);
  await mkdir(join(repository, "manifests/tool"));
  await rename(join(repository, "elsewhere/cli.json"), join(repository, "manifests/tool/cli.json"));
  const absent = await acquire(packages, "--root absent --version 9.9.9");
  assert.equal(absent.code, 3);
  assert.ok(absent.err.endsWith(`\n  hint: Pin it: ${pinning(" --root absent")}`), absent.err);
  const standard = await acquire(packages, "--version 9.9.9");
  assert.ok(standard.err.endsWith(`\n  hint: Pin it: ${pinning("")}`), standard.err);
});
