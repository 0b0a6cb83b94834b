import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { renderJson, type Processes } from "@lockstep/kernel";
import { linux, mac, memoryFiles, snapshotOf, unionOf, windows } from "@lockstep/testing";
import { committedFiles } from "./committed-files.ts";
import { assertRefused, documentOf, printing, run, testWorld } from "./run.ts";
import { inputFiles, pinned, root, scenarios, wrappedWorld } from "./small-root.ts";

type Files = ReturnType<typeof memoryFiles>;
interface Document {
  readonly compared: readonly string[];
  readonly notCompared: readonly object[];
  readonly counts: Readonly<Record<string, number>>;
  readonly isReplayed: boolean;
  readonly scenariosProblem: string | null;
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly unit: { readonly path: readonly string[]; readonly name: string | null };
    readonly targets: readonly string[];
    readonly witness: { readonly words: readonly string[] | null; readonly verdict: string | null; readonly problem: string | null } | null;
    readonly waiver: object | null;
    readonly wrapper: { readonly isEmitted: boolean; readonly breakingCalls: readonly string[] };
  }[];
  readonly waivers: { readonly expired: readonly object[]; readonly unused: readonly object[]; readonly ambiguous: readonly object[] };
}

const flag = (long: string, takes_value = false): object => ({ long, takes_value });
const execWith = (...flags: readonly object[]): readonly object[] => [
  { path: [], usage: "tool", flags: [flag("--config", true)] },
  { path: ["exec"], usage: "tool exec", args: [{ name: "PROMPT", required: true, variadic: false }], flags },
];
const put = (files: Files, version: string, target: Parameters<typeof snapshotOf>[0], commands: readonly object[]): void =>
  void files.tree.set(`/repo/${root}/snapshots/${version}/${target}.json`, renderJson(snapshotOf(target, commands, version)));
/** The wrapper emits `exec --json --config`; of 1.3.0 `--json` is gone, and on the mac `--model` too. */
function changedFiles(): Files {
  const files = inputFiles([]);
  const before = execWith(flag("--config", true), flag("--json"), flag("--model", true));
  for (const target of [linux, mac, windows] as const) put(files, "1.2.0", target, before);
  put(files, "1.3.0", linux, execWith(flag("--config", true), flag("--model", true), flag("--new")));
  put(files, "1.3.0", mac, execWith(flag("--config", true), flag("--new")));
  return files;
}
async function diffOf(files: Files, words: string, world = wrappedWorld(files)): Promise<Document & { readonly code: number }> {
  const tree = new Map(files.tree);
  const ran = await run(world, `diff --cli tool ${words} --json`);
  assert.deepEqual(files.tree, tree);
  return { code: ran.code, ...(documentOf(ran) as unknown as Document) };
}
const briefly = ({ findings }: Document): readonly string[] =>
  findings.map(
    ({ code, severity, unit, targets }) =>
      `${severity} ${code} ${[...unit.path, unit.name ?? ""].join(" ")} ${targets.map((each) => each.split("-")[2]).join(",")}`,
  );
const waive = (files: Files, more: object = {}): void =>
  void files.tree.set(
    `/repo/${root}/waivers.json`,
    renderJson({
      schema_version: 1,
      waivers: [{ finding: "flag-removed", path: ["exec"], key: "--json", reason: "Known.", owner: "us", expires_with: "2.0.0", ...more }],
    }),
  );

test("diff tells each change once with the targets that have it, and exits 2 when the wrapper's calls break", async () => {
  const found = await diffOf(changedFiles(), "1.2.0 1.3.0 --no-replay");
  assert.equal(found.code, 2);
  assert.deepEqual(found.compared, [mac, linux]);
  assert.deepEqual(found.notCompared, [{ target: windows, reason: "1.3.0 has no snapshot of it" }]);
  assert.deepEqual(briefly(found), [
    "breaking flag-removed exec --json darwin,linux",
    "information flag-removed exec --model darwin",
    "information flag-added exec --new darwin,linux",
  ]);
  assert.deepEqual([found.counts["breaking"], found.counts["information"], found.isReplayed], [1, 2, false]);
});

test("diff of a version with itself, of two of its targets, and the way back say what they should", async () => {
  const files = changedFiles();
  for (const words of ["1.2.0 1.2.0", `1.2.0@${linux} 1.2.0@${mac}`, `1.2.0 1.2.0 --target ${linux}`]) {
    const { code, findings } = await diffOf(files, words);
    assert.deepEqual([code, findings], [0, []], words);
  }
  assert.match((await run(wrappedWorld(files), "diff --cli tool 1.2.0 1.2.0")).out, /\nNo difference\.\n$/);
  const back = await diffOf(files, "1.3.0 1.2.0 --no-replay");
  assert.deepEqual(
    back.findings.map(({ code }) => code),
    ["flag-added", "flag-added", "flag-removed"],
  );
  assert.equal(back.code, 0);
});

test("diff takes one target by --target or behind @, of either version", async () => {
  const files = changedFiles();
  for (const words of [`1.2.0 1.3.0 --target ${linux}`, `1.2.0@${linux} 1.3.0`, `1.2.0 1.3.0@${linux}`])
    assert.deepEqual((await diffOf(files, `${words} --no-replay`)).compared, [linux]);
  assert.deepEqual((await diffOf(files, `1.2.0@${windows} 1.3.0@${linux} --no-replay`)).compared, [`${windows} -> ${linux}`]);
});

test("diff compares the unions where a version has no snapshots any more", async () => {
  const files = inputFiles([]);
  for (const [version, flags] of [
    ["1.2.0", [{ key: "--json", long: "--json", takes_value: false, available_on: [linux] }]],
    ["1.3.0", []],
  ] as const) {
    const union = unionOf([{ path: ["exec"], usage: "u", flags, available_on: [linux] }]);
    files.tree.set(`/repo/${root}/snapshots/${version}/union.json`, renderJson(union));
  }
  const found = await diffOf(files, "1.2.0 1.3.0");
  assert.deepEqual([found.compared, found.findings.map(({ code }) => code)], [["union"], ["flag-removed"]]);
});

test("diff lists a waived finding as waived and exits 0, and tells of a waiver that has expired or that nothing needs", async () => {
  const files = changedFiles();
  waive(files);
  const waived = await diffOf(files, "1.2.0 1.3.0 --no-replay");
  assert.deepEqual([waived.code, waived.counts["breaking"], waived.counts["waived"]], [0, 0, 1]);
  assert.match((await run(wrappedWorld(files), "diff --cli tool 1.2.0 1.3.0 --no-replay")).out, /waived by us until 2\.0\.0: Known\./);
  waive(files, { expires_with: "1.3.0" });
  const expired = await diffOf(files, "1.2.0 1.3.0 --no-replay");
  assert.deepEqual([expired.code, expired.waivers.expired.length], [2, 1]);
  assert.match(
    (await run(wrappedWorld(files), "diff --cli tool 1.2.0 1.3.0 --no-replay")).out,
    /expired waiver: flag-removed of exec --json held until/,
  );
  waive(files, { key: "--other" });
  assert.equal((await diffOf(files, "1.2.0 1.3.0 --no-replay")).waivers.unused.length, 1);
  files.tree.set(`/repo/${root}/waivers.json`, "{}");
  await assertRefused(
    files,
    "diff --cli tool 1.2.0 1.3.0",
    3,
    /^error\[SCHEMA_VIOLATION\]: .*waivers\.json[^]*\n {2}hint: What it holds: /,
    wrappedWorld(files),
  );
  files.tree.set(`/repo/${root}/waivers.json`, "{");
  await assertRefused(
    files,
    "diff --cli tool 1.2.0 1.3.0",
    3,
    /^error\[JSON_INVALID\]: .*\n {2}hint: What it holds: /,
    wrappedWorld(files),
  );
});

test("diff tells of a waiver whose unit has several changes of the finding, in text, Markdown and JSON", async () => {
  const files = inputFiles([]);
  const aliased = (...aliases: readonly string[]) => execWith(flag("--config", true), { ...flag("--json"), aliases });
  put(files, "1.2.0", linux, aliased("--one", "--two"));
  put(files, "1.3.0", linux, aliased());
  waive(files, { finding: "flag-alias-removed" });
  const told = await diffOf(files, "1.2.0 1.3.0 --no-replay");
  assert.deepEqual([told.counts["waived"], told.waivers.ambiguous.length, told.waivers.unused.length], [0, 1, 0]);
  for (const format of ["text", "md"])
    assert.match(
      (await run(wrappedWorld(files), `diff --cli tool 1.2.0 1.3.0 --no-replay --format ${format}`)).out.replaceAll(/\s+/g, " "),
      /mbiguous waiver: flag-alias-removed of exec --json; the unit has several changes of it, and none is waived/,
    );
  waive(files, { finding: "flag-alias-removed", message: "is no longer spelled --one" });
  assert.equal((await diffOf(files, "1.2.0 1.3.0 --no-replay")).counts["waived"], 1);
});

test("diff judges by the coverage alone where the scenarios cannot be run, and calls nothing breaking without a wrapper", async () => {
  const files = changedFiles();
  const failing: Processes = {
    run: async () => ({ type: "exited", exitCode: 1, signal: null, stdout: "", stderr: "boom", durationMs: 1 }),
  };
  await assertRefused(files, "diff --cli tool 1.2.0 1.3.0", 3, /^error\[SCENARIOS_FAILED\]/, { processes: failing });
  const claims = [{ path: ["exec"], level: "explicit", flags: [{ key: "--model", level: "explicit" }] }];
  files.tree.set(`/repo/${root}/wrapper_coverage.json`, renderJson({ schema_version: 1, wrapper_version: "0.1.0", coverage: claims }));
  const judged = await diffOf(files, "1.2.0 1.3.0 --no-replay", testWorld(files, { processes: failing }));
  assert.match(judged.scenariosProblem ?? "", /ended with exit code 1|exit/);
  assert.equal(briefly(judged)[1], "breaking flag-removed exec --model darwin");
  files.tree.delete(`/repo/${root}/wrapper_coverage.json`);
  const descriptor = JSON.parse(files.tree.get(`/repo/${root}/cli.json`) ?? "") as object;
  files.tree.set(`/repo/${root}/cli.json`, renderJson({ ...descriptor, wrapper: undefined }));
  const { code, counts } = await diffOf(files, "1.2.0 1.3.0", testWorld(files, { host: { os: "linux", arch: "x86_64" } }));
  assert.deepEqual([code, counts["breaking"], counts["information"]], [0, 0, 3]);
});

test("diff says of a binary that is not on disk how to fetch it, and of a call that is not harmless why it is not made", async () => {
  const files = changedFiles();
  const world = wrappedWorld(files, {
    host: { os: "linux", arch: "x86_64" },
    binaries: { locate: (cli: string, version: string) => `/repo/.cache/${cli}/${version}/tool` } as never,
  });
  const { findings } = await diffOf(files, "1.2.0 1.3.0", world);
  assert.match(findings[0]?.witness?.problem ?? "", /nothing shows what the second version makes of --json/);
  const lock = { schema_version: 1, versions: ["1.2.0"].map((version) => pinned(version)) };
  files.tree.set(`/repo/${root}/artifacts.lock.json`, renderJson(lock));
  const refused = snapshotOf(linux, execWith(flag("--config", true)), "1.3.0");
  files.tree.set(`/repo/${root}/snapshots/1.3.0/${linux}.json`, renderJson({ ...refused, rejected: [{ path: ["exec"], key: "--json" }] }));
  const told = await diffOf(files, `1.2.0 1.3.0 --target ${linux}`, world);
  assert.deepEqual(told.findings[0]?.witness?.words, ["exec", "--json", "--config=k=v", "--help", "--help"]);
  assert.equal(
    told.findings[0]?.witness?.problem,
    `1.2.0 is not on disk; fetch it with: xtask acquire --cli tool --version 1.2.0 --target ${linux}; ${root}/artifacts.lock.json pins no 1.3.0 for ${linux}`,
  );
  assert.equal(told.code, 2);
});

test("diff refuses words that name no two versions, and says what there is", async () => {
  const files = changedFiles();
  for (const [words, code, err] of [
    ["", 64, /^error\[VERSIONS_COUNT\]: .* it was given 0\n {2}hint: /],
    ["1.2.0", 64, /VERSIONS_COUNT/],
    ["1.2.0 1.3.0 1.4.0", 64, /VERSIONS_COUNT/],
    ["1.2.0 1.3.0 --binary tool", 64, /VERSIONS_COUNT/],
    ["1.2.0 newest", 64, /^error\[OPTION_VALUE\]: "newest" must be a version like 1\.2\.3/],
    ["1.2.0 ../1.3.0", 64, /OPTION_VALUE/],
    ["1.2.0@moon 1.3.0", 64, /^error\[TARGET_UNKNOWN\]: "1\.2\.0@moon" must name an expected target \(.*\), is "moon"/],
    ["1.2.0 1.3.0 --target moon", 64, /TARGET_UNKNOWN/],
    [`1.2.0@${mac} 1.3.0 --target ${linux}`, 64, /OPTION_CONFLICT/],
    ["1.2.0 9.9.9", 3, /^error\[VERSION_UNKNOWN\]: ".*snapshots" has no version 9\.9\.9; it has 1\.2\.0, 1\.3\.0\n {2}hint: /],
    [
      `1.2.0 1.3.0 --target ${windows}`,
      3,
      /^error\[SNAPSHOT_MISSING\]: ".*1\.3\.0" has no snapshot of .*; it has aarch64-apple-darwin, x86_64/,
    ],
    ["1.2.0 --binary nowhere", 3, /^error\[BINARY_MISSING\]/],
    ["1.2.0 1.3.0 --unknown", 64, /^error\[/],
    ["--list 1.2.0", 64, /^error\[OPTION_CONFLICT\]: "--list" compares nothing; it was given "1\.2\.0" too/],
    ["--list --binary x", 64, /OPTION_CONFLICT.* "--binary x" too/],
  ] as const)
    await assertRefused(files, `diff --cli tool ${words}`.trim(), code, err, { host: { os: "linux", arch: "x86_64" } });
  await assertRefused(files, "diff --cli nothing 1.2.0 1.3.0", 3, /^error\[CLI_UNKNOWN\]/);
  put(files, "1.4.0", windows, execWith());
  files.tree.delete(`/repo/${root}/snapshots/1.3.0/${linux}.json`);
  await assertRefused(files, "diff --cli tool 1.3.0 1.4.0", 3, /^error\[TARGETS_DISJOINT\]/);
  files.tree.set(`/repo/${root}/snapshots/1.4.0/${windows}.json`, "{");
  await assertRefused(files, "diff --cli tool 1.3.0 1.4.0", 3, /^error\[JSON_INVALID\]/);
});

test("diff prints at most 80 columns, breaking commands first, and Markdown that takes no meaning from what it quotes", async () => {
  const { out, code } = await run(committedFiles(), "diff 0.125.0 0.169.0 --no-replay --all");
  assert.equal(code, 2);
  const wide = out.split("\n").filter((line) => line.length > 80 && !/[^ ]{60}/.test(line));
  assert.deepEqual(wide, []);
  const severities = out.match(/^ {2}(?:breaking|warning|information)/gm) ?? [];
  assert.ok(severities.length > 150);
  const groups = out.split("\n\n").flatMap((group) => /^ {2}(breaking|warning|information)/m.exec(group)?.[1] ?? []);
  assert.deepEqual(
    groups,
    groups.toSorted((a, b) => ["breaking", "warning", "information"].indexOf(a) - ["breaking", "warning", "information"].indexOf(b)),
  );
  const files = inputFiles([]);
  put(files, "1.2.0", linux, execWith());
  put(files, "1.3.0", linux, [...execWith(), { path: ["a"], usage: "a|b <c> `d`" }]);
  put(files, "1.4.0", linux, [...execWith(), { path: ["a"], usage: "x|y <z> *w*" }]);
  const page = await run(testWorld(files, { processes: printing(scenarios) }), "diff --cli tool 1.3.0 1.4.0 --all --format md");
  assert.equal(page.code, 0);
  assert.match(page.out, /\n\| information \| has the usage "x\\\|y &lt;z> \\\*w\\\*", had .* \| `command-usage-changed` \| /);
});

test("diff says in text and in Markdown alike that the wrapper makes none of the calls to the second version", async () => {
  for (const [knows, expected] of [
    [true, /the wrapper makes calls that break, such as "[^"]+"; it makes none of them to 1\.3\.0/],
    [false, /the wrapper makes calls that break, such as "[^"]+"(?!;)/],
  ] as const) {
    const told = scenarios.scenarios.map((scenario) => ({ ...scenario, ...(knows ? { versions: ["1.2.0"] } : {}) }));
    const world = testWorld(changedFiles(), { processes: printing({ ...scenarios, scenarios: told }) });
    for (const format of ["text", "md"]) {
      const { out } = await run(world, `diff --cli tool 1.2.0 1.3.0 --no-replay --format ${format}`);
      assert.match(out.replaceAll(/\s+/g, " "), expected, format);
    }
  }
});

test("diff lists calls as breaking where they break, and none where the unit is hidden now", async () => {
  const files = inputFiles([]);
  put(files, "1.2.0", linux, execWith(flag("--config", true), flag("--json")));
  put(files, "1.3.0", linux, execWith(flag("--config", true)));
  put(files, "1.4.0", linux, execWith(flag("--config", true), { ...flag("--json"), hidden: true }));
  const callsOf = async (second: string) =>
    (await diffOf(files, `1.2.0 ${second} --no-replay`)).findings.map(({ code, wrapper }) => [
      code,
      wrapper.isEmitted,
      wrapper.breakingCalls.length > 0,
    ]);
  assert.deepEqual(await callsOf("1.3.0"), [["flag-removed", true, true]]);
  assert.deepEqual(await callsOf("1.4.0"), [["flag-hidden", true, false]]);
});

test("diff --list prints every finding id, and docs/findings.md is its Markdown form", async () => {
  const { codes } = documentOf(await run(testWorld(memoryFiles()), "diff --list --json")) as {
    readonly codes: readonly { readonly code: string }[];
  };
  const { out } = await run(testWorld(memoryFiles()), "diff --list");
  assert.equal(out.trimEnd().split("\n").length, codes.length);
  const page = await run(testWorld(memoryFiles()), "diff --list --format md");
  const committed = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");
  assert.equal(page.out, committed, "Run: pnpm xtask diff --list --format md > docs/findings.md");
});
