import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { deltaTable } from "@lockstep/parity";
import { coverageOf, linux, mac, rulesWith, targets, windows, type memoryFiles } from "@lockstep/testing";
import { assertRefused, clock, documentOf, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, root, scenarios, textOf, wrappedWorld } from "./small-root.ts";

const line = "report --cli tool --version 1.2.0";
const folder = `${root}/reports/1.2.0`;
const names = ["any", ...targets, "all"].map((view) => `${folder}/coverage.${view}.json`);
const reportsIn = (files: ReturnType<typeof memoryFiles>): readonly string[] =>
  [...files.tree.keys()].filter((path) => path.includes("/reports/")).map((path) => path.slice("/repo/".length));

/** A root with a union and a coverage, and no reports. */
async function unreported(): Promise<ReturnType<typeof memoryFiles>> {
  const files = await derivedFiles();
  for (const path of reportsIn(files)) files.tree.delete(`/repo/${path}`);
  return files;
}

test("report writes one file for each view and the counts of the queue when the union is complete", async () => {
  const files = await unreported();
  const ran = await run(testWorld(files), line);
  assert.deepEqual(ran, {
    code: 0,
    err: "",
    out: `${names.map((name) => `${name} (written)\n`).join("")}Work queue (1.2.0):\n  missing commands: 1\n  intentionally unsupported: 1\n`,
  });
  assert.deepEqual(reportsIn(files), names);
});

test("report --json lists what is written, unchanged and removed, and removes a surplus report alone", async () => {
  const files = await derivedFiles();
  const surplus = `${folder}/coverage.riscv.json`;
  files.tree
    .set(`/repo/${surplus}`, "{}")
    .set(`/repo/${folder}/notes.md`, "kept")
    .delete(`/repo/${names[0] ?? ""}`);
  const ran = await run(testWorld(files), `${line} --json`);
  assert.deepEqual(documentOf(ran), {
    schema: "report.v1",
    version: "1.2.0",
    written: [names[0]],
    removed: [surplus],
    unchanged: names.slice(1),
    counts: { missing_commands: 1, intentionally_unsupported: 1 },
  });
  assert.deepEqual([files.tree.has(`/repo/${surplus}`), files.tree.has(`/repo/${folder}/notes.md`)], [false, true]);
});

test("report writes no coverage.all.json and exits 0 when the union is incomplete", async () => {
  const files = inputFiles(["1.2.0"], [linux]);
  await run(testWorld(files), "union --cli tool --version 1.2.0");
  files.tree.set(`/repo/${root}/wrapper_coverage.json`, renderJson(coverageOf([])));
  const ran = await run(testWorld(files), line);
  assert.equal(ran.code, 0);
  assert.deepEqual(reportsIn(files), [`${folder}/coverage.any.json`, `${folder}/coverage.${linux}.json`]);
});

test("report rewrites every file for an explicit time, and none when only the time would differ", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  await run(testWorld(files, { clock, env: { CI: "1" } }), line);
  assert.deepEqual(files.tree, before);
  await run(testWorld(files), `${line} --generated-at 2030-01-01T00:00:00Z`);
  for (const name of names) assert.match(files.tree.get(`/repo/${name}`) ?? "", /"generated_at": "2030-01-01T00:00:00Z"/);
});

test("report --check exits 2 for stale, missing and unexpected files and writes nothing", async () => {
  const files = await derivedFiles();
  files.tree
    .set(`/repo/${names[1] ?? ""}`, "{}\n")
    .set(`/repo/${folder}/coverage.riscv.json`, "{}")
    .delete(`/repo/${names[4] ?? ""}`);
  const before = new Map(files.tree);
  const ran = await run(testWorld(files), `${line} --check --json`);
  assert.equal(ran.code, 2);
  const stale = [
    [names[1], "stale"],
    [names[4], "missing"],
    [`${folder}/coverage.riscv.json`, "unexpected"],
  ].map(([path, state]) => ({ path, state }));
  assert.deepEqual(documentOf(ran), { schema: "report.v1", check: { stale, fix: line.replace("report", "xtask report") } });
  assert.deepEqual(files.tree, before);
});

test("report --show prints the queue by list and writes nothing", async () => {
  const files = await unreported();
  const ran = await run(testWorld(files), `${line} --show`);
  assert.deepEqual(ran, {
    code: 0,
    err: "",
    out: `Work queue of 1.2.0 (any: ${targets.join(", ")})\n\nmissing commands (1)\n  login [${mac}]\n\nintentionally unsupported (1)\n  exec --model - Set by the profile.\n`,
  });
  assert.deepEqual(reportsIn(files), []);
});

test("report --show --json narrows the queue to a target, a command and lists", async () => {
  const files = await derivedFiles();
  const shown = async (...words: string[]): Promise<unknown> => {
    const { items, view, counts } = documentOf(await run(testWorld(files), [...line.split(" "), "--show", "--json", ...words]));
    return [view, counts, (items as readonly { readonly delta: string }[]).map(({ delta }) => delta)];
  };
  assert.deepEqual(await shown("--target", windows), [windows, { intentionally_unsupported: 1 }, ["intentionally_unsupported"]]);
  assert.deepEqual(await shown("--target", mac, "--command", "login"), [mac, { missing_commands: 1 }, ["missing_commands"]]);
  assert.deepEqual(await shown("--delta", "missing_commands", "--delta", "missing_flags"), [
    "any",
    { missing_commands: 1 },
    ["missing_commands"],
  ]);
  assert.deepEqual(await shown("--command", "exec", "--delta", "unsupported"), ["any", {}, []]);
});

test("report --show says that there is nothing to do only when no list was chosen", async () => {
  const files = await derivedFiles();
  const shown = async (words: string): Promise<string> => (await run(testWorld(files), `${line} --show${words}`)).out;
  for (const words of [" --delta wrapper_only_flags", " --command=exec --delta=missing_flags", ` --target ${linux} --delta missing_args`])
    assert.match(await shown(words), /\n\nNothing in these lists\.\n$/);
  const union = JSON.parse(textOf(files, "snapshots/1.2.0/union.json")) as { readonly commands: readonly [object] };
  files.tree
    .set(`/repo/${root}/wrapper_coverage.json`, renderJson(coverageOf([{ path: [], level: "explicit" }])))
    .set(`/repo/${root}/snapshots/1.2.0/union.json`, renderJson({ ...union, commands: [{ ...union.commands[0], flags: [] }] }));
  assert.match(await shown(""), /\n\nNothing to do\.\n$/);
});

test("report --show --coverage compares another wrapper, and names its file when that is broken", async () => {
  const files = await derivedFiles();
  files.tree.set("/repo/other.json", renderJson(coverageOf([{ path: [], level: "explicit" }])));
  const before = new Map(files.tree);
  const items = async (...words: readonly string[]): Promise<unknown> =>
    documentOf(await run(testWorld(files), [...line.split(" "), "--show", "--json", "--delta=missing_commands", ...words]))["items"];
  const paths = (await items("--coverage=other.json")) as readonly { readonly path: readonly string[] }[];
  assert.deepEqual(
    paths.map(({ path }) => path.join(" ")),
    ["exec", "login"],
  );
  assert.notDeepEqual(await items(), paths);
  assert.deepEqual(files.tree, before);
  await assertRefused(files, `${line} --show --coverage nowhere.json`, 3, /^error\[FILE_MISSING\]: "nowhere\.json" does not exist\n/);
  const twice = [
    { path: ["exec"], level: "explicit" },
    { path: ["exec"], level: "explicit" },
  ] as const;
  files.tree
    .set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), rules_schema_version: 2 }))
    .set("/repo/twice.json", renderJson(coverageOf(twice)))
    .set("/repo/recorded.json", renderJson(scenarios));
  await assertRefused(
    files,
    `${line} --show --coverage twice.json`,
    3,
    /^error\[COVERAGE_OVERLAPS\]: "twice\.json" is not valid:\n(?: {2}command [^\n]*\n){3} {2}hint: Correct it, or derive it again: xtask wrapper-coverage --cli tool --from <command> --out twice\.json\n$/,
  );
  await assertRefused(
    files,
    `${line} --show --coverage recorded.json`,
    3,
    'error[COVERAGE_IS_RECORDING]: "recorded.json" must be a wrapper coverage, is a document of scenarios\n' +
      "  hint: Derive the coverage from it first: xtask wrapper-coverage --cli tool --from 'cat recorded.json' --out <coverage>\n",
  );
  await assertRefused(files, `${line} --coverage other.json`, 64, /^error\[OPTION_NEEDS\]: The option "--coverage" needs "--show"\n/);
});

test("report refuses options of --show without it, unknown targets and lists, and --show with --check", async () => {
  const files = await derivedFiles();
  await assertRefused(
    files,
    `${line} --show --command exce`,
    64,
    'error[COMMAND_UNKNOWN]: The option "--command" must name a command of the CLI, is "exce"\n  hint: Did you mean "exec"?\n',
  );
  await assertRefused(
    files,
    `${line} --command exec`,
    64,
    'error[OPTION_NEEDS]: The option "--command" needs "--show"\n  hint: xtask report --help\n',
  );
  await assertRefused(
    files,
    `${line} --show --check`,
    64,
    'error[OPTION_CONFLICT]: The options "--show" and "--check" exclude each other\n  hint: xtask report --help\n',
  );
  await assertRefused(
    files,
    `${line} --show --target riscv`,
    64,
    `error[TARGET_UNKNOWN]: The option "--target" must be a target that has a snapshot (${targets.join(", ")}), is "riscv"\n  hint: Snapshot that target first: xtask parity --target <triple>, or choose another\n`,
  );
  await assertRefused(
    files,
    `${line} --show --delta mising_flags`,
    64,
    /^error\[OPTION_VALUE\]: The option "--delta" must be one of missing_commands, .*, is "mising_flags"\n/,
  );
});

test("report names the missing or cut input and the next step, and writes nothing", async () => {
  const without = async (path: string): Promise<ReturnType<typeof memoryFiles>> => {
    const files = await unreported();
    files.tree.delete(`/repo/${root}/${path}`);
    return files;
  };
  await assertRefused(
    await without("wrapper_coverage.json"),
    `${line} --rules ${root}/../tool/RULES.json`,
    3,
    /^error\[FILE_MISSING\]: "manifests\/tool\/wrapper_coverage\.json" does not exist\n {2}hint: Generate it first: xtask wrapper-coverage --cli tool --rules manifests\/tool\/\.\.\/tool\/RULES\.json /,
  );
  await assertRefused(
    await without("snapshots/1.2.0/union.json"),
    line,
    3,
    /^error\[FILE_MISSING\]: "manifests\/tool\/snapshots\/1\.2\.0\/union\.json" does not exist\n {2}hint: Merge the snapshots first: xtask union .*--version 1\.2\.0\n$/,
  );
  await assertRefused(
    await without("RULES.json"),
    line,
    3,
    'error[FILE_MISSING]: "manifests/tool/RULES.json" does not exist\n  hint: Name the manifest root with --root or the rules with --rules\n',
  );
  const cut = await unreported();
  cut.tree.set(`/repo/${root}/wrapper_coverage.json`, '{"schema_version": 1, "coverage": [');
  await assertRefused(
    cut,
    line,
    3,
    'error[JSON_INVALID]: "manifests/tool/wrapper_coverage.json" at line 1, column 36 is not valid JSON: the text ends too early\n  hint: Restore it from version control, or compute it again: xtask wrapper-coverage\n',
  );
});

test("report refuses rules of an unknown version and rules that ask for other behaviour", async () => {
  const files = await unreported();
  files.tree.set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), rules_schema_version: 9 }));
  await assertRefused(files, line, 3, /^error\[RULES_VERSION_UNKNOWN\]: .* is 9; this xtask knows 1, 2/);
  files.tree.set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), sorting: { commands: "by_mood" } }));
  await assertRefused(
    files,
    line,
    3,
    /^error\[SCHEMA_VIOLATION\]: .*\n {2}\/sorting\/commands: must be "lexicographic_path", is "by_mood"\n {2}hint: Correct it: schemas\/RULES_SCHEMA\.json says what it holds\n$/,
  );
});

test("report takes the rules that --rules names", async () => {
  const files = await unreported();
  files.tree.set("/repo/other.json", renderJson(rulesWith([{ unit: "command", path: ["login"], note: "n" }])));
  const ran = await run(wrappedWorld(files), `${line} --rules other.json --json`);
  assert.deepEqual(documentOf(ran)["counts"], { excluded_commands: 1, intentionally_unsupported: 1 });
  assert.match(textOf(files, "reports/1.2.0/coverage.any.json"), /"excluded_commands"/);
});

/** A root under rules version 2 where login is hidden and the wrapper uses it, and covers exec on linux alone. */
async function judgedByTarget(): Promise<ReturnType<typeof memoryFiles>> {
  const files = await unreported();
  const path = `${root}/snapshots/1.2.0/union.json`;
  const union = JSON.parse(files.tree.get(`/repo/${path}`) ?? "") as { readonly commands: readonly { readonly path: readonly string[] }[] };
  const commands = union.commands.map((command) => (command.path[0] === "login" ? { ...command, hidden: true } : command));
  const exec = { path: ["exec"], flags: [{ key: "--json", level: "explicit" }], args: [{ name: "PROMPT", level: "explicit" }] };
  const old = { key: "--model", level: "explicit" };
  const wrapper = [
    { path: [], level: "explicit", flags: [{ key: "--config", level: "explicit" }] },
    { ...exec, level: "explicit", flags: [...exec.flags, old] },
    { path: ["login"], level: "explicit" },
  ];
  const scoped = wrapper.map((entry) => (entry.path[0] === "exec" ? { ...entry, scope: { target_triples: [linux] } } : entry));
  files.tree
    .set(`/repo/${root}/RULES.json`, renderJson({ ...rulesWith(), rules_schema_version: 2 }))
    .set(`/repo/${path}`, renderJson({ ...union, commands }))
    .set(`/repo/${root}/wrapper_coverage.json`, renderJson(coverageOf(scoped)));
  return files;
}

test("report --show says under rules version 2 where a unit is missing and what upstream does with one at risk", async () => {
  const files = await judgedByTarget();
  const ran = await run(testWorld(files), `${line} --show`);
  const where = `[missing on ${mac}, ${windows}]`;
  assert.deepEqual(ran, {
    code: 0,
    err: "",
    out:
      `Work queue of 1.2.0 (any: ${targets.join(", ")})\n\nmissing commands (1)\n  exec ${where}\n\n` +
      `missing flags (2)\n  exec --json ${where}\n  exec --model ${where}\n\nmissing args (1)\n  exec <PROMPT> ${where}\n\n` +
      `at risk (1)\n  login [${mac}] (hidden)\n`,
  });
  const { items } = documentOf(await run(testWorld(files), `${line} --show --json --delta missing_commands --delta at_risk`));
  assert.deepEqual(items, [
    { delta: "missing_commands", path: ["exec"], availableOn: targets, missingOn: [mac, windows] },
    { delta: "at_risk", path: ["login"], availableOn: [mac], level: "explicit", state: "hidden" },
  ]);
  const exact = await run(testWorld(files), `${line} --show --target ${windows} --delta missing_commands`);
  assert.match(exact.out, /\n\nmissing commands \(1\)\n {2}exec\n$/);
});

test("the table of deltas has them in the order of the schema, and so do the documents that count them", () => {
  const schema = (file: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, "../../../schemas", file), "utf8"));
  const table = deltaTable.map(({ delta }) => delta);
  const { $defs } = schema("SCHEMA.json") as { readonly $defs: { readonly Deltas: { readonly properties: object } } };
  assert.deepEqual(Object.keys($defs.Deltas.properties), table);
  for (const file of ["report.v1", "report.show.v1", "parity.v1"]) {
    assert.ok(JSON.stringify(schema(`cli/${file}.json`)).includes(`"enum":${JSON.stringify(table)}`), file);
  }
});

test("report --show tells deprecated units from hidden ones among what the wrapper lacks", async () => {
  const files = await judgedByTarget();
  const path = `/repo/${root}/snapshots/1.2.0/union.json`;
  files.tree
    .set(path, (files.tree.get(path) ?? "").replace('"path": [\n        "exec"\n      ],', '$&\n      "deprecated": true,'))
    .set(`/repo/${root}/wrapper_coverage.json`, renderJson(coverageOf([])));
  const { out } = await run(testWorld(files), `${line} --show --delta hidden_commands`);
  assert.match(out, new RegExp(`\nhidden commands \\(2\\)\n  exec \\(deprecated\\)\n  login \\[${mac}\\]\n$`));
});

test("report counts hidden units and units at risk, and writes reports that keep their schema and their order of fields", async () => {
  const files = await judgedByTarget();
  const ran = await run(testWorld(files), line);
  assert.match(ran.out, /\n {2}missing commands: 1\n {2}missing flags: 2\n {2}missing args: 1\n {2}at risk: 1\n$/);
  for (const name of names) {
    const report = parseContract("CoverageReportV1", name, files.tree.get(`/repo/${name}`) ?? "");
    assert.equal(report.inputs.rules.rules_schema_version, 2);
  }
  const any = parseContract("CoverageReportV1", "any", textOf(files, "reports/1.2.0/coverage.any.json"));
  assert.deepEqual(Object.keys(any.deltas), ["missing_commands", "missing_flags", "missing_args", "at_risk"]);
  assert.deepEqual(Object.keys(any.deltas.missing_flags[0] ?? {}), ["path", "key", "upstream_available_on", "missing_on"]);
  assert.deepEqual(Object.keys(any.deltas.at_risk?.[0] ?? {}), ["path", "upstream_available_on", "wrapper_level", "state"]);
});

test("report refuses under rules version 2 a coverage whose entries meet on a target, with both entries", async () => {
  const files = await judgedByTarget();
  const twice = [
    { path: ["exec"], level: "explicit" },
    { path: ["exec"], level: "explicit", scope: { target_triples: [linux] } },
  ];
  files.tree.set(`/repo/${root}/wrapper_coverage.json`, renderJson(coverageOf(twice)));
  await assertRefused(
    files,
    line,
    3,
    'error[COVERAGE_OVERLAPS]: "manifests/tool/wrapper_coverage.json" is not valid:\n' +
      `  command "exec" is claimed 2 times on ${linux}: coverage[0] "explicit", coverage[1] "explicit"; expected once\n` +
      "  hint: Regenerate it: xtask wrapper-coverage --cli tool\n",
  );
});
