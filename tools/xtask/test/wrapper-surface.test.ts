import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { linux, mac, windows, type memoryFiles } from "@lockstep/testing";
import { globSync } from "glob";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";
import { inputFiles, nameSurface, root, surfacePath } from "./small-root.ts";

const line = "wrapper-surface --cli tool";
const repository = join(import.meta.dirname, "../../..");
type Files = ReturnType<typeof memoryFiles>;

/** The snapshots of some versions, and a wrapper that wants their surface. */
function snapshotted(versions?: readonly string[]): Files {
  const files = inputFiles(versions);
  nameSurface(files);
  return files;
}
const snapshot = (version: string, target: string): string => `${root}/snapshots/${version}/${target}.json`;

test("wrapper-surface writes what the snapshots of every version show, and touches nothing but files", async () => {
  const files = snapshotted(["1.10.0", "1.2.0"]);
  const path = `/repo/${snapshot("1.2.0", mac)}`;
  files.tree.set(path, (files.tree.get(path) ?? "").replaceAll('"--model"', '"--mdl"').replaceAll('"login"', '"signin"'));
  for (const target of [linux, windows]) files.tree.delete(`/repo/${snapshot("1.2.0", target)}`);
  files.tree
    .set(`/repo/${root}/snapshots/1.3.0/union.json`, "a union is no evidence")
    .set(`/repo/${root}/snapshots/1.2.0/union.json`, "{")
    .set(`/repo/${root}/snapshots/latest/${linux}.json`, "no version")
    .set(`/repo/${root}/snapshots/1.2.0/README.md`, "no snapshot");
  const before = new Map(files.tree);
  assert.deepEqual(await run(testWorld(files), line), {
    code: 0,
    out: `${surfacePath} (written): 4 commands and 4 flags in 1.2.0, 1.10.0\n`,
    err: "",
  });
  const expected = {
    schema_version: 1,
    tool: "tool-cli",
    versions: ["1.2.0", "1.10.0"],
    commands: [
      { path: [], states: "vv", flags: { "--config": "vv" } },
      { path: ["exec"], states: "vv", flags: { "--json": "vv", "--mdl": "v-", "--model": "-v" }, args: { PROMPT: "vv" } },
      { path: ["login"], states: "-v" },
      { path: ["signin"], states: "v-" },
    ],
  };
  assert.deepEqual(files.tree, before.set(`/repo/${surfacePath}`, renderJson(expected)));
});

test("wrapper-surface --json prints the document, and leaves a current file untouched whatever the time", async () => {
  const files = snapshotted();
  const document = (written: boolean) => ({
    schema: "wrapper-surface.v1",
    path: surfacePath,
    written,
    versions: ["1.2.0"],
    commands: 3,
    flags: 3,
  });
  assert.deepEqual(documentOf(await run(testWorld(files, { env: { CI: "1" } }), `${line} --json`)), document(true));
  const before = new Map(files.tree);
  for (const env of [{}, { SOURCE_DATE_EPOCH: "0" }])
    assert.deepEqual(documentOf(await run(testWorld(files, { env }), `${line} --json`)), document(false));
  assert.deepEqual(files.tree, before);
});

test("wrapper-surface --check finds a missing and a stale file, names the mending command, and writes nothing", async () => {
  const files = snapshotted();
  const fix = "xtask wrapper-surface --cli tool";
  const finds = async (state: string): Promise<void> => {
    const before = new Map(files.tree);
    const ran = await run(testWorld(files), `${line} --check --json`);
    assert.equal(ran.code, 2);
    assert.deepEqual(documentOf(ran), { schema: "wrapper-surface.v1", check: { stale: [{ path: surfacePath, state }], fix } });
    assert.deepEqual(files.tree, before);
  };
  await finds("missing");
  assert.equal((await run(testWorld(files), line)).code, 0);
  assert.deepEqual(await run(testWorld(files), `${line} --check`), { code: 0, out: "1 file is current\n", err: "" });
  files.tree.set(`/repo/${surfacePath}`, (files.tree.get(`/repo/${surfacePath}`) ?? "").trimEnd());
  await finds("stale");
  assert.deepEqual(await run(testWorld(files), `${line} --check`), {
    code: 2,
    out: `${surfacePath} is stale\nRun: ${fix}\n`,
    err: "",
  });
});

test("wrapper-surface writes into the repository that holds the root when it runs elsewhere", async () => {
  const files = snapshotted();
  const elsewhere = { ...files, absolute: (path: string) => files.absolute(path === "." ? "/repo/below" : path) };
  const words = ["--root", `/repo/${root}`];
  const document = documentOf(await run(testWorld(elsewhere), [...line.split(" "), ...words, "--json"]));
  assert.equal(document["path"], `/repo/${surfacePath}`);
  assert(files.tree.has(`/repo/${surfacePath}`));
  files.tree.delete(`/repo/${surfacePath}`);
  const ran = await run(testWorld(elsewhere), [...line.split(" "), ...words, "--check"]);
  assert.match(ran.out, /\nRun: xtask wrapper-surface --cli tool --root \/repo\/manifests\/tool\n$/);
});

test("wrapper-surface exits 3 with the next step when cli.json names no surface, or there is none in the root", async () => {
  const files = inputFiles();
  await assertRefused(
    files,
    line,
    3,
    /^error\[SURFACE_UNNAMED\]: "manifests\/tool\/cli\.json" names no "wrapper\.surface" to write\n {2}hint: Add "surface" to its "wrapper": /,
  );
  nameSurface(files);
  await assertRefused(
    files,
    [...line.split(" "), "--root", "manifests/borrowed"],
    3,
    /^error\[FILE_MISSING\]: "manifests\/borrowed\/cli\.json" does not exist\n {2}hint: /,
  );
});

test("wrapper-surface exits 3 and makes no package when the wrapper is not in the root's repository", async () => {
  const files = snapshotted();
  files.tree.delete("/repo/crates-wrapper/tool/package.json");
  await assertRefused(
    files,
    line,
    3,
    /^error\[WRAPPER_MISSING\]: No folder above "\/repo\/manifests\/tool" has the wrapper "crates-wrapper\/tool" that its cli\.json names\n {2}hint: /,
  );
});

test("wrapper-surface exits 3 with the next step when there is no snapshot", async () => {
  const files = snapshotted([]);
  files.tree.set(`/repo/${root}/snapshots/1.2.0/union.json`, "{}");
  await assertRefused(
    files,
    line,
    3,
    'error[SNAPSHOTS_MISSING]: "manifests/tool/snapshots" has no snapshot of any target\n  hint: Make one first: xtask parity --cli tool --version <v>\n',
  );
});

const hint = `\n  hint: Take it again: xtask parity --cli tool --version 1.2.0 --target ${mac}\n`;
const broken: readonly (readonly [name: string, change: (text: string) => string, error: string])[] = [
  [
    "half-written",
    (text) => text.slice(0, 100),
    `error[JSON_INVALID]: "${snapshot("1.2.0", mac)}" at line 5, column 3 is not valid JSON: the text ends too early${hint}`,
  ],
  [
    "of another schema version",
    (text) => text.replace('"snapshot_schema_version": 1', '"snapshot_schema_version": 0'),
    `error[SCHEMA_VIOLATION]: "${snapshot("1.2.0", mac)}" is no valid UpstreamSnapshotV1:\n  /snapshot_schema_version: must be 1, is 0${hint}`,
  ],
  [
    "malformed",
    (text) => text.replace('"takes_value": false', '"takes_value": "no"'),
    `error[SCHEMA_VIOLATION]: "${snapshot("1.2.0", mac)}" is no valid UpstreamSnapshotV1:\n  /commands/1/flags/0/takes_value: must be of type boolean, is "no"${hint}`,
  ],
  [
    "of another version",
    (text) => text.replace('"semantic_version": "1.2.0"', '"semantic_version": "1.1.0"'),
    `error[SNAPSHOT_MISMATCH]: "snapshots/1.2.0/${mac}.json" /binary/semantic_version must be "1.2.0", is "1.1.0"\n  hint: Snapshot that target again, from the right binary\n`,
  ],
];
for (const [name, change, error] of broken) {
  test(`wrapper-surface exits 3 with file and pointer, and leaves the committed surface, when a snapshot is ${name}`, async () => {
    const files = snapshotted();
    const path = `/repo/${snapshot("1.2.0", mac)}`;
    const text = files.tree.get(path) ?? "";
    assert.notEqual(change(text), text);
    files.tree.set(path, change(text)).set(`/repo/${surfacePath}`, "committed");
    await assertRefused(files, line, 3, error);
  });
}

test("every committed cli.json that names a surface has the wrapper, and the surface in it keeps its contract", () => {
  const descriptors = globSync("manifests/*/cli.json", { cwd: repository }).map((path) =>
    parseContract("CliDescriptor", path, readFileSync(join(repository, path), "utf8")),
  );
  const wrappers = descriptors.flatMap(({ wrapper }) =>
    wrapper?.package === undefined || wrapper.surface === undefined ? [] : [{ package: wrapper.package, surface: wrapper.surface }],
  );
  assert(wrappers.length > 0);
  for (const { package: folder, surface } of wrappers) {
    assert(existsSync(join(repository, folder)), `"${folder}" does not exist`);
    assert(surface.startsWith(`${folder}/`), `"${surface}" is not in "${folder}"`);
    parseContract("WrapperSurface", surface, readFileSync(join(repository, surface), "utf8"));
  }
});
