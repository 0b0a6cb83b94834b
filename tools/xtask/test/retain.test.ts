import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { linux, memoryFiles, rulesWith, time } from "@lockstep/testing";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";

const root = "/repo/manifests/codex";
const metadata = (version: string, status: string) =>
  renderJson({
    schema_version: 1,
    semantic_version: version,
    status,
    updated_at: time,
    artifacts: { snapshots_dir: "s", reports_dir: "r", union_complete: true },
    promotion: { eligible_for_latest_validated: false },
  });

function rootFiles(changes: Readonly<Record<string, string>> = {}): ReturnType<typeof memoryFiles> {
  const files: Record<string, string> = {
    "RULES.json": renderJson(rulesWith()),
    "latest_validated.txt": "1.10.0\n",
    "min_supported.txt": "0.9.0\n",
    [`pointers/latest_supported/${linux}.txt`]: "1.3.0\n",
    "pointers/latest_validated/riscv.txt": "none\n",
    "versions/1.10.0.json": metadata("1.10.0", "validated"),
    "versions/1.9.0.json": metadata("1.9.0", "supported"),
    "versions/1.2.0.json": metadata("1.2.0", "validated"),
    "versions/1.11.0.json": metadata("1.11.0", "reported"),
    "snapshots/notes/readme.md": "kept",
    "wrapper_coverage.json": "{}",
    ...changes,
  };
  for (const version of ["1.10.0", "1.9.0", "1.2.0", "1.11.0", "1.3.0"]) {
    files[`snapshots/${version}/union.json`] = "{}";
    files[`reports/${version}/coverage.any.json`] = "{}";
  }
  return memoryFiles(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])));
}
const output = (apply: boolean): string =>
  `apply: ${String(apply)}\nkeep_versions:\n  0.9.0\n  1.3.0\n  1.9.0\n  1.10.0\ndelete_versions:\n  1.2.0\n  1.11.0\n`;

const warning = (verb: string): string =>
  `warning: 1.11.0 ${verb} deleted although newer than the latest validated version (1.10.0); validate and promote first what you want to keep\n`;

test("retain prints exactly its format, the whole keep-set included, and deletes nothing in a dry run", async () => {
  const files = rootFiles();
  const before = new Map(files.tree);
  assert.deepEqual(await run(testWorld(files), "retain"), { code: 0, out: output(false), err: warning("would be") });
  assert.deepEqual(files.tree, before);
});

test("retain --apply deletes the snapshots and reports of the listed versions and nothing else", async () => {
  const files = rootFiles();
  const gone = [...files.tree.keys()].filter((path) => /\/(snapshots|reports)\/1\.(2|11)\.0\//.test(path));
  const expected = new Map([...files.tree].filter(([path]) => !gone.includes(path)));
  assert.deepEqual(await run(testWorld(files), "codex-retain --apply"), { code: 0, out: output(true), err: warning("was") });
  assert.equal(gone.length, 4);
  assert.deepEqual(files.tree, expected);
  assert.match((await run(testWorld(files), "retain --apply")).out, /delete_versions:\n$/);
});

test("retain --json prints one document", async () => {
  const { err, ...printed } = await run(testWorld(rootFiles()), "retain --json");
  assert.equal(err, warning("would be"));
  assert.deepEqual(documentOf({ ...printed, err: "" }), {
    schema: "retain.v1",
    apply: false,
    keepVersions: ["0.9.0", "1.3.0", "1.9.0", "1.10.0"],
    deleteVersions: ["1.2.0", "1.11.0"],
  });
});

test("retain keeps what any pointer below pointers/ names, in whatever folder", async () => {
  const files = rootFiles({ "pointers/pinned/by/hand.txt": "1.2.0\n", "pointers/README.md": "no pointer" });
  assert.match((await run(testWorld(files), "retain")).out, /delete_versions:\n {2}1\.11\.0\n$/);
});

const malformed: readonly (readonly [when: string, path: string, text: string])[] = [
  ["a root pointer has no newline", "min_supported.txt", "0.9.0"],
  ["a root pointer has two lines", "latest_validated.txt", "1.10.0\n1.9.0\n"],
  ["a root pointer ends in CRLF", "latest_validated.txt", "1.10.0\r\n"],
  ["a target's pointer is no version", `pointers/latest_supported/${linux}.txt`, "latest\n"],
  ["a target's pointer is a pre-release", `pointers/latest_supported/${linux}.txt`, "1.3.0-alpha.1\n"],
  ["a pointer of no expected target is empty", "pointers/latest_validated/riscv.txt", "\n"],
];
for (const [when, path, text] of malformed) {
  test(`retain --apply exits 3 with the text and deletes nothing when ${when}`, () =>
    assertRefused(
      rootFiles({ [path]: text }),
      "retain --apply",
      3,
      `error[POINTER_MALFORMED]: "manifests/codex/${path}" must be one line with a version like 1.2.3 or "none", is ${JSON.stringify(text)}\n  hint: Write the version that it should name, or none; xtask validate --mode fix mends line ends\n`,
    ));
}

test("retain --apply takes none in a root pointer only when the rules allow it", async () => {
  const rules = { ...rulesWith(), versioning: { pointers: { stable_semver_pattern: "^\\d+\\.\\d+\\.\\d+$" } } };
  await assertRefused(
    rootFiles({ "RULES.json": renderJson(rules), "min_supported.txt": "none\n" }),
    "retain --apply",
    3,
    /^error\[POINTER_MALFORMED\]: "manifests\/codex\/min_supported\.txt" must be one line with a version like 1\.2\.3, is "none\\n"\n/,
  );
  assert.equal((await run(testWorld(rootFiles({ "min_supported.txt": "none\n" })), "retain")).code, 0);
});

const broken: readonly (readonly [when: string, changes: Readonly<Record<string, string>>, err: RegExp])[] = [
  [
    "a metadata file is cut",
    { "versions/1.9.0.json": '{"schema_version": 1,' },
    /^error\[JSON_INVALID\]: "manifests\/codex\/versions\/1\.9\.0\.json" at line 1, column 22 .*\n {2}hint: .*nothing is deleted/,
  ],
  [
    "a metadata file has no status",
    { "versions/1.9.0.json": metadata("1.9.0", "done") },
    /^error\[SCHEMA_VIOLATION\]: .*\n {2}\/status: must be one of "snapshotted", "reported", "validated", "supported", is "done"\n/,
  ],
  [
    "a metadata file has another version's name",
    { "versions/1.9.0.json": metadata("1.9.1", "validated") },
    /^error\[VERSION_NAME_MISMATCH\]: .* \/semantic_version must be "1\.9\.0", is "1\.9\.1"\n/,
  ],
  [
    "a metadata file's version is none",
    { "versions/latest.json": metadata("latest", "validated") },
    /^error\[VERSION_INVALID\]: .*latest\.json" \/semantic_version must be a version like 1\.2\.3, is "latest"\n/,
  ],
  [
    "the rules' pattern is no regular expression",
    { "RULES.json": renderJson({ ...rulesWith(), versioning: { pointers: { stable_semver_pattern: "(" } } }) },
    /^error\[RULES_UNSUPPORTED\]: .*stable_semver_pattern must be a regular expression, is "\("\n/,
  ],
];
for (const [when, changes, err] of broken) {
  test(`retain --apply exits 3 and deletes nothing when ${when}`, () => assertRefused(rootFiles(changes), "retain --apply", 3, err));
}

test("retain --apply exits 3 and deletes nothing when latest_validated.txt is absent", async () => {
  const files = rootFiles();
  files.tree.delete(`${root}/latest_validated.txt`);
  await assertRefused(files, "retain --apply", 3, /^error\[FILE_MISSING\]: "manifests\/codex\/latest_validated\.txt" does not exist\n/);
});
