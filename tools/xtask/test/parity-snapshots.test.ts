import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { linux, mac, snapshotOf, targets, windows, type memoryFiles } from "@lockstep/testing";
import { assertRefused, documentOf, run } from "./run.ts";
import { inputFiles, pinned, root, textOf, wrappedWorld } from "./small-root.ts";
import { artifactOf, readWorkflow, uploadOf } from "./workflow-run.ts";

type Tree = ReturnType<typeof memoryFiles>;
const line = "parity --cli tool --version 1.2.0 --snapshots down";
const upload = uploadOf(readWorkflow("update-snapshot"), "snapshot");

/** A checkout with rules, lock and pointers, and the artifacts of the jobs that succeeded, downloaded as the workflow downloads them. */
function downloaded(...from: readonly (typeof targets)[number][]): Tree {
  const files = inputFiles();
  const [entry] = [pinned("1.2.0")];
  const artifacts = targets.map((target_triple) => ({ ...entry.artifacts[0], target_triple }));
  files.tree.set(`/repo/${root}/artifacts.lock.json`, renderJson({ schema_version: 1, versions: [{ ...entry, artifacts }] }));
  for (const pointer of targets.flatMap((target) => [`latest_supported/${target}`, `latest_validated/${target}`]))
    files.tree.set(`/repo/${root}/pointers/${pointer}.txt`, "none\n");
  for (const target of from) {
    files.tree.set(`/repo/${root}/raw_help/1.2.0/${target}/help.txt`, `Usage: tool on ${target}\n`);
    const context = { "inputs.cli": "tool", "inputs.version": "1.2.0", "matrix.target_triple": target };
    const machine = [...files.tree.keys()].map((path) => path.slice("/repo/".length));
    const artifact = artifactOf(upload, context, machine);
    assert.deepEqual(artifact.name, `snapshot-tool-1.2.0-${target}`);
    assert.deepEqual([...artifact.files.keys()].toSorted(), [`raw_help/1.2.0/${target}/help.txt`, `snapshots/1.2.0/${target}.json`]);
    for (const [name, path] of artifact.files) files.tree.set(`/repo/down/${artifact.name}/${name}`, files.tree.get(`/repo/${path}`) ?? "");
  }
  for (const path of files.tree.keys()) if (/^\/repo\/manifests\/tool\/(?:snapshots|raw_help)\//.test(path)) files.tree.delete(path);
  return files;
}

const at = (target: string): string => `/repo/down/snapshot-tool-1.2.0-${target}/snapshots/1.2.0/${target}.json`;

test("parity --snapshots joins what the jobs of a matrix left and runs the chain", async () => {
  const files = downloaded(mac, linux, windows);
  const progress: string[] = [];
  const ran = await run(wrappedWorld(files, { progress: (text) => void progress.push(text) }), `${line} --json`);
  assert.equal(ran.code, 0, `${ran.err}${ran.out}`);
  assert.deepEqual(documentOf(ran), {
    schema: "parity.v1",
    version: "1.2.0",
    target: linux,
    joined: [...targets],
    missing: [],
    status: "reported",
    queue: { missing_commands: 1, intentionally_unsupported: 1 },
  });
  assert.deepEqual(
    progress.filter((text) => text.startsWith("parity: ")),
    ["join", "union", "wrapper-coverage", "report", "version-metadata", "validate"].map((verb) => `parity: ${verb}`),
  );
  for (const target of targets) {
    assert.equal(textOf(files, `snapshots/1.2.0/${target}.json`), files.tree.get(at(target)));
    assert.equal(textOf(files, `raw_help/1.2.0/${target}/help.txt`), `Usage: tool on ${target}\n`);
  }
  assert.match(textOf(files, "snapshots/1.2.0/union.json"), /"complete": true/);
  const before = new Map(files.tree);
  assert.equal((await run(wrappedWorld(files), line)).code, 0);
  assert.deepEqual(files.tree, before);
});

test("parity --snapshots leaves a target that failed out, and says so", async () => {
  const files = downloaded(linux);
  const progress: string[] = [];
  const ran = await run(wrappedWorld(files, { progress: (text) => void progress.push(text) }), line);
  assert.equal(ran.code, 0, ran.err);
  assert(progress.includes(`  no snapshot of ${mac}`) && progress.includes(`  no snapshot of ${windows}`), progress.join("\n"));
  assert.match(
    textOf(files, "snapshots/1.2.0/union.json"),
    new RegExp(`"complete": false,\\s*"missing_targets": \\[\\s*"${mac}",\\s*"${windows}"`),
  );
});

test("parity --snapshots takes the files of one artifact that has no folder of its own", async () => {
  const files = downloaded(linux);
  const bare = `/repo/down/snapshots/1.2.0/${linux}.json`;
  files.tree.set(bare, files.tree.get(at(linux)) ?? "");
  for (const path of files.tree.keys()) if (path.startsWith("/repo/down/snapshot-")) files.tree.delete(path);
  assert.equal((await run(wrappedWorld(files), line)).code, 0);
  assert.equal(textOf(files, `snapshots/1.2.0/${linux}.json`), files.tree.get(bare));
});

test("parity --snapshots keeps a committed snapshot that differs in its time alone", async () => {
  const files = downloaded(mac, linux, windows);
  const committed = (files.tree.get(at(linux)) ?? "").replace(/"collected_at": ".*"/, '"collected_at": "2020-01-01T00:00:00Z"');
  files.tree.set(`/repo/${root}/snapshots/1.2.0/${linux}.json`, committed);
  assert.equal((await run(wrappedWorld(files), line)).code, 0);
  assert.equal(textOf(files, `snapshots/1.2.0/${linux}.json`), committed);
});

test("parity --snapshots exits 3 without the required target, which it names, and writes nothing", async () => {
  const wanted = new RegExp(
    `^error\\[REQUIRED_TARGET_MISSING\\]: "down" has snapshots of ${mac}, ${windows} of tool 1\\.2\\.0 alone; the required target ${linux} must be there\n  hint: .*--target ${linux}\n`,
  );
  await assertRefused(downloaded(mac, windows), line, 3, wanted);
  const other = downloaded(linux);
  other.tree.set("/repo/down/notes.txt", "no artifact");
  await assertRefused(
    other,
    line.replace("--version 1.2.0", "--version 1.3.0"),
    3,
    /REQUIRED_TARGET_MISSING\]: "down" has no snapshot of tool 1\.3\.0;/,
  );
  await assertRefused(inputFiles(), line, 3, /^error\[FILE_MISSING\]: "down" does not exist or is empty\n/);
});

test("parity --snapshots refuses a snapshot that is not what its place says, and writes nothing", async () => {
  const planted = async (snapshot: object, wanted: RegExp): Promise<void> => {
    const files = downloaded(linux, mac);
    files.tree.set(at(mac), renderJson(snapshot));
    await assertRefused(files, line, 3, wanted);
  };
  const good = snapshotOf(mac, [{ path: [] }]);
  const binary = (more: object): object => ({ ...good, binary: { ...good.binary, ...more } });
  await planted(snapshotOf(mac, [{ path: [] }], "1.1.0"), /SNAPSHOT_FOREIGN\]: ".*" is of the version 1\.1\.0, but must be of 1\.2\.0\n/);
  await planted(snapshotOf(linux, [{ path: [] }]), new RegExp(`is of the target ${linux}, but must be of ${mac}\n`));
  await planted(binary({ sha256: "b".repeat(64) }), /is of the SHA-256 b{64}, but must be of a{64}\n {2}hint: .*pins other bytes/);
  await planted({ ...good, commands: 7 }, /SCHEMA_VIOLATION/);
});

test("parity --snapshots refuses a target that is not pinned, and one that two artifacts tell of", async () => {
  const unpinned = downloaded(linux, mac);
  unpinned.tree.set(`/repo/${root}/artifacts.lock.json`, renderJson({ schema_version: 1, versions: [pinned("1.2.0")] }));
  await assertRefused(unpinned, line, 3, new RegExp(`^error\\[ARTIFACT_UNPINNED\\].*"${mac}"`));
  const twice = downloaded(linux);
  twice.tree.set(`/repo/down/zz/snapshots/1.2.0/${linux}.json`, twice.tree.get(at(linux)) ?? "");
  await assertRefused(twice, line, 3, /^error\[SNAPSHOT_TWICE\]/);
});

for (const words of [`--target ${linux}`, "--via qemu"]) {
  test(`parity --snapshots refuses ${words.split(" ")[0] ?? ""}`, () =>
    assertRefused(downloaded(linux), `${line} ${words}`, 64, /^error\[OPTION_CONFLICT\]: "--snapshots" takes every target/));
}
