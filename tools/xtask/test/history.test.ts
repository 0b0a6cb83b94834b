import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { BusyError, EnvironmentError, renderJson } from "@lockstep/kernel";
import { linux, memoryFiles, rulesWith, snapshotOf, descriptorWith } from "@lockstep/testing";
import { entry, pack, repository, target } from "./acquire-world.ts";
import { filesBelow, keptHistory, rangesOf, registry, scripts, writeTool, xtask } from "./history-world.ts";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";

test("history build looks at a range, asks later versions about earlier names, and show tells the states", async () => {
  await writeTool();
  const packages = registry(scripts, ["2.0.0-beta.1", "nightly", "0.9.0"]);
  const built = await xtask("history build --versions 1.0.0..1.9.0 --json", packages);
  assert.equal(built.code, 0, built.err);
  assert.deepEqual(packages.fetched, ["1.0.0", "1.1.0", "1.2.0", "1.3.0"]);
  const { taken, kept, seconds } = documentOf(built) as unknown as Readonly<Record<"taken" | "kept" | "seconds", unknown>>;
  assert.deepEqual([taken, kept], [["1.0.0", "1.1.0", "1.2.0", "1.3.0"], []]);
  assert.ok(Object.values(seconds as object).every((value) => typeof value === "number"));
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0", "hidden 1.1.0..1.1.0", "rejected 1.2.0..1.3.0"]);
  assert.deepEqual(await rangesOf("--flag=early run"), ["visible 1.0.0..1.0.0", "rejected 1.1.0..1.3.0"]);
  assert.deepEqual(await rangesOf("run --late"), ["absent 1.0.0..1.2.0", "visible 1.3.0..1.3.0"]);
  assert.deepEqual(await filesBelow(".cache/artifacts"), []);
});

test("history build tells each version as it goes, with its number and seconds, and both sums at the end", async () => {
  await writeTool();
  const ran = await xtask("history build --last 2");
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual(
    ran.progress.map((line) => line.replaceAll(/\d+\.\d s/g, "N s")),
    [
      "history: 1 of 2: tool 1.2.0: downloading",
      "history: 1 of 2: tool 1.2.0 taken: download N s, probing N s; asked about 0 earlier names",
      "history: 2 of 2: tool 1.3.0 taken: download N s, probing N s; asked about 0 earlier names",
    ],
  );
  assert.match(
    ran.out,
    /2 looked at, 0 known before\n {2}[\d.]+ s in all: downloads [\d.]+ s, work [\d.]+ s; [\d.]+ s of it all beside the downloads\n/,
  );
});

test("history build goes on where it was stopped", async () => {
  await writeTool();
  const busy = registry();
  const stopped = await xtask("history build --versions ..1.3.0", {
    ...busy,
    fetchArchive: (name, version, folder) =>
      version.startsWith("1.2.0")
        ? Promise.reject(new BusyError("REGISTRY_BUSY", "The registry is rate-limited"))
        : busy.fetchArchive(name, version, folder),
  });
  assert.equal(stopped.code, 75);
  assert.match(stopped.err, /error\[REGISTRY_BUSY\]/);
  assert.deepEqual(
    [...(await keptHistory()).keys()].map((path) => path.split("/").at(-1)),
    ["1.0.0.json", "1.1.0.json"],
  );
  const packages = registry();
  const resumed = await xtask("history build --versions ..1.3.0 --json", packages);
  assert.deepEqual(packages.fetched, ["1.2.0", "1.3.0"]);
  assert.deepEqual((documentOf(resumed) as unknown as { readonly kept: unknown }).kept, ["1.0.0", "1.1.0"]);
  const kept = await keptHistory();
  assert.equal((await xtask("history build --versions ..1.3.0", registry({ ...scripts }))).code, 0);
  assert.deepEqual(await keptHistory(), kept);
});

test("history build gives the same bytes in any order, and looks at a version again that an earlier one adds names to", async () => {
  await writeTool();
  await xtask("history build --versions ..1.3.0");
  const wanted = await keptHistory();
  // 1.0.0 has names that 1.1.0 and 1.3.0 have not been asked about when it comes after them.
  const orders = [
    { order: ["1.3.0", "1.1.0", "1.0.0", "1.2.0"], downloads: 6 },
    { order: ["1.2.0,1.0.0", "1.3.0", "1.1.0"], downloads: 4 },
  ];
  for (const { order, downloads } of orders) {
    for (const path of wanted.keys()) await writeFile(join(repository, path), "");
    const packages = registry();
    for (const versions of order) assert.equal((await xtask(`history build --versions ${versions}`, packages)).code, 0);
    assert.deepEqual(await keptHistory(), wanted, order.join(" "));
    assert.equal(packages.fetched.length, downloads);
  }
});

test("history reads no damaged entry, and none of another parser or cli.json", async () => {
  await writeTool();
  await xtask("history build --versions 1.0.0,1.1.0");
  const [first = "", second = ""] = (await keptHistory()).keys();
  const text = await readFile(join(repository, second), "utf8");
  await writeFile(join(repository, second), text.slice(0, text.length / 2));
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0"]);
  await writeFile(join(repository, second), text.replace('"run"', '"ran"'));
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0"]);
  await writeFile(join(repository, second), await readFile(join(repository, first), "utf8"));
  assert.deepEqual(await rangesOf("run --auto"), ["visible 1.0.0..1.0.0"]);
  const cli = join(repository, "manifests/tool/cli.json");
  const descriptor = JSON.parse(await readFile(cli, "utf8")) as object;
  await writeFile(cli, renderJson({ ...descriptor, probe_candidates: [{ path: ["run"], flags: ["--shy"] }] }));
  const ran = await xtask("history show");
  assert.equal(ran.code, 3);
  assert.match(
    ran.err,
    /error\[HISTORY_EMPTY\]: No version of tool is known on .*; 1 of its history were looked at by another parser or cli\.json/,
  );
});

test("history build takes pinned binaries as the lock has them, and leaves those alone that are kept", async () => {
  await writeTool(["1.0.0", "1.1.0"]);
  const acquired = await xtask("acquire --version 1.0.0");
  assert.equal(acquired.code, 0, acquired.err);
  const before = await filesBelow(".cache/artifacts");
  const packages = registry();
  assert.equal((await xtask("history build --versions 1.0.0,1.1.0", packages)).code, 0);
  assert.deepEqual(packages.fetched, ["1.1.0"]);
  assert.deepEqual(await filesBelow(".cache/artifacts"), before);
  const forged = registry({ ...scripts, "1.1.0": `${scripts["1.1.0"] ?? ""}\n` });
  for (const path of (await keptHistory()).keys()) await writeFile(join(repository, path), "");
  const refused = await xtask("history build --versions 1.0.0,1.1.0", forged);
  assert.equal(refused.code, 3);
  assert.match(refused.err, /error\[ARTIFACT_INTEGRITY\]/);
});

test("history build leaves out a version of a range without a package, and fails on one that is named", async () => {
  await writeTool();
  const packages = registry(scripts, ["1.0.5"]);
  const ran = await xtask("history build --versions 1.0.0..1.1.0 --json", packages);
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual((documentOf(ran) as unknown as { readonly skipped: unknown }).skipped, [
    { version: "1.0.5", reason: `the registry has no package of it for ${target}`, isKnown: false },
  ]);
  const named = await xtask("history build --versions 1.0.5,1.2.0", packages);
  assert.equal(named.code, 3);
  assert.match(named.out, /1 looked at, 0 known before, 1 failed/);
  assert.match(named.err, /error\[PACKAGE_UNKNOWN\]/);
});

test("history build calls a version known, not left out, that was looked at before and cannot be looked at again", async () => {
  await writeTool();
  assert.equal((await xtask("history build --versions 1.1.0")).code, 0);
  const { "1.0.0": first = "" } = scripts;
  const packages = registry({ "1.0.0": first }, ["1.0.5", "1.1.0"]);
  const ran = await xtask("history build --versions 1.0.0..1.1.0", packages);
  assert.equal(ran.code, 0, ran.err);
  const reason = `\\(the registry has no package of it for\\s+${target}\\)`;
  assert.match(ran.out, /: 1 looked at, 0 known before, 1 known, not looked at again, 1 left out\n/);
  assert.match(ran.out, new RegExp(`  known, not looked at again: 1\\.1\\.0 ${reason}`));
  assert.match(ran.out, new RegExp(`  left out: 1\\.0\\.5 ${reason}`));
  assert.ok(ran.progress.some((line) => line.includes("tool 1.1.0 known, not looked at again: the registry has no package")));
  assert.match((await xtask("history show run")).out, /1\.0\.0, 1\.1\.0/);
});

test("history build tells of a binary that is another version, and goes on with the others", async () => {
  await writeTool();
  const packages = registry({ ...scripts, "1.1.0": scripts["1.0.0"] ?? "" });
  const ran = await xtask("history build --versions 1.0.0..1.2.0 --json", packages);
  assert.equal(ran.code, 3);
  assert.match(ran.err, /error\[VERSION_MISMATCH\]: "the history of tool" wants version 1\.1\.0/);
  assert.deepEqual((JSON.parse(ran.out) as { readonly taken: unknown }).taken, ["1.0.0", "1.2.0"]);
});

test("history build goes by the list that it had when the registry does not answer, and by the pins when it never did", async () => {
  await writeTool(["1.0.0"]);
  assert.equal((await xtask("acquire --version 1.0.0")).code, 0);
  const silent = { ...registry(), versions: () => Promise.reject(new EnvironmentError("PACKAGE_CLIENT", "No network")) };
  const alone = await xtask("history build --last 9", silent);
  assert.equal(alone.code, 0, alone.err);
  assert.match(
    alone.progress[0] ?? "",
    /the registry does not answer \(No network\); taking the pinned and committed versions for all there are/,
  );
  assert.match((await xtask("history show run")).out, /which others are released is not known/);
  await xtask("history build --versions 1.1.0");
  const again = await xtask("history build --last 1", silent);
  assert.match(again.progress[0] ?? "", /taking its last list/);
  assert.match((await xtask("history show run")).out, /1\.0\.0, 1\.1\.0, 1\.3\.0\n.*not looked at between them: 1\.2\.0/);
});

test("history build refuses an archive that is not what the registry says", async () => {
  await writeTool();
  const honest = registry();
  const { integrity } = await pack({ [entry]: "other" });
  const ran = await xtask("history build --versions 1.0.0", {
    ...honest,
    describe: async () => ({ integrity, publishedAt: "2026-05-06T07:08:09Z" }),
  });
  assert.equal(ran.code, 3);
  assert.match(ran.err, /error\[ARTIFACT_INTEGRITY\]/);
  assert.equal((await keptHistory()).size, 0);
});

const flag = (long: string, more: object = {}) => ({ long, takes_value: false, sources: ["help"], ...more });
function committed(): ReturnType<typeof memoryFiles> {
  const old = [
    { path: [] },
    {
      path: ["exec"],
      aliases: ["e"],
      flags: [flag("--auto"), flag("--json", { short: "-j" })],
      args: [{ name: "PROMPT", required: false, variadic: false }],
    },
  ];
  const now = [
    { path: [] },
    {
      path: ["exec"],
      aliases: ["e"],
      flags: [flag("--json", { short: "-j" })],
      args: [{ name: "PROMPT", required: false, variadic: false }],
    },
  ];
  return memoryFiles({
    "manifests/tool/RULES.json": renderJson(rulesWith()),
    "manifests/tool/cli.json": renderJson(descriptorWith({})),
    [`manifests/tool/snapshots/1.0.0/${linux}.json`]: renderJson(snapshotOf(linux, old, "1.0.0")),
    [`manifests/tool/snapshots/1.1.0/${linux}.json`]: renderJson({
      ...snapshotOf(linux, now, "1.1.0"),
      rejected: [{ path: ["exec"], key: "--auto" }],
    }),
  });
}

test("history show tells what the committed snapshots alone know, and writes nothing", async () => {
  const files = committed();
  const before = new Map(files.tree);
  const all = await run(testWorld(files), "history show --cli tool");
  assert.equal(all.code, 0, all.err);
  assert.match(all.out, /^tool, x86_64-unknown-linux-musl\nLooked at: 2 versions, 1\.0\.0, 1\.1\.0\n/);
  assert.match(all.out, /exec --auto \(flag\)\n {2}visible 1\.0\.0, rejected 1\.1\.0\n\n1 of 7 units changed; 6 are the same/);
  const one = await run(testWorld(files), "history show e --auto --cli tool");
  assert.match(one.out, /exec --auto \(flag\)\n {2}visible {3}1\.0\.0\n {2}rejected {2}1\.1\.0\n/);
  const command = await run(testWorld(files), "history show exec --cli tool");
  for (const unit of ["exec (command)", "exec --json (flag)", "exec -j (alias of --json)", "exec PROMPT (arg)", "e (alias of exec)"])
    assert.ok(command.out.includes(`${unit}\n`), `${unit} in ${command.out}`);
  const document = documentOf(await run(testWorld(files), "history show --arg PROMPT exec --json --cli tool"));
  assert.deepEqual(document["units"], [
    {
      type: "arg",
      path: ["exec"],
      name: "PROMPT",
      aliasOf: null,
      ranges: [{ from: "1.0.0", to: "1.1.0", state: "visible", deprecated: false, lookedAt: 2 }],
    },
  ]);
  documentOf(await run(testWorld(files), "history show --json --cli tool"));
  assert.deepEqual(files.tree, before);
});

test("history refuses wrong words and options, and says what would be right", async () => {
  const files = committed();
  const host = { host: { os: "linux", arch: "x86_64" } };
  const refused = async (line: string, code: number, err: RegExp): Promise<void> =>
    assertRefused(
      files,
      `history ${line} --cli tool`.split(" ").filter((word) => word !== ""),
      code,
      err,
      host,
    );
  await refused("", 64, /^error\[WORD_MISSING\]: "xtask history" needs "build" or "show"\n/);
  await refused("biuld", 64, /error\[WORD_UNKNOWN\]: .*not "biuld"\n {2}hint: Did you mean "build"\?/);
  await refused("build", 64, /error\[OPTION_MISSING\]: .*"--versions" or "--last"/);
  await refused("build --vresions 1.0.0", 64, /error\[OPTION_UNKNOWN\]: .*"--vresions"\n {2}hint: Did you mean "--versions"\?/);
  await refused("build 1.0.0", 64, /error\[WORD_UNEXPECTED\]: .*"1\.0\.0"; versions stand behind "--versions"/);
  await refused("build --last 0", 64, /error\[OPTION_VALUE\]: The option "--last" must be a whole number from 1/);
  await refused("build --last 2 --flag=x", 64, /error\[OPTION_NEEDS\]: The option "--flag" belongs to "xtask history show"/);
  await refused("show --last 2", 64, /error\[OPTION_NEEDS\]: The option "--last" belongs to "xtask history build"/);
  await refused(
    "show exec --atuo",
    3,
    /error\[UNIT_UNKNOWN\]: No version that was looked at of tool has "--atuo" at "exec"\n {2}hint: Did you mean "exec --auto"\?/,
  );
  await refused("show exce", 3, /error\[UNIT_UNKNOWN\].*\n {2}hint: Did you mean "exec"\?/);
  await refused("show exec --auto --json=1", 64, /error\[/);
  await refused("show --target riscv", 64, /error\[TARGET_UNKNOWN\].*\n {2}hint: It has: /);
  await refused("show --arg exec", 3, /error\[UNIT_UNKNOWN\]: "exec" of "--arg" is no arg; it is a command/);
  await refused(
    "build --target aarch64-apple-darwin --last 1",
    3,
    /error\[TARGET_UNKNOWN\]: The cli\.json of "tool" \(\/targets\) has no target/,
  );
  await assertRefused(files, "history build --cli tool --last 1", 64, /error\[TARGET_NEEDED\]/, { host: { os: "linux", arch: "aarch64" } });
  await assertRefused(
    files,
    `history build --cli tool --target ${linux} --last 1`,
    64,
    /error\[TARGET_FOREIGN\].*\n {2}hint: Name what runs them with --via/,
    {
      host: { os: "linux", arch: "aarch64" },
    },
  );
  await assertRefused(files, ["history", "show", "", "--cli", "tool"], 64, /error\[UNIT_EMPTY\]/);
  await assertRefused(files, "history show --cli absent", 3, /error\[CLI_UNKNOWN\]/);
  await assertRefused(
    files,
    "history show --cli tool --target aarch64-apple-darwin",
    3,
    /error\[HISTORY_EMPTY\].*\n {2}hint: There are versions for --target x86_64-unknown-linux-musl/,
  );
});
