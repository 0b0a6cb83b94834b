import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { memoryFiles } from "@lockstep/testing";
import { cases } from "./validate/cases.ts";
import { editedRoot, filesWith, type Edit } from "./validate/valid-root.ts";
import { run } from "./validate/run.ts";

interface CodeRow {
  readonly code: string;
  readonly condition: string;
  readonly sinceRules: 1 | 2;
}

const codeTable = async (): Promise<readonly CodeRow[]> =>
  (JSON.parse((await run(memoryFiles(), "validate", "--list", "--json")).out) as { readonly codes: readonly CodeRow[] }).codes;

const schemaText = (name: string): string => readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), "utf8");

test("validate says OK to a valid root, under the name it was invoked by", async () => {
  for (const name of ["validate", "codex-validate", "claude-validate"]) {
    assert.deepEqual(await run(filesWith({ root: [] }), name, "--root", "root"), { code: 0, out: `OK: ${name}\n`, err: "" });
  }
  const json = await run(filesWith({ "manifests/codex": [] }), "codex-validate", "--json");
  assert.deepEqual(json, { code: 0, out: '{"ok":true,"violations":[]}\n', err: "OK: codex-validate\n" });
});

for (const { title, edits, lines, details = [] } of cases) {
  test(`validate reports ${title}`, async () => {
    const human = await run(filesWith({ root: edits }), "validate", "--root", "root");
    assert.deepEqual(human, { code: 2, out: "", err: `FAIL: ${String(lines.length)} violations\n${lines.join("\n")}\n` });
    const json = await run(filesWith({ root: edits }), "validate", "--codex-dir", "root/", "--json");
    assert.deepEqual([json.code, json.err], [2, human.err]);
    const { ok, violations } = JSON.parse(json.out) as {
      readonly ok: boolean;
      readonly violations: readonly Readonly<Record<string, unknown>>[];
    };
    assert.equal(ok, false);
    assert.deepEqual(
      violations.map(({ code, severity, path, json_pointer: pointer, message }) =>
        [code, severity, path, ...(pointer === undefined ? [] : [pointer]), message].map(String).join(" "),
      ),
      lines,
    );
    for (const violation of violations) assert.deepEqual(Object.keys(violation), Object.keys(violation).toSorted());
    assert.deepEqual(
      violations.flatMap((violation) => violation["details"] ?? []),
      details,
    );
  });
}

test("every code of rules version 1 has a case, and no case has another code", async () => {
  const reported = new Set(cases.flatMap(({ lines }) => lines.map((line) => line.split(" ", 1)[0])));
  const declared = (await codeTable()).filter(({ sinceRules }) => sinceRules === 1).map(({ code }) => code);
  assert(declared.length > 40);
  assert.deepEqual(reported, new Set<string | undefined>(declared));
});

test("validate sorts violations by path, unit, command path, key or name, field, target, pointer, code and message", async () => {
  const edits: readonly Edit[] = [
    { drop: "reports/1.2.0/coverage.any.json" },
    { write: "min_supported.txt", text: "x\n" },
    { set: "versions/1.2.0.json", at: "/coverage/supported_targets", to: [] },
    { set: "versions/1.2.0.json", at: "/extra", to: 1 },
    { set: "versions/1.2.0.json", at: "/validation/skipped_targets", to: ["darwin-arm64", "linux-x64", "z", "a"] },
    { set: "wrapper_coverage.json", at: "/coverage/0/level", to: "intentionally_unsupported" },
    { set: "wrapper_coverage.json", at: "/coverage/-", to: { path: ["Z"], level: "intentionally_unsupported" } },
    {
      set: "wrapper_coverage.json",
      at: "/coverage/-",
      to: { path: ["exec"], level: "explicit", args: [{ name: "PROMPT", level: "intentionally_unsupported" }] },
    },
    { set: "wrapper_coverage.json", at: "/extra", to: true },
  ];
  const { err } = await run(filesWith({ root: edits }), "validate", "--root", "root");
  const [, ...lines] = err.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => /^(\S+) error (\S+)(?: (\/\S*))?/.exec(line)?.slice(1).filter(Boolean).join(" ")),
    [
      "POINTER_INVALID_VALUE min_supported.txt",
      "REPORT_MISSING reports/1.2.0/coverage.any.json",
      // Unit `pointers`: by target, field, pointer.
      "POINTER_INCONSISTENT_WITH_VERSION_METADATA versions/1.2.0.json /coverage/supported_targets",
      "POINTER_INCONSISTENT_WITH_VERSION_METADATA versions/1.2.0.json /coverage/supported_targets",
      "POINTER_INCONSISTENT_WITH_VERSION_METADATA versions/1.2.0.json /coverage/supported_targets",
      "VERSION_METADATA_SCHEMA_INVALID versions/1.2.0.json",
      // Unit `versions`: by target, pointer, code.
      "VALIDATION_TARGET_NOT_EXPECTED versions/1.2.0.json /validation/skipped_targets/3",
      "VALIDATION_REQUIRED_TARGET_NOT_EXPLICIT versions/1.2.0.json /validation",
      "VALIDATION_TARGET_SETS_OVERLAP versions/1.2.0.json /validation",
      "VALIDATION_TARGET_NOT_EXPECTED versions/1.2.0.json /validation/skipped_targets/2",
      "WRAPPER_COVERAGE_SCHEMA_INVALID wrapper_coverage.json",
      "IU_NOTE_MISSING wrapper_coverage.json /coverage/3/args/0/note",
      // `Z` comes before `[]` by code point.
      "IU_NOTE_MISSING wrapper_coverage.json /coverage/2/note",
      "IU_NOTE_MISSING wrapper_coverage.json /coverage/0/note",
      // Unit `wrapper_coverage`: by key or name (absent first), then target.
      "WRAPPER_SCOPE_OVERLAP wrapper_coverage.json /coverage/3",
      "WRAPPER_SCOPE_OVERLAP wrapper_coverage.json /coverage/3",
      "WRAPPER_SCOPE_OVERLAP wrapper_coverage.json /coverage/3/args/0",
      "WRAPPER_SCOPE_OVERLAP wrapper_coverage.json /coverage/3/args/0",
    ],
  );
});

test("validate lets a root without a wrapper and with snapshotted versions alone do without a wrapper coverage", async () => {
  const edits: readonly Edit[] = [
    { drop: "wrapper_coverage.json" },
    { write: "cli.json", text: "{}\n" },
    { set: "versions/1.2.0.json", at: "/status", to: "snapshotted" },
    { drop: "reports/1.2.0/coverage.any.json" },
  ];
  assert.equal((await run(filesWith({ root: edits }), "validate", "--root", "root")).code, 0);
});

test("validate lets a root whose pointers may be none do without any version", async () => {
  const texts = editedRoot([{ set: "RULES.json", at: "/versioning/pointers/root_pointers_allow_none", to: true }]);
  const files = memoryFiles({
    "root/RULES.json": texts["RULES.json"] ?? "",
    "root/wrapper_coverage.json": texts["wrapper_coverage.json"] ?? "",
  });
  for (const path of ["min_supported.txt", "latest_validated.txt"]) files.tree.set(`/repo/root/${path}`, "none\n");
  for (const kind of ["supported", "validated"])
    for (const target of ["linux-x64", "darwin-arm64"]) files.tree.set(`/repo/root/pointers/latest_${kind}/${target}.txt`, "none\n");
  assert.deepEqual(await run(files, "validate", "--root", "root"), { code: 0, out: "OK: validate\n", err: "" });
});

test("validate checks against a root's own schemas, each on its own", async () => {
  const own = JSON.parse(schemaText("SCHEMA.json")) as { readonly $defs: Record<string, Record<string, unknown>> };
  Object.assign(own.$defs["WrapperCoverageV1"]?.["properties"] ?? {}, { wrapper_version: { const: "9.9.9" } });
  const artifacts = await run(filesWith({ root: [{ write: "SCHEMA.json", text: JSON.stringify(own) }] }), "validate", "--root", "root");
  assert.deepEqual(
    artifacts.err,
    'FAIL: 1 violations\nWRAPPER_COVERAGE_SCHEMA_INVALID error wrapper_coverage.json /wrapper_version Must be "9.9.9", is "0.1.0"\n',
  );
  const strict = JSON.stringify({ type: "object", required: ["notes"] });
  const versions = await run(filesWith({ root: [{ write: "VERSION_METADATA_SCHEMA.json", text: strict }] }), "validate", "--root", "root");
  assert.deepEqual(
    versions.err,
    'FAIL: 1 violations\nVERSION_METADATA_SCHEMA_INVALID error versions/1.2.0.json The field "notes" is missing\n',
  );
  const named = filesWith({
    root: [{ write: "VERSION_METADATA_SCHEMA.json", text: strict }],
    elsewhere: [{ write: "own.json", text: "{}" }],
  });
  assert.equal((await run(named, "validate", "--root", "root", "--version-schema", "elsewhere/own.json")).code, 0);
});

test("validate names rules outside of the root as they were given", async () => {
  const files = filesWith({ root: [], other: [{ set: "RULES.json", at: "/parity_exclusions/units/0/note", to: "" }] });
  const { err } = await run(files, "validate", "--root", "root", "--rules", "other/RULES.json");
  assert.match(err, /^FAIL: 1 violations\nPARITY_EXCLUSIONS_NOTE_MISSING error other\/RULES\.json /);
});

test("validate refuses a wrong command line with 64", async () => {
  for (const words of [
    "--all --root root",
    "--all --codex-dir root",
    "--all --rules r.json",
    "--format md",
    "--root root --root root",
    "root",
    "--checks all",
  ]) {
    const { code, out, err } = await run(filesWith({ root: [] }), "validate", ...words.split(" "));
    assert.deepEqual([code, out], [64, ""], words);
    assert.match(err, /^error\[[A-Z_]+\]: .+\n {2}hint: /);
  }
});

test("validate --list prints every code, and docs/validator.md is its Markdown form", async () => {
  const rows = await codeTable();
  const { out } = await run(memoryFiles(), "validate", "--list");
  assert.equal(out.trimEnd().split("\n").length, rows.length);
  for (const { code, condition } of rows) {
    assert(out.includes(`${code} `), code);
    assert.match(condition, /^[A-Z`].*\.$/);
  }
  const page = await run(memoryFiles(), "validate", "--list", "--format", "md");
  const committed = readFileSync(new URL("../../../docs/validator.md", import.meta.url), "utf8");
  assert.equal(page.out, committed, "Run: pnpm xtask validate --list --format md > docs/validator.md");
});
