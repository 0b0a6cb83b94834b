import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson, type Processes } from "@lockstep/kernel";
import { linux, memoryFiles, rulesWith } from "@lockstep/testing";
import { committedFiles } from "./committed-files.ts";
import { assertRefused, documentOf, run, testWorld } from "./run.ts";
import { derivedFiles, inputFiles, root, scenarios } from "./small-root.ts";

const pages = ".cache/pages";
const page = (files: ReturnType<typeof memoryFiles>, name: string): string => files.tree.get(`/repo/${pages}/${name}`) ?? assert.fail(name);
/** What stands in the page, without tags. */
const words = (html: string): string =>
  html
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("report --format html writes the page of one CLI, touches nothing else, and says when it was so already", async () => {
  const files = await derivedFiles(["1.1.0", "1.2.0"]);
  const before = new Map(files.tree);
  const line = "report --cli tool --format html";
  assert.deepEqual(await run(testWorld(files), line), { code: 0, err: "", out: `${pages}/tool.html (written)\n` });
  const written = page(files, "tool.html");
  assert.deepEqual(new Map([...files.tree].filter(([path]) => !path.includes("/.cache/"))), before);
  assert.deepEqual(await run(testWorld(files), line), { code: 0, err: "", out: `${pages}/tool.html (unchanged)\n` });
  const text = words(written);
  // Version and status, when the report was made, its queue, and where it stands.
  assert.match(text, /tool 1\.2\.0 reported/);
  assert.match(text, /Report made 2026-05-06 07:08:09Z/);
  assert.match(text, /missing commands 1 login/);
  assert.ok(text.includes(scenarios.declared[0]?.note ?? assert.fail()));
  assert.match(text, /1\.1\.0 → 1\.2\.0 no changes/);
  const links = [...written.matchAll(/<a href="([^"#]+)"/g)].map(([, href = ""]) => href);
  assert.ok(links.length > 8);
  for (const href of links) assert.ok(files.tree.has(new URL(href, `file:///repo/${pages}/tool.html`).pathname), href);
});

test("report --format html --version tells of that version, and refuses one without a union", async () => {
  const files = await derivedFiles(["1.1.0", "1.2.0"]);
  await run(testWorld(files), "report --cli tool --format html --version 1.1.0 --out-dir site/");
  assert.match(words(files.tree.get("/repo/site/tool.html") ?? ""), /tool 1\.1\.0 reported/);
  await assertRefused(
    files,
    "report --cli tool --format html --version 9.9.9",
    3,
    /^error\[VERSION_UNKNOWN\]: .* no union of version 9\.9\.9; it has 1\.1\.0, 1\.2\.0\n/,
  );
});

test("report --format html does not give a stale report's time as that of what it tells", async () => {
  const files = await derivedFiles();
  files.tree.set(
    `/repo/${root}/wrapper_coverage.json`,
    (files.tree.get(`/repo/${root}/wrapper_coverage.json`) ?? "").replace('"explicit"', '"unsupported"'),
  );
  await run(testWorld(files), "report --cli tool --format html");
  const text = words(page(files, "tool.html"));
  assert.match(text, /no current report/);
  assert.match(text, /Snapshot taken 2026-01-02/);
});

test("report --format html --all writes every CLI and the index, also of a CLI without wrapper, union or version", async () => {
  const files = await derivedFiles();
  files.tree.delete(`/repo/${root}/wrapper_coverage.json`);
  files.tree.set("/repo/manifests/other/RULES.json", renderJson(rulesWith()));
  for (const [path, text] of inputFiles(["2.0.0"], [linux]).tree) files.tree.set(path.replace("/tool/", "/bare/"), text);
  const ran = await run(testWorld(files), "report --format html --all");
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  assert.deepEqual(
    ran.out.trim().split("\n"),
    ["bare", "other", "tool", "index"].map((name) => `${pages}/${name}.html (written)`),
  );
  assert.match(words(page(files, "tool.html")), /No wrapper of this CLI is measured/);
  assert.match(words(page(files, "other.html")), /No version is committed/);
  const index = page(files, "index.html");
  assert.deepEqual(
    [...index.matchAll(/<a href="([a-z]+\.html)"/g)].map(([, href]) => href),
    ["bare.html", "other.html", "tool.html"],
  );
  assert.ok(page(files, "tool.html").includes('<a href="index.html">'));
});

test("report --format html --all makes the pages that it can and tells why one is missing", async () => {
  const files = await derivedFiles();
  files.tree.set("/repo/manifests/broken/RULES.json", "{}");
  const ran = await run(testWorld(files), "report --format html --all");
  assert.equal(ran.code, 3);
  assert.match(ran.err, /manifests\/broken\/RULES\.json/);
  assert.ok(files.tree.has(`/repo/${pages}/tool.html`));
  assert.ok(!files.tree.has(`/repo/${pages}/broken.html`));
});

test("report --format md prints a summary and writes nothing; with json and html all three are made", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  const summary = await run(testWorld(files), "report --cli tool --format md");
  assert.match(summary.out, /^## tool 1\.2\.0 \(reported\)\n\nThe wrapper has 5 of 7 \(71 %\) units; 1 to do, 0 to watch\.\n/);
  assert.deepEqual(files.tree, before);
  const both = documentOf(await run(testWorld(files), "report --cli tool --version 1.2.0 --format json,html,md --json"));
  assert.equal(both["markdown"], summary.out);
  assert.deepEqual(both["written"], [`${pages}/tool.html`]);
  assert.equal((both["reports"] as { readonly schema: string }).schema, "report.v1");
});

const refusals: readonly (readonly [line: string, error: string])[] = [
  ["report", "OPTION_MISSING"],
  ["report --format json,html", "OPTION_MISSING"],
  ["report --format pdf", "OPTION_VALUE"],
  ["report --format html, --all", "OPTION_VALUE"],
  ["report --version 1.2.0 --all", "OPTION_NEEDS"],
  ["report --version 1.2.0 --out-dir x", "OPTION_NEEDS"],
  ["report --format md --out-dir x", "OPTION_NEEDS"],
  ["report --format html --generated-at 2026-01-01T00:00:00Z", "OPTION_NEEDS"],
  ["report --format html --check", "OPTION_CONFLICT"],
  ["report --format md --show", "OPTION_CONFLICT"],
  ["report --format html --all --version 1.2.0", "OPTION_CONFLICT"],
  ["report --format html --all --root x", "OPTION_CONFLICT"],
  ["report --format json,html --all", "OPTION_CONFLICT"],
];
for (const [line, error] of refusals) {
  test(`xtask ${line} is refused`, () => assertRefused(memoryFiles(), line, 64, new RegExp(`^error\\[${error}\\]: `)));
}

test("the summary of every committed CLI can be printed", async () => {
  const { code, out, err } = await run(committedFiles(), "report --format md --all");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^## codex \d/m);
});

test("a page has the findings of diff, with their severities, also between versions further apart", async () => {
  const world = committedFiles();
  // What a checkout has in the usual folder is not written again where it is the same.
  const nowhere = ".cache/pages-of-a-test";
  const written = new Map<string, string>();
  const writeAll = async (texts: ReadonlyMap<string, string>): Promise<void> => texts.forEach((text, path) => written.set(path, text));
  const ran = await run({ ...world, files: { ...world.files, writeAll } }, `report --format html,md --out-dir ${nowhere}`);
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  const html = written.get(`${nowhere}/codex.html`) ?? assert.fail();
  const lines = [...html.matchAll(/<li\s+data-between="([^"]+)"[^>]*>(.*?)<\/li>/gs)].map(([, between = "", line = ""]) => ({
    between: between.split(" ").map((pairs) => pairs.split(/[-:]/).map(Number)),
    line,
  }));
  const versions = ["0.125.0", "0.146.0", "0.169.0"];
  for (const [earlier, later] of [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const) {
    const [from = "", to = ""] = [versions[earlier], versions[later]];
    const { findings } = documentOf(await run(world, `diff ${from} ${to} --no-replay --json`)) as unknown as {
      readonly findings: readonly { readonly code: string; readonly severity: string }[];
    };
    assert.ok(findings.length > 10 && findings.some(({ severity }) => severity === "breaking"));
    const expected = findings.map(({ code, severity }) => `${severity} ${code}`).toSorted();
    const told = lines
      .filter(({ between }) => between.some(([a = 0, b = 0, c = 0, d = 0]) => a <= earlier && earlier <= b && c <= later && later <= d))
      .map(({ line }) => `${/class="change-([a-z]+)"/.exec(line)?.[1] ?? ""} ${/findings\.md#([a-z-]+)"/.exec(line)?.[1] ?? ""}`);
    assert.deepEqual(told.toSorted(), expected);
    if (later === earlier + 1) assert.match(words(html), new RegExp(`${from} → ${to} ${String(findings.length)} changes: \\d+ breaking`));
    if (later === 2 && earlier === 1)
      assert.ok(ran.out.includes(`### Changes from ${from} to ${to}: ${String(findings.length)}\n\n- **breaking** `));
  }
});

test("a page without a wrapper's scenarios judges by the coverage and says so", async () => {
  const files = await derivedFiles(["1.1.0", "1.2.0"]);
  const path = `/repo/${root}/snapshots/1.2.0/${linux}.json`;
  const text = files.tree.get(path) ?? "";
  const snapshot = JSON.parse(text) as { readonly commands: readonly { readonly flags?: readonly { readonly long?: string }[] }[] };
  const commands = snapshot.commands.map((command) => ({
    ...command,
    ...(command.flags === undefined ? {} : { flags: command.flags.filter(({ long }) => long !== "--json") }),
  }));
  files.tree.set(path, renderJson({ ...snapshot, commands }));
  const processes: Processes = {
    run: async () => ({ type: "exited", exitCode: 1, signal: null, stdout: "", stderr: "boom", durationMs: 1 }),
  };
  assert.equal((await run(testWorld(files, { processes }), "report --cli tool --format html")).code, 0);
  const told = words(page(files, "tool.html"));
  assert.match(told, /1\.1\.0 → 1\.2\.0 1 change: 1 breaking/);
  assert.match(told, /Without the wrapper&#39;s calls: .*print-scenarios/);
  assert.match(told, /breaking exec --json is gone.* flag-removed the wrapper claims the unit/);
});
