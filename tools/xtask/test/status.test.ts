import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { coverageOf, linux, mac, memoryFiles, rulesWith, windows } from "@lockstep/testing";
import { committedFiles } from "./committed-files.ts";
import { assertRefused, documentOf, printing, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, root, scenarios, textOf, wrappedWorld } from "./small-root.ts";

type Files = ReturnType<typeof memoryFiles>;
interface Status {
  readonly hasWrapper: boolean;
  readonly latestValidated: string | null;
  readonly minSupported: string | null;
  readonly pointers: readonly unknown[];
  readonly newest: unknown;
  readonly versions: readonly unknown[];
  readonly queue: { readonly version: string; readonly views: readonly unknown[] } | null;
  readonly filesChecked: number;
  readonly problems: readonly {
    readonly foundBy: string;
    readonly path: string;
    readonly code: string | null;
    readonly problem: string;
    readonly fix: string;
  }[];
  readonly next: readonly { readonly reason: string; readonly command: string }[];
}

async function statusOf(files: Files, world = wrappedWorld(files)): Promise<Status & { readonly code: number }> {
  const before = new Map(files.tree);
  const ran = await run(world, "status --cli tool --json");
  assert.deepEqual(files.tree, before);
  const { clis } = documentOf(ran) as { readonly clis: readonly [Status] };
  return { code: ran.code, ...clis[0] };
}

const pointerPaths = [mac, linux, windows].flatMap((target) =>
  ["latest_validated", "latest_supported"].map((folder) => `/repo/${root}/pointers/${folder}/${target}.txt`),
);
/** A root with which `verify` and `validate` are content: what a new root lacks are the pointers of its targets. */
async function soundFiles(versions?: readonly string[], status?: string): Promise<Files> {
  const files = await derivedFiles(versions, status);
  for (const path of pointerPaths) files.tree.set(path, "none\n");
  return files;
}
function unwrap(files: Files): Files {
  const { wrapper: _wrapper, ...descriptor } = JSON.parse(textOf(files, "cli.json")) as Readonly<Record<string, unknown>>;
  files.tree.set(`/repo/${root}/cli.json`, renderJson(descriptor));
  return files;
}
/** A CLI without a wrapper: its versions have snapshots, unions and metadata, and nothing else. */
async function unwrappedFiles(): Promise<Files> {
  const files = unwrap(inputFiles(["1.2.0", "1.3.0"], [mac, linux]));
  for (const path of pointerPaths) files.tree.set(path, "none\n");
  for (const version of ["1.2.0", "1.3.0"])
    for (const line of [`union --cli tool --version ${version}`, `version-metadata --cli tool --version ${version} --status snapshotted`])
      assert.equal((await run(testWorld(files, { env: { SOURCE_DATE_EPOCH: "0" } }), line)).code, 0);
  return files;
}
function assertNarrow(text: string): void {
  for (const line of text.split("\n")) assert.ok(line.length <= 80, `${String(line.length)} columns: ${line}`);
}

test("status tells pointers, the newest version, the window and the queue, and exits 0 when everything is current", async () => {
  const files = await soundFiles(["1.1.0", "1.2.0"], "validated");
  assert.equal((await run(wrappedWorld(files), "promote --cli tool --version 1.1.0")).code, 0);
  const found = await statusOf(files);
  assert.deepEqual([found.code, found.problems], [0, []]);
  assert.deepEqual([found.hasWrapper, found.latestValidated, found.minSupported], [true, "1.1.0", null]);
  assert.deepEqual(found.pointers, [
    { target: mac, isRequired: false, latestValidated: null, latestSupported: null },
    { target: linux, isRequired: true, latestValidated: "1.1.0", latestSupported: "1.1.0" },
    { target: windows, isRequired: false, latestValidated: null, latestSupported: "1.1.0" },
  ]);
  assert.deepEqual(found.newest, { version: "1.2.0", standing: "validated", knownFrom: ["lock", "snapshots", "versions"] });
  const window = { status: "validated", snapshots: [mac, linux, windows], union: "complete", missingTargets: [] };
  assert.deepEqual(
    found.versions,
    ["1.1.0", "1.2.0"].map((version) => ({ version, ...window })),
  );
  const nothing = { missing: { commands: 0, flags: 0, args: 0 }, unsupported: 0, atRisk: 0, hidden: 0 };
  assert.deepEqual(found.queue, {
    version: "1.2.0",
    views: [
      { view: "any", ...nothing, missing: { commands: 1, flags: 0, args: 0 } },
      { view: mac, ...nothing, missing: { commands: 1, flags: 0, args: 0 } },
      { view: linux, ...nothing },
      { view: windows, ...nothing },
      { view: "all", ...nothing },
    ],
  });
  assert.equal(found.next[0]?.command, "xtask report --cli tool --version 1.2.0 --show");
});

test("status prints at most 80 columns and ends with the next step", async () => {
  const files = await soundFiles(["1.2.0"], "reported");
  files.tree.delete(`/repo/${root}/snapshots/1.2.0/${windows}.json`);
  const { out, code } = await run(wrappedWorld(files), "status --cli tool");
  assert.equal(code, 2);
  assertNarrow(out);
  assert.match(
    out,
    /^tool \(manifests\/tool\)\n {2}latest validated {2}none\n {2}min supported {5}none\n {2}newest known {6}1\.2\.0, reported, /,
  );
  assert.match(out, /\n {2}1\.2\.0 {5}reported; snapshots of 2 of 3 targets; union without\n {12}x86_64-pc-windows-msvc\n/);
  assert.match(out, /\n {2}any target {17}missing 1 command\n/);
  assert.match(
    out,
    /\n {2}- manifests\/tool\/snapshots\/1\.2\.0\/x86_64-pc-windows-msvc\.json is gone, and the\n {4}committed union names it as an input\n {4}fix: git restore /,
  );
  assert.match(
    out,
    /\nNext: bring the snapshot back before anything is derived from it\. If the\n {6}committed one is whole:\n {2}git restore manifests\/tool\/snapshots\/1\.2\.0\/x86_64-pc-windows-msvc\.json\nThen: or else take it again:\n {2}xtask parity --cli tool --version 1\.2\.0 --target x86_64-pc-windows-msvc\n$/,
  );
});

test("status finds what verify and what validate find, each with the step that mends it", async () => {
  const files = await soundFiles(["1.2.0"], "validated");
  files.tree.delete(pointerPaths[0] ?? "");
  const report = JSON.parse(textOf(files, "reports/1.2.0/coverage.any.json")) as object;
  files.tree.set(`/repo/${root}/reports/1.2.0/coverage.any.json`, renderJson({ ...report, deltas: [] }));
  const { code, problems, queue } = await statusOf(files, testWorld(files, { processes: printing({ ...scenarios, declared: [] }) }));
  assert.equal(code, 2);
  assert.deepEqual(
    problems.map(({ foundBy, path, code: violation, fix }) => [foundBy, path.slice(root.length + 1), violation, fix]),
    [
      ["verify", "wrapper_coverage.json", null, "xtask wrapper-coverage --cli tool"],
      ["verify", "reports/1.2.0/coverage.any.json", null, "xtask report --cli tool --version 1.2.0"],
      ["validate", `pointers/latest_validated/${mac}.txt`, "POINTER_MISSING_FILE", "xtask validate --cli tool --mode fix"],
      ["validate", "reports/1.2.0/coverage.any.json", "REPORT_SCHEMA_INVALID", "xtask report --cli tool --version 1.2.0"],
    ],
  );
  assert.equal(queue?.views.length, 4, "a broken report has no counts");
});

test("status leads from what a missing union breaks to the union, and nothing is mended by hand", async () => {
  const files = await soundFiles(["1.2.0"], "validated");
  files.tree.set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), rules_schema_version: 2 }));
  assert.equal((await run(wrappedWorld(files), "verify --cli tool --fix")).code, 0);
  assert.equal((await run(wrappedWorld(files), "promote --cli tool --version 1.2.0")).code, 0);
  files.tree.delete(`/repo/${root}/snapshots/1.2.0/union.json`);
  const { problems } = await statusOf(files);
  assert.equal(problems.filter(({ foundBy }) => foundBy === "verify").length, 5);
  assert.ok(problems.some(({ code }) => code === "POINTER_REFERENCES_MISSING_SNAPSHOT"));
  assert.deepEqual([...new Set(problems.map(({ fix }) => fix))], ["xtask union --cli tool --version 1.2.0"]);
});

test("status prints files that lack the same once, and no more than three violations of a file", async () => {
  const files = await soundFiles();
  for (const path of pointerPaths.slice(0, 2)) files.tree.delete(path);
  const report = JSON.parse(textOf(files, "reports/1.2.0/coverage.any.json")) as object;
  files.tree.set(`/repo/${root}/reports/1.2.0/coverage.any.json`, renderJson({ ...report, a: 1, b: 1, c: 1, d: 1 }));
  const { out } = await run(wrappedWorld(files), "status --cli tool");
  assert.match(out, /\n {2}1 finding of verify, 6 violations of validate\n/);
  assert.match(
    out,
    /\n {2}- manifests\/tool\/pointers\/latest_supported\/aarch64-apple-darwin\.txt\n {4}manifests\/tool\/pointers\/latest_validated\/aarch64-apple-darwin\.txt\n {4}POINTER_MISSING_FILE /,
  );
  assert.match(
    out,
    /\n {4}REPORT_SCHEMA_INVALID .*\n {4}REPORT_SCHEMA_INVALID .*\n {4}REPORT_SCHEMA_INVALID .*\n {4}and 1 more violation\n/,
  );
});

test("status reports a status that was lost, and the step is the one of verify", async () => {
  const files = await soundFiles(["1.2.0"], "validated");
  const path = `/repo/${root}/wrapper_coverage.json`;
  files.tree.set(path, renderJson({ ...coverageOf([{ path: ["exec"], level: "explicit" }]), generated_at: "2026-05-06T07:08:09Z" }));
  files.tree.delete(`/repo/${root}/cli.json`);
  const { problems, next } = await statusOf(files);
  const lost = problems.find(({ path: where }) => where.endsWith("versions/1.2.0.json"));
  assert.equal(lost?.fix, "xtask version-metadata --cli tool --version 1.2.0 --status reported");
  assert.equal(next[0]?.command, "xtask verify --cli tool --fix");
});

test("status of a CLI without a wrapper asks for none of its files", async () => {
  const files = await unwrappedFiles();
  const found = await statusOf(files, testWorld(files));
  assert.deepEqual([found.code, found.problems, found.hasWrapper, found.queue], [0, [], false, null]);
  assert.deepEqual(found.newest, { version: "1.3.0", standing: "snapshotted", knownFrom: ["lock", "snapshots", "versions"] });
  const { out } = await run(testWorld(files), "status --cli tool");
  assertNarrow(out);
  assert.match(out, /\n {2}newest known {6}1\.3\.0, only snapshotted, not yet compared with a wrapper/);
  assert.match(out, /\n {2}wrapper {11}none, so its versions stay snapshotted and there is no work\n {20}queue\n/);
  assert.match(out, /\n {2}1\.2\.0 {5}snapshotted; snapshots of 2 of 3 targets; union without\n {12}x86_64-pc-windows-msvc\n/);
  assert.match(
    out,
    /\nNext: nothing has to be done while there is no wrapper\. Take in a newer release:\n {2}xtask lock add --cli tool --version <v>\n$/,
  );
});

test("status of a CLI whose newest version is only pinned says what takes its snapshot", async () => {
  const files = await soundFiles(["1.2.0"]);
  const lock = JSON.parse(textOf(files, "artifacts.lock.json")) as { readonly versions: readonly object[] };
  const versions = [...lock.versions, { ...lock.versions[0], version: "1.10.0" }];
  files.tree.set(`/repo/${root}/artifacts.lock.json`, renderJson({ ...lock, versions }));
  const { newest, next } = await statusOf(files);
  assert.deepEqual(newest, { version: "1.10.0", standing: "pinned", knownFrom: ["lock"] });
  assert.equal(next[0]?.command, "xtask parity --cli tool --version 1.10.0");
});

test("status of a root without any version is an answer", async () => {
  const files = unwrap(inputFiles([]));
  for (const path of pointerPaths) files.tree.set(path, "none\n");
  const found = await statusOf(files);
  assert.deepEqual([found.newest, found.versions, found.queue, found.filesChecked], [null, [], null, 0]);
  assert.equal(found.next[0]?.command, "xtask lock add --cli tool --version <v>");
});

test("status --all looks at every root, is red when one is, and excludes --root and --rules", async () => {
  const files = await soundFiles();
  for (const [path, text] of new Map(files.tree)) if (!path.includes("cli.json")) files.tree.set(path.replace("/tool/", "/other/"), text);
  files.tree.set(`/repo/${root}/current.json`, "{}");
  const ran = await run(wrappedWorld(files), "status --all");
  assert.equal(ran.code, 2);
  assert.match(ran.out, /^other \(manifests\/other\)\n[\s\S]*\n\ntool \(manifests\/tool\)\n/);
  for (const option of ["--root x", "--rules x"])
    await assertRefused(
      files,
      `status --all ${option}`,
      64,
      'error[OPTION_CONFLICT]: The option "--all" excludes "--root" and "--rules"\n  hint: xtask status --help\n',
    );
});

const unreadable: readonly (readonly [what: string, path: string, text: string, code: string, fix: RegExp])[] = [
  ["a pointer is malformed", "latest_validated.txt", "newest\n", "POINTER_INVALID_VALUE", /^Write the version that it should name/],
  ["metadata is malformed", "versions/1.2.0.json", "{}\n", "VERSION_METADATA_SCHEMA_INVALID", /^Correct it; /],
  ["the lock is malformed", "artifacts.lock.json", "{}\n", "SCHEMA_VIOLATION", /./],
];
for (const [what, path, text, code, fix] of unreadable) {
  test(`status tells the problem of a root and goes on with the others when ${what}`, async () => {
    const files = await soundFiles();
    for (const [at, content] of new Map(files.tree)) files.tree.set(at.replace("/tool/", "/other/"), content);
    files.tree.set(`/repo/manifests/other/${path}`, text);
    const ran = await run(wrappedWorld(files), "status --all");
    assert.deepEqual([ran.code, ran.err], [2, ""]);
    assert.match(
      ran.out,
      /^other \(manifests\/other\)\n {2}cannot be read further: "manifests\/other\/[\s\S]*\n\ntool \(manifests\/tool\)\n {2}latest validated {2}none\n/,
    );
    assertNarrow(ran.out);
    const { clis } = documentOf(await run(wrappedWorld(files), "status --all --json")) as { readonly clis: readonly Status[] };
    const [first] = clis[0]?.problems ?? [];
    assert.deepEqual([first?.path, first?.code], [`manifests/other/${path}`, code]);
    assert.match(first?.fix ?? "", fix);
    assert.deepEqual([clis[0]?.next[0]?.command, clis[1]?.problems], [first?.fix, []]);
  });
}

test("status --all tells the other roots, and then exits 3, when the rules of one cannot be read", async () => {
  const files = await soundFiles();
  files.tree.set("/repo/manifests/other/RULES.json", "{}\n");
  const ran = await run(wrappedWorld(files), "status --all");
  assert.equal(ran.code, 3);
  assert.match(ran.out, /^tool \(manifests\/tool\)\n/);
  assert.match(ran.err, /^error\[SCHEMA_VIOLATION\]: "manifests\/other\/RULES\.json" /);
});

const failing = {
  run: async () =>
    ({
      type: "exited",
      exitCode: 1,
      signal: null,
      stdout: "",
      stderr: "Cannot find package 'tsx'\n    at node:internal",
      durationMs: 1,
    }) as const,
};
test("status takes the coverage as it is, and says so, when the scenarios cannot be run outside of the wrapper's repository", async () => {
  const files = await soundFiles();
  const { out, code } = await run(testWorld(files, { processes: failing }), "status --cli tool");
  assert.equal(code, 0);
  assertNarrow(out);
  assert.match(
    out,
    /\n {2}scenarios {9}cannot be run here, so wrapper_coverage\.json is taken as it\n {20}is: The wrapper's command "print-scenarios" exited with 1;/,
  );
  assert.doesNotMatch(out, /node:internal/);
});

test("status has a finding when the scenarios do not run in the wrapper's own repository", async () => {
  const files = await soundFiles();
  files.tree.set("/repo/crates-wrapper/tool/package.json", "{}");
  const { code, problems } = await statusOf(files, testWorld(files, { processes: failing }));
  assert.equal(code, 2);
  assert.deepEqual(
    problems.map(({ path }) => path),
    [`${root}/wrapper_coverage.json`],
  );
  assert.match(problems[0]?.problem ?? "", /^cannot be derived: The wrapper's command "print-scenarios" [^\n]*$/);
});

test("status exits 3 when it cannot answer", async () => {
  await assertRefused(memoryFiles(), "status --all", 3, /^error\[ROOTS_MISSING\]: /);
  const bare = memoryFiles({ [`${root}/RULES.json`]: renderJson({ ...rulesWith(), union: {} }) });
  await assertRefused(bare, "status --cli tool", 3, /^error\[SCHEMA_VIOLATION\]: /);
});

test("status finds the committed manifests of codex current", async () => {
  const ran = await run(committedFiles(), "status --cli codex --json");
  const { clis } = documentOf(ran) as { readonly clis: readonly [Status] };
  assert.deepEqual([ran.code, clis[0].problems], [0, []]);
  assert.ok(clis[0].filesChecked > 10);
});
