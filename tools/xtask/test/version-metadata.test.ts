import assert from "node:assert/strict";
import { test } from "node:test";
import type { VersionMetadataV1 } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { linux, mac, targets, windows, type memoryFiles } from "@lockstep/testing";
import { assertRefused, clock, documentOf, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, published, root, textOf } from "./small-root.ts";

const path = `${root}/versions/1.2.0.json`;
const line = (status: string): string => `version-metadata --cli tool --version 1.2.0 --status ${status}`;
const metadataIn = (files: ReturnType<typeof memoryFiles>): VersionMetadataV1 =>
  JSON.parse(textOf(files, "versions/1.2.0.json")) as VersionMetadataV1;

test("version-metadata writes the file alone and prints the supported targets", async () => {
  const files = await derivedFiles();
  files.tree.delete(`/repo/${path}`);
  const before = files.tree.size;
  assert.deepEqual(await run(testWorld(files), line("reported")), {
    code: 0,
    out: `${path} (written): reported; supported targets: ${linux}, ${windows}\n`,
    err: "",
  });
  assert.equal(files.tree.size, before + 1);
  assert.deepEqual(metadataIn(files), {
    schema_version: 1,
    semantic_version: "1.2.0",
    status: "reported",
    updated_at: published,
    artifacts: { snapshots_dir: "snapshots/1.2.0", reports_dir: "reports/1.2.0", union_complete: true },
    coverage: { supported_targets: [linux, windows], supported_required_target: true },
    promotion: { eligible_for_latest_validated: false },
  });
});

test("version-metadata writes snapshotted without union, reports and coverage", async () => {
  const files = inputFiles();
  assert.equal((await run(testWorld(files), line("snapshotted"))).out, `${path} (written): snapshotted; supported targets: none\n`);
  assert.equal("coverage" in metadataIn(files), false);
});

test("version-metadata writes all three outcome lists anew, in the order given, when any is given, and carries them over otherwise", async () => {
  const files = await derivedFiles();
  const given = await run(
    testWorld(files),
    `${line("validated")} --passed-target ${windows} --passed-target=${linux} --skipped-target ${mac} --json`,
  );
  assert.deepEqual(documentOf(given), {
    schema: "version-metadata.v1",
    version: "1.2.0",
    status: "validated",
    path,
    written: true,
    redGates: [],
  });
  const lists = { passed_targets: [windows, linux], failed_targets: [], skipped_targets: [mac] };
  assert.deepEqual(metadataIn(files).validation, lists);
  await run(testWorld(files), line("reported"));
  assert.deepEqual([metadataIn(files).status, metadataIn(files).validation], ["reported", lists]);
  await run(testWorld(files), `${line("reported")} --failed-target ${linux}`);
  assert.deepEqual(metadataIn(files).validation, { passed_targets: [], failed_targets: [linux], skipped_targets: [] });
});

test("version-metadata carries notes over and nothing else of the old file", async () => {
  const files = await derivedFiles();
  files.tree.set(
    `/repo/${path}`,
    renderJson({ ...metadataIn(files), notes: "by hand", artifacts: { snapshots_dir: "x", reports_dir: "y", union_complete: false } }),
  );
  await run(testWorld(files), line("reported"));
  assert.deepEqual([metadataIn(files).notes, metadataIn(files).artifacts.snapshots_dir], ["by hand", "snapshots/1.2.0"]);
});

test("version-metadata leaves the file untouched when only its time would differ, unless the time is explicit", async () => {
  const files = await derivedFiles();
  files.tree.delete(`/repo/${root}/artifacts.lock.json`);
  const before = textOf(files, "versions/1.2.0.json");
  assert.match((await run(testWorld(files, { clock }), line("reported"))).out, /\(unchanged\)/);
  assert.equal(textOf(files, "versions/1.2.0.json"), before);
  await run(testWorld(files), `${line("reported")} --updated-at 2031-01-01T00:00:00Z`);
  assert.equal(metadataIn(files).updated_at, "2031-01-01T00:00:00Z");
});

test("version-metadata exits 2 with every red gate and writes nothing", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  const validated = await run(testWorld(files), line("validated"));
  assert.deepEqual([validated.code, validated.err], [2, ""]);
  assert.equal(
    validated.out,
    `${path} is not written: "validated" is not reached\n  validation has not passed on the required target "${linux}" (passed: none)\n`,
  );
  const supported = await run(testWorld(files), `${line("supported")} --json`);
  assert.equal(supported.code, 2);
  assert.deepEqual(documentOf(supported), {
    schema: "version-metadata.v1",
    version: "1.2.0",
    status: "supported",
    path,
    written: false,
    redGates: [`the wrapper does not support ${mac} (supported: ${linux}, ${windows})`],
  });
  assert.deepEqual(files.tree, before);
});

test("version-metadata --check compares and writes nothing", async () => {
  const files = await derivedFiles();
  const current = await run(testWorld(files), `${line("reported")} --check`);
  assert.deepEqual(current, { code: 0, out: "1 file is current\n", err: "" });
  const before = new Map(files.tree);
  const stale = await run(testWorld(files), `${line("snapshotted")} --check --json`);
  assert.equal(stale.code, 2);
  assert.deepEqual(documentOf(stale), {
    schema: "version-metadata.v1",
    check: { stale: [{ path, state: "stale" }], fix: `xtask ${line("snapshotted")}` },
  });
  assert.deepEqual(files.tree, before);
});

test("version-metadata exits 3 with the next step when a file that the status needs is absent or malformed", async () => {
  const files = await derivedFiles();
  const union = textOf(files, "snapshots/1.2.0/union.json");
  files.tree.delete(`/repo/${root}/snapshots/1.2.0/union.json`);
  await assertRefused(
    files,
    line("reported"),
    3,
    /^error\[FILE_MISSING\]: ".*union\.json" does not exist\n {2}hint: Merge the snapshots first/,
  );
  files.tree.set(`/repo/${root}/snapshots/1.2.0/union.json`, union).delete(`/repo/${root}/reports/1.2.0/coverage.any.json`);
  await assertRefused(
    files,
    line("reported"),
    3,
    /^error\[FILE_MISSING\]: ".*coverage\.any\.json" does not exist\n {2}hint: Write the reports first/,
  );
  const cut = await derivedFiles();
  cut.tree.set(`/repo/${path}`, '{"schema_version": 1');
  await assertRefused(
    cut,
    line("reported"),
    3,
    `error[JSON_INVALID]: "${path}" at line 1, column 21 is not valid JSON: the text ends too early\n  hint: Correct the file or delete it; its notes and validation are carried over\n`,
  );
});

test("version-metadata refuses outcomes for snapshotted, unknown targets, two outcomes of one target, and none of the required one", async () => {
  const files = await derivedFiles();
  await assertRefused(
    files,
    `${line("snapshotted")} --failed-target ${linux}`,
    64,
    'error[OPTION_CONFLICT]: The status "snapshotted" takes no "--passed-target", "--failed-target" or "--skipped-target"\n  hint: xtask version-metadata --help\n',
  );
  await assertRefused(
    files,
    `${line("reported")} --failed-target riscv`,
    64,
    new RegExp(`^error\\[OPTION_VALUE\\]: The option "--failed-target" must be one of ${targets.join(", ")}, is "riscv"\n`),
  );
  await assertRefused(
    files,
    `${line("reported")} --failed-target ${linux} --skipped-target ${linux}`,
    64,
    new RegExp(`^error\\[OPTION_CONFLICT\\]: The target "${linux}" is given to "--failed-target" and to "--skipped-target"`),
  );
  await assertRefused(
    files,
    `${line("reported")} --failed-target ${mac}`,
    64,
    new RegExp(`^error\\[OPTION_MISSING\\]: The required target "${linux}" has no outcome`),
  );
});
