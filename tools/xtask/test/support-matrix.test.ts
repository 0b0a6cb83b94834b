import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { descriptorWith, linux, mac, memoryFiles, rulesWith, snapshotOf, windows } from "@lockstep/testing";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";
import { derivedFiles } from "./small-root.ts";

const page = "docs/support.md";

function metadata(version: string, more: object = {}): string {
  return renderJson({
    schema_version: 1,
    semantic_version: version,
    status: "validated",
    updated_at: "2026-01-02T03:04:05Z",
    artifacts: { snapshots_dir: `snapshots/${version}`, reports_dir: `reports/${version}`, union_complete: false },
    coverage: { supported_targets: [linux], supported_required_target: true },
    validation: { passed_targets: [linux], failed_targets: [mac], skipped_targets: [windows] },
    promotion: { eligible_for_latest_validated: true },
    ...more,
  });
}

function committed(): ReturnType<typeof memoryFiles> {
  return memoryFiles({
    "manifests/tool/RULES.json": renderJson(rulesWith()),
    "manifests/tool/cli.json": renderJson(descriptorWith({})),
    "manifests/tool/latest_validated.txt": "1.10.0\n",
    "manifests/tool/min_supported.txt": "none\n",
    [`manifests/tool/pointers/latest_validated/${linux}.txt`]: "1.9.0\n",
    "manifests/tool/versions/1.10.0.json": metadata("1.10.0"),
    "manifests/tool/versions/1.9.0.json": metadata("1.9.0", { status: "snapshotted", coverage: undefined, validation: undefined }),
    [`manifests/tool/snapshots/1.9.0/${linux}.json`]: renderJson(snapshotOf(linux, [], "1.9.0")),
    [`manifests/tool/snapshots/1.11.0/${mac}.json`]: renderJson(snapshotOf(mac, [], "1.11.0")),
    "manifests/other/RULES.json": renderJson(rulesWith()),
  });
}

test("support-matrix writes a page with a table for each CLI, the newest version first, and is idempotent", async () => {
  const files = committed();
  const ran = await run(testWorld(files), "support-matrix");
  assert.deepEqual([ran.code, ran.out], [0, `${page} (written): 3 versions of other, tool\n`], ran.err);
  const text = files.tree.get(`/repo/${page}`) ?? "";
  const rows = text.split("\n").filter((line) => line.startsWith("| 1."));
  assert.deepEqual(
    rows.map((row) =>
      row
        .split("|")
        .map((cell) => cell.trim())
        .filter((cell) => cell !== ""),
    ),
    [
      ["1.11.0", "no metadata", "snapshot", "–", "–", "–", "–"],
      ["1.10.0", "validated", "failed", "validated, supported", "–", "–", "–"],
      ["1.9.0", "snapshotted", "–", "snapshot", "–", "–", "–"],
    ],
  );
  assert.match(
    text,
    /### tool-cli \(`tool`\)\n\nLatest validated: 1\.10\.0\. Oldest supported: none\. On x86_64-unknown-linux-musl the latest validated is 1\.9\.0\.\n/,
  );
  assert.match(text, /### other \(`other`\)\n\nLatest validated: none\. Oldest supported: none\.\n\nNo version is committed\.\n/);
  assert.match((await run(testWorld(files), "support-matrix")).out, /\(unchanged\)/);
  assert.equal(files.tree.get(`/repo/${page}`), text);
});

test("support-matrix --check exits with 2 while the block is stale or missing, and writes nothing", async () => {
  const files = committed();
  const before = new Map(files.tree);
  const missing = await run(testWorld(files), "support-matrix --check");
  assert.deepEqual([missing.code, missing.out], [2, `${page} is missing\nRun: xtask support-matrix\n`]);
  assert.deepEqual(files.tree, before);
  await run(testWorld(files), "support-matrix");
  assert.equal((await run(testWorld(files), "support-matrix --check")).code, 0);
  files.tree.set("/repo/manifests/tool/versions/1.9.0.json", metadata("1.9.0"));
  const stale = await run(testWorld(files), "support-matrix --check --json");
  assert.equal(stale.code, 2);
  assert.deepEqual(documentOf(stale)["check"], { stale: [{ path: page, state: "stale" }], fix: "xtask support-matrix" });
});

test("support-matrix leaves what stands around the block as it is", async () => {
  const files = committed();
  files.tree.set("/repo/docs/own.md", "# Mine\n\n<!-- support -->\nold\n<!-- /support -->\n\nThe end.\n");
  const ran = await run(testWorld(files), "support-matrix --page docs/own.md");
  assert.equal(ran.code, 0, ran.err);
  assert.match(
    files.tree.get("/repo/docs/own.md") ?? "",
    /^# Mine\n\n<!-- support -->\n\n### other[^]*\n\n<!-- \/support -->\n\nThe end\.\n$/,
  );
  assert.equal((await run(testWorld(files), "support-matrix --check --page docs/own.md")).code, 0);
});

test("support-matrix --cli prints one CLI with the counts of its report, and writes nothing", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  const text = await run(testWorld(files), "support-matrix --cli tool");
  assert.equal(text.code, 0, text.err);
  assert.match(text.out, /^### tool-cli \(`tool`\)\n/);
  const { clis, page: written } = documentOf(await run(testWorld(files), "support-matrix --cli tool --json")) as unknown as {
    readonly page: unknown;
    readonly clis: readonly {
      readonly versions: readonly { readonly version: string; readonly queue: { readonly missing: unknown } | null }[];
    }[];
  };
  assert.equal(written, null);
  assert.equal(clis.length, 1);
  assert.deepEqual(
    clis[0]?.versions.map(({ version }) => version),
    ["1.2.0"],
  );
  assert.ok(clis[0]?.versions[0]?.queue !== null);
  assert.deepEqual(files.tree, before);
});

test("support-matrix refuses a page without marks, options that contradict each other, and roots that are malformed", async () => {
  const files = committed();
  for (const text of [
    "# Mine\n",
    "<!-- support -->\n",
    "<!-- /support -->\n",
    "<!-- support -->\n<!-- /support -->\n<!-- support -->\n<!-- /support -->\n",
  ]) {
    files.tree.set("/repo/docs/own.md", text);
    await assertRefused(
      files,
      "support-matrix --page docs/own.md",
      3,
      /error\[PAGE_UNMARKED\]: "docs\/own\.md" must have one line "<!-- support -->"/,
    );
  }
  await assertRefused(files, "support-matrix --root elsewhere", 64, /error\[OPTION_NEEDS\]/);
  await assertRefused(files, "support-matrix --cli tool --check", 64, /error\[OPTION_CONFLICT\].*"--check"/);
  await assertRefused(files, "support-matrix --cli tool --page x.md", 64, /error\[OPTION_CONFLICT\].*"--page"/);
  await assertRefused(files, "support-matrix --cli absent", 3, /error\[CLI_UNKNOWN\]/);
  await assertRefused(files, "support-matrix --pgae x", 64, /error\[OPTION_UNKNOWN\].*\n {2}hint: Did you mean "--page"\?/);
  files.tree.set("/repo/manifests/tool/versions/1.9.0.json", "{}");
  await assertRefused(files, "support-matrix", 3, /error\[SCHEMA_VIOLATION\]: "?manifests\/tool\/versions\/1\.9\.0\.json/);
  await assertRefused(memoryFiles({}), "support-matrix", 3, /error\[ROOTS_MISSING\]/);
});
