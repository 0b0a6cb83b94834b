import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  acquire,
  binary,
  cached,
  entry,
  goodFiles,
  keptPackage,
  pack,
  registry,
  repository,
  sha256,
  target,
  treeSha256,
  wantWholePackage,
  writeRoot,
} from "./acquire-world.ts";

const inPackage = (path: string): string => join(repository, ".cache/artifacts", keptPackage, path);
const lock = async (): Promise<string> => readFile(join(repository, "manifests/tool/artifacts.lock.json"), "utf8");

test("acquire keeps the whole package when its tree is pinned, its binary executable, and prints the binary's path", async () => {
  await writeRoot({ tree_sha256: treeSha256() });
  const result = await acquire(await registry(), "--version 1.2.0 --json");
  assert.equal(result.code, 0, result.err);
  const schema = JSON.parse(await readFile(join(import.meta.dirname, "../../../schemas/cli/acquire.v1.json"), "utf8")) as object;
  assert.ok(new Ajv2020().validate(schema, JSON.parse(result.out)));
  assert.deepEqual(JSON.parse(result.out), {
    schema: "acquire.v1",
    cli: "tool",
    version: "1.2.0",
    target,
    path: inPackage(entry),
    sha256: sha256(binary),
    sizeBytes: binary.length,
    treeSha256: treeSha256(),
    downloaded: true,
  });
  const files = (await cached()).filter((path) => path.startsWith(`${keptPackage}/`)).map((path) => path.slice(keptPackage.length + 1));
  assert.deepEqual(files, ["package.json", "vendor", "vendor/bin", "vendor/bin/other", "vendor/bin/tool"]);
  for (const [path, text] of Object.entries(goodFiles)) assert.equal(await readFile(inPackage(path), "utf8"), text);
  assert.equal((await stat(inPackage(entry))).mode & 0o777, 0o755);
  assert.equal((await stat(inPackage("vendor/bin/other"))).mode & 0o777, 0o644);
  assert.deepEqual(
    (await cached()).filter((path) => path.includes(".download-")),
    [],
  );
});

test("acquire downloads no kept package again, whatever it is asked first", async () => {
  await writeRoot({ tree_sha256: treeSha256() });
  const packages = await registry();
  await acquire(packages);
  await chmod(inPackage("vendor/bin/other"), 0o600);
  assert.deepEqual(await acquire(packages), { code: 0, out: `${inPackage(entry)}\n`, err: "" });
  assert.equal(packages.downloads, 1);
});

test("acquire fetches a kept package again when any file of it is changed, added, gone or a link", async () => {
  await writeRoot({ tree_sha256: treeSha256() });
  const packages = await registry();
  await acquire(packages);
  const damages = [
    () => writeFile(inPackage("vendor/bin/other"), "changed"),
    () => writeFile(inPackage("added"), ""),
    () => rm(inPackage("package.json")),
    () => rm(inPackage(entry)),
    async () => {
      await rm(inPackage("package.json"));
      await symlink("/etc/hostname", inPackage("package.json"));
    },
  ];
  for (const [index, damage] of damages.entries()) {
    await damage();
    const result = await acquire(packages);
    assert.equal(result.code, 0, result.err);
    assert.match(result.err, /package" is not what "manifests\/tool\/artifacts\.lock\.json" pins; it is fetched again/);
    assert.equal(packages.downloads, index + 2);
    assert.deepEqual((await acquire(packages)).err, "", "it is whole afterwards");
  }
});

test("acquire refuses a package whose files have another digest than the lock pins, and keeps nothing", async () => {
  await writeRoot({ tree_sha256: "0".repeat(64) });
  const result = await acquire(await registry());
  assert.equal(result.code, 3);
  assert.match(
    result.err,
    new RegExp(
      `error\\[ARTIFACT_TREE\\]: The files of "@tool/cli@1\\.2\\.0-linux-x64" have the digest "${treeSha256()}", but "manifests/tool/artifacts\\.lock\\.json" pins "0{64}"`,
    ),
  );
  assert.deepEqual(await cached(), []);
});

test("acquire names a binary that the whole package lacks, and keeps nothing", async () => {
  const files = { "package.json": "{}", "vendor/elsewhere/tool": binary };
  await writeRoot({ integrity: (await pack(files)).integrity, tree_sha256: treeSha256(files) });
  const result = await acquire(await registry(files));
  assert.equal(result.code, 3);
  assert.match(result.err, /error\[ARTIFACT_ENTRY_MISSING\]/);
  assert.deepEqual(await cached(), []);
});

test("acquire --pin writes the digest of the tree when cli.json asks for the whole package, and another pin of it changes nothing", async () => {
  await writeRoot();
  await writeFile(join(repository, "manifests/tool/artifacts.lock.json"), '{"schema_version":1,"versions":[]}\n');
  await wantWholePackage();
  const first = await acquire(await registry(), "--version 1.2.0 --pin");
  assert.deepEqual([first.code, first.out], [0, `${inPackage(entry)}\n`], first.err);
  const written = await lock();
  assert.match(written, new RegExp(`"size_bytes": ${String(binary.length)},\\n +"tree_sha256": "${treeSha256()}"\\n`));
  assert.equal((await acquire(await registry(), "--version 1.2.0 --pin")).code, 0);
  assert.equal(await lock(), written);
  const otherFiles = { ...goodFiles, "vendor/bin/other": "another" };
  const other = await acquire(await registry(otherFiles), "--version 1.2.0 --pin");
  assert.equal(other.code, 3);
  assert.match(other.err, /error\[PIN_CONFLICT\]/);
  assert.ok(other.err.includes(` and the digest "${treeSha256()}" of all files, but the registry serves `), other.err);
  assert.ok(other.err.includes(` and the digest "${treeSha256(otherFiles)}" of all files\n`), other.err);
  assert.equal(await lock(), written);
  assert.equal(await readFile(inPackage("vendor/bin/other"), "utf8"), goodFiles["vendor/bin/other"]);
});

test("acquire --pin leaves a version alone that is pinned by its binary only", async () => {
  await writeRoot();
  await wantWholePackage();
  const before = await lock();
  const result = await acquire(await registry(), "--version 1.2.0 --pin");
  assert.equal(result.code, 0, result.err);
  assert.equal(await lock(), before);
  assert.ok(!(await cached()).some((path) => path.startsWith(keptPackage)));
});

test("acquire replaces a package that another version of the lock left in its place", async () => {
  await writeRoot({ tree_sha256: treeSha256() });
  await mkdir(inPackage("stale/deep"), { recursive: true });
  await writeFile(inPackage("stale/deep/file"), "old");
  assert.equal((await acquire(await registry())).code, 0);
  assert.ok(!(await cached()).some((path) => path.includes("stale")));
});
