import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpstreamSnapshotUnionV2 } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { linux, mac, memoryFiles, rulesWith, snapshotOf, windows } from "@lockstep/testing";
import { assertRefused, clock, documentOf, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, published, root, textOf } from "./small-root.ts";

const path = `${root}/snapshots/1.2.0/union.json`;
const line = "union --cli tool --version 1.2.0";
/** What is printed behind the counts of the three targets. */
const scores = `  ${mac}: 100.0 % complete, 6 of 6 units\n  ${linux}: 83.3 % complete, 5 of 6 units\n  ${windows}: 83.3 % complete, 5 of 6 units\n  platform-only: login (${mac})\n`;
/** What is printed of the conflict that the snapshots have. */
const conflictLine = `  conflict: exec, about: "Run" (${mac}, ${linux}), "Run it" (${windows})\n`;
const unionIn = (files: ReturnType<typeof memoryFiles>): UpstreamSnapshotUnionV2 =>
  JSON.parse(textOf(files, "snapshots/1.2.0/union.json")) as UpstreamSnapshotUnionV2;

test("union writes the union alone and prints its counts when three targets are there", async () => {
  const files = inputFiles();
  const before = files.tree.size;
  const ran = await run(testWorld(files), line);
  assert.deepEqual(ran, { code: 0, out: `${path} (written): 3 commands, 1 conflicts; complete\n${conflictLine}${scores}`, err: "" });
  assert.equal(files.tree.size, before + 1);
  const union = unionIn(files);
  assert.deepEqual(
    [union.collected_at, union.complete, union.commands.map((command) => command.path.join(" "))],
    [published, true, ["", "exec", "login"]],
  );
  assert.equal(textOf(files, "snapshots/1.2.0/union.json"), renderJson(union));
});

test("union --json prints the document of an incomplete union, and exits 0", async () => {
  const files = inputFiles(["1.2.0"], [linux]);
  const ran = await run(testWorld(files), `${line} --json`);
  assert.equal(ran.code, 0);
  assert.deepEqual(documentOf(ran), {
    schema: "union.v1",
    version: "1.2.0",
    path,
    targets: [linux],
    missingTargets: [mac, windows],
    commands: 2,
    conflicts: 0,
    conflictUnits: [],
    written: true,
    completeness: { targets: [{ target: linux, shown: 5, expected: 5, score: 1, isDiverging: false, lacks: [] }], platformOnly: [] },
    shrinkages: [],
  });
});

test("union leaves the file untouched when only its time would differ, and rewrites it for an explicit time", async () => {
  const files = inputFiles();
  await run(testWorld(files), line);
  const before = textOf(files, "snapshots/1.2.0/union.json");
  files.tree.delete(`/repo/${root}/artifacts.lock.json`);
  const again = await run(testWorld(files, { clock }), line);
  assert.deepEqual([again.code, again.out], [0, `${path} (unchanged): 3 commands, 1 conflicts; complete\n${conflictLine}${scores}`]);
  assert.equal(textOf(files, "snapshots/1.2.0/union.json"), before);
  await run(testWorld(files), `${line} --collected-at 2026-02-28T00:00:00Z`);
  assert.equal(textOf(files, "snapshots/1.2.0/union.json"), before.replace(published, "2026-02-28T00:00:00Z"));
  await run(testWorld(files, { env: { SOURCE_DATE_EPOCH: "0" } }), line);
  assert.equal(unionIn(files).collected_at, "1970-01-01T00:00:00Z");
});

test("union takes the first time that applies: option, SOURCE_DATE_EPOCH, lock, clock", async () => {
  const timeOf = async (words: string, env: Readonly<Record<string, string>>, hasLock: boolean): Promise<string> => {
    const files = inputFiles();
    if (!hasLock) files.tree.delete(`/repo/${root}/artifacts.lock.json`);
    const { code, err } = await run(testWorld(files, { env, clock }), `${line}${words}`);
    assert.equal(code, 0, err);
    return unionIn(files).collected_at;
  };
  const env = { SOURCE_DATE_EPOCH: "1767323045" };
  assert.equal(await timeOf(" --collected-at 2020-02-29T23:59:59Z", env, true), "2020-02-29T23:59:59Z");
  assert.equal(await timeOf("", { ...env, CI: "true" }, true), "2026-01-02T03:04:05Z");
  assert.equal(await timeOf("", { SOURCE_DATE_EPOCH: "", CI: "true" }, true), published);
  assert.equal(await timeOf("", {}, false), clock.now());
});

test("union refuses a malformed SOURCE_DATE_EPOCH and writes nothing, even when the file is current", async () => {
  for (const epoch of ["yesterday", "1.5", "-1", " 1", "999999999999"]) {
    await assertRefused(
      await derivedFiles(),
      line,
      3,
      `error[SOURCE_DATE_EPOCH_INVALID]: SOURCE_DATE_EPOCH must be whole seconds since 1970, is "${epoch}"\n  hint: Set it to an integer or unset it\n`,
      { env: { SOURCE_DATE_EPOCH: epoch } },
    );
  }
});

test("union refuses the clock under CI and names what to give instead", async () => {
  const files = inputFiles();
  files.tree.delete(`/repo/${root}/artifacts.lock.json`);
  await assertRefused(
    files,
    line,
    3,
    `error[TIME_UNDECIDED]: Under CI the clock must not decide a timestamp, and "${root}/artifacts.lock.json" has no version 1.2.0\n  hint: Set SOURCE_DATE_EPOCH, give --collected-at, or pin the version: xtask lock add\n`,
    { clock, env: { CI: "1" } },
  );
});

test("union --check finds a missing, a stale and a current file, writes nothing, and names the mending command with its root", async () => {
  const files = inputFiles();
  const fix = "xtask union --cli tool --version 1.2.0";
  const before = new Map(files.tree);
  const missing = await run(testWorld(files), `${line} --check`);
  assert.deepEqual([missing.code, missing.out, missing.err], [2, `${path} is missing\nRun: ${fix}\n`, ""]);
  assert.deepEqual(files.tree, before);
  await run(testWorld(files), line);
  const current = await run(testWorld(files, { env: { CI: "1" } }), `${line} --check --json`);
  assert.equal(current.code, 0);
  assert.deepEqual(documentOf(current), { schema: "union.v1", check: { stale: [], fix } });
  files.tree.set(`/repo/${path}`, textOf(files, "snapshots/1.2.0/union.json").replace('"Run"', '"Runs"'));
  const stale = await run(testWorld(files), `claude-union --root ${root} --version 1.2.0 --check --json`);
  assert.equal(stale.code, 2);
  assert.deepEqual(documentOf(stale), {
    schema: "union.v1",
    check: { stale: [{ path, state: "stale" }], fix: `xtask union --cli claude_code --root ${root} --version 1.2.0` },
  });
});

test("union --check takes a committed file that is no JSON for stale", async () => {
  const files = inputFiles();
  files.tree.set(`/repo/${path}`, "{");
  assert.equal((await run(testWorld(files), `${line} --check`)).out.split("\n")[0], `${path} is stale`);
});

test("union finds inputs of different parsers, prints each, and writes nothing", async () => {
  const files = inputFiles();
  const generated = (target: typeof linux, parser_version: number): void =>
    void files.tree.set(
      `/repo/${root}/snapshots/1.2.0/${target}.json`,
      renderJson({ ...snapshotOf(target as typeof linux, [{ path: [] }]), generator: { name: "xtask", version: "0.1.0", parser_version } }),
    );
  generated(linux, 1);
  generated(mac as never, 2);
  const before = new Map(files.tree);
  const ran = await run(testWorld(files), `${line} --json`);
  assert.equal(ran.code, 2);
  assert.deepEqual(documentOf(ran), {
    schema: "union.v1",
    version: "1.2.0",
    mixedParsers: [
      { target: mac, parser: "xtask parser 2" },
      { target: linux, parser: "xtask parser 1" },
    ],
  });
  assert.match(
    (await run(testWorld(files), line)).out,
    new RegExp(
      `^MIXED_PARSERS: The snapshots of 1\\.2\\.0 were read by different parsers:\n  ${mac}: xtask parser 2\n  ${linux}: xtask parser 1\nSnapshot again with this xtask, a foreign target with --via <command>:\n  xtask parity --cli tool --version 1\\.2\\.0 --target ${linux}\nOr, where raw help was kept, parse it again: xtask snapshot --from-raw <folder>\n$`,
    ),
  );
  assert.deepEqual(files.tree, before);
});

/** Writes a snapshot in place of the target's. */
const put = (
  files: ReturnType<typeof memoryFiles>,
  target: typeof mac | typeof linux | typeof windows,
  commands: readonly object[],
  version = "1.2.0",
): void => void files.tree.set(`/repo/${root}/snapshots/${version}/${target}.json`, renderJson(snapshotOf(target, commands, version)));
const flags = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({ long: `--f${String(index)}`, takes_value: false }));

test("union warns of a target that differs too widely, calls nothing platform-only, and exits 0", async () => {
  const files = inputFiles();
  put(files, windows, [{ path: [] }, { path: ["exec"] }]);
  const ran = await run(testWorld(files), line);
  assert.deepEqual(ran, {
    code: 0,
    out: `${path} (written): 3 commands, 1 conflicts; complete\n  conflict: exec, about: "Run" (${mac}, ${linux}), null (${windows})\n  ${mac}: 100.0 % complete, 6 of 6 units\n  ${linux}: 83.3 % complete, 5 of 6 units; differs, lacks login\n  ${windows}: 16.6 % complete, 1 of 6 units; differs, lacks login, (root) --config, exec --json, exec --model, exec PROMPT\n`,
    err: `warning[TARGETS_DIVERGE]: The snapshot of ${windows} differs too widely from the others: it shows 1 of 6 units, 16.6 %, wanted 95.0 %; nothing is called platform-only while it does. It lacks login, (root) --config, exec --json, exec --model, exec PROMPT\n  hint: Look at its known_omissions, and snapshot it again, a foreign target with --via <command>: xtask parity --cli tool --version 1.2.0 --target ${windows}\n`,
  });
  const again = await run(testWorld(files), `${line} --json`);
  const { completeness } = documentOf({ ...again, err: "" }) as { readonly completeness: { readonly platformOnly: readonly unknown[] } };
  assert.deepEqual([again.code, again.err, completeness.platformOnly], [0, ran.err, []]);
});

test("union compares with the nearest lower version that has a readable snapshot of the target, and warns of what shrank", async () => {
  const files = inputFiles();
  put(files, mac, [{ path: [], flags: flags(40) }], "1.0.0");
  put(files, linux, [{ path: [], flags: flags(20) }], "1.0.0");
  put(files, linux, [{ path: [], flags: flags(30) }], "1.1.0");
  put(files, linux, [{ path: [], flags: flags(90) }], "1.10.0");
  put(files, windows, [{ path: [], flags: flags(50) }], "1.0.0");
  files.tree.set(`/repo/${root}/snapshots/1.1.0/${windows}.json`, "{");
  const ran = await run(testWorld(files), line);
  assert.equal(ran.code, 0);
  assert.deepEqual(
    [
      ...ran.err.matchAll(
        /^warning\[SURFACE_SHRANK\]: The snapshot of (\S+) lacks 0 of 0 commands and (.*) flags that (\S+) has, with most flags of single commands \(\(root\)\): (.*)\.$/gm,
      ),
    ].map((match) => match.slice(1)),
    [
      [mac, "40 of 40", "1.0.0", "(root) --f0, (root) --f1, (root) --f10, (root) --f11, (root) --f12 and 35 more"],
      [linux, "30 of 30", "1.1.0", "(root) --f0, (root) --f1, (root) --f10, (root) --f11, (root) --f12 and 25 more"],
      [windows, "50 of 50", "1.0.0", "(root) --f0, (root) --f1, (root) --f10, (root) --f11, (root) --f12 and 45 more"],
    ],
  );
  const again = await run(testWorld(files), `${line} --json`);
  const { shrinkages } = documentOf({ ...again, err: "" }) as { readonly shrinkages: readonly { readonly target: string }[] };
  assert.deepEqual(
    shrinkages.map(({ target }) => target),
    [mac, linux, windows],
  );
});

test("union takes inputs of one parser and inputs without one together when the rules do not need one parser", async () => {
  const files = inputFiles();
  files.tree.set(
    `/repo/${root}/snapshots/1.2.0/${mac}.json`,
    renderJson({ ...snapshotOf(mac, [{ path: [] }]), generator: { name: "xtask", version: "0.1.0", parser_version: 1 } }),
  );
  assert.equal((await run(testWorld(files), line)).code, 0);
});

test("union takes evidence of conflicts from the raw help that is there", async () => {
  const files = inputFiles();
  files.tree.set(`/repo/${root}/raw_help/1.2.0/${linux}/commands/exec/help.txt`, "help\n");
  await run(testWorld(files), line);
  const conflict = unionIn(files).commands[1]?.conflicts?.[0];
  assert.equal(conflict?.field, "about");
  assert.deepEqual(conflict.evidence, {
    help_ref_by_target: { [linux]: `raw_help/1.2.0/${linux}/commands/exec/help.txt` },
    help_sha256_by_target: { [linux]: await files.sha256(`${root}/raw_help/1.2.0/${linux}/commands/exec/help.txt`) },
  });
});

test("union takes evidence of conflicts from the snapshots alone under rules version 2, so that a clone checks the same bytes", async () => {
  const files = inputFiles();
  files.tree.set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), rules_schema_version: 2 }));
  const sha256 = "b".repeat(64);
  const snapshot = `/repo/${root}/snapshots/1.2.0/${linux}.json`;
  files.tree.set(snapshot, (files.tree.get(snapshot) ?? "").replace('"about": "Run",', `$&"help_sha256": "${sha256}",`));
  const rawHelp = `/repo/${root}/raw_help/1.2.0/${linux}/commands/exec/help.txt`;
  files.tree.set(rawHelp, "help\n");
  await run(testWorld(files), line);
  assert.deepEqual(unionIn(files).commands[1]?.conflicts?.[0]?.evidence, { help_sha256_by_target: { [linux]: sha256 } });
  files.tree.delete(rawHelp);
  assert.equal((await run(testWorld(files, { env: { CI: "1" } }), `${line} --check`)).code, 0);
});

test("union names the triple and the next step when the required target is missing", async () => {
  await assertRefused(
    inputFiles(["1.2.0"], [mac]),
    line,
    3,
    `error[REQUIRED_TARGET_MISSING]: The required target "${linux}" has no snapshot "snapshots/1.2.0/${linux}.json"\n  hint: Snapshot it first: xtask snapshot --binary <path> --out-file <root>/snapshots/1.2.0/${linux}.json\n`,
  );
  await assertRefused(
    inputFiles(),
    "union --cli tool --version 9.9.9",
    3,
    new RegExp(
      `^error\\[SNAPSHOTS_MISSING\\]: "${root}/snapshots/9\\.9\\.9" has no snapshot of an expected target .*\n  hint: .*${linux}\\.json\n$`,
    ),
  );
});

test("union names file, line and column of a cut snapshot, and every mistake of one that breaks its schema", async () => {
  const cut = inputFiles();
  const snapshot = `${root}/snapshots/1.2.0/${mac}.json`;
  cut.tree.set(`/repo/${snapshot}`, '{\n  "snapshot_schema_version": 1,\n  "tool": "tool');
  const hint = "  hint: Restore it from version control, or take it again: xtask snapshot\n";
  await assertRefused(
    cut,
    line,
    3,
    `error[JSON_INVALID]: "${snapshot}" at line 3, column 16 is not valid JSON: the text ends too early\n${hint}`,
  );
  const wrong = inputFiles();
  wrong.tree.set(
    `/repo/${snapshot}`,
    renderJson({ ...snapshotOf(mac, [{ path: [], flags: [{ long: "--x" }] }]), snapshot_schema_version: 3 }),
  );
  await assertRefused(
    wrong,
    line,
    3,
    `error[SCHEMA_VIOLATION]: "${snapshot}" is no valid UpstreamSnapshotV1:\n  /snapshot_schema_version: must be 1, is 3\n  /commands/0/flags/0: the field "takes_value" is missing\n${hint}`,
  );
});

test("union refuses a snapshot of another tool than cli.json names", async () => {
  const files = inputFiles();
  files.tree.set(`/repo/${root}/cli.json`, textOf(files, "cli.json").replace('"tool-cli"', '"other-cli"'));
  await assertRefused(files, line, 3, new RegExp(`SNAPSHOT_MISMATCH.* /tool must be "other-cli", is "tool-cli"`));
});

test("codex-union and claude-union preset the CLI and take --codex-dir", async () => {
  for (const [prefix, cli] of [
    ["codex", "codex"],
    ["claude", "claude_code"],
  ]) {
    const files = memoryFiles({
      [`manifests/${cli ?? ""}/RULES.json`]: renderJson(rulesWith()),
      [`manifests/${cli ?? ""}/snapshots/1.2.0/${linux}.json`]: renderJson(snapshotOf(linux, [{ path: [] }])),
    });
    const ran = await run(testWorld(files, { clock }), `${prefix ?? ""}-union --version=1.2.0`);
    assert.deepEqual([ran.code, files.tree.has(`/repo/manifests/${cli ?? ""}/snapshots/1.2.0/union.json`)], [0, true], ran.err);
  }
  const files = inputFiles();
  assert.equal(
    (await run(testWorld(files), `codex-union --codex-dir ${root}/ --version 1.2.0`)).out,
    `${path} (written): 3 commands, 1 conflicts; complete\n${conflictLine}${scores}`,
  );
});
