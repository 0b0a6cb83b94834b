import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { linux, mac, snapshotOf, targets, windows, type memoryFiles } from "@lockstep/testing";
import { assertRefused, documentOf, run } from "./run.ts";
import { derivedFiles, pinned, root, textOf, wrappedWorld } from "./small-root.ts";
import { readWorkflow, runnerLines } from "./workflow-run.ts";

type Tree = ReturnType<typeof memoryFiles>;
const flag = (long: string, more: object = {}) => ({ long, takes_value: false, ...more });
/** The release has a new flag with text of an attacker's, and a new command; `exec --json`, which the wrapper passes, is gone. */
const released = [
  { path: [], flags: [flag("--config", { takes_value: true })] },
  {
    path: ["exec"],
    about: "Run",
    args: [{ name: "PROMPT", required: true, variadic: false }],
    flags: [flag("--model", { takes_value: true }), flag("--fast", { description: "@everyone <script>alert(1)</script>" })],
  },
  { path: ["cloud"] },
];

/** A checkout in which 1.2.0 is the last validated version, and the artifacts of 1.3.0 lie in `temp/snapshots`. */
async function landed(...from: readonly (typeof targets)[number][]): Promise<Tree> {
  const files = await derivedFiles(["1.2.0"], "validated");
  const artifacts = targets.map((target_triple) => ({ ...pinned("1.3.0").artifacts[0], target_triple }));
  const set = (path: string, text: string): void => void files.tree.set(`/repo/${path}`, text);
  set(`${root}/artifacts.lock.json`, renderJson({ schema_version: 1, versions: [pinned("1.2.0"), { ...pinned("1.3.0"), artifacts }] }));
  for (const target of targets) {
    set(`${root}/pointers/latest_supported/${target}.txt`, "none\n");
    set(`${root}/pointers/latest_validated/${target}.txt`, target === linux ? "1.2.0\n" : "none\n");
  }
  set(`${root}/latest_validated.txt`, "1.2.0\n");
  set(`${root}/min_supported.txt`, "1.2.0\n");
  set(`${root}/current.json`, textOf(files, "snapshots/1.2.0/union.json"));
  for (const target of from)
    set(`temp/snapshots/snapshot-tool-1.3.0-${target}/snapshots/1.3.0/${target}.json`, renderJson(snapshotOf(target, released, "1.3.0")));
  return files;
}

/** Runs every command line of the runner that the joining job of the workflow has, in its order. */
async function propose(files: Tree): Promise<void> {
  const variables = { CLI: "tool", VERSION: "1.3.0", RUNNER_TEMP: "temp" };
  const steps = readWorkflow("update-snapshot").jobs["propose"]?.steps ?? [];
  const lines = steps.flatMap((step) => runnerLines(step, variables));
  assert.deepEqual(
    lines.map(([verb]) => verb),
    ["parity", "verify", "support-matrix", "pull-request", "validate", "verify"],
  );
  for (const line of lines) {
    const words = line[0] === "pull-request" ? [...line, "--no-replay"] : line;
    const ran = await run(wrappedWorld(files), words);
    assert.equal(ran.code, 0, `xtask ${words.join(" ")}\n${ran.out}${ran.err}`);
  }
}

test("the joining job gives the files and the body of a release, from snapshots of some targets", async () => {
  const files = await landed(mac, linux);
  const before = new Map(files.tree);
  await propose(files);
  const changed = [...files.tree].filter(([path, text]) => before.get(path) !== text).map(([path]) => path.slice("/repo/".length));
  assert.deepEqual(
    changed.filter((path) => !path.startsWith("temp/")).toSorted(),
    [
      "docs/support.md",
      ...["any", mac, linux].map((view) => `${root}/reports/1.3.0/coverage.${view}.json`),
      ...[mac, "union", linux].map((name) => `${root}/snapshots/1.3.0/${name}.json`),
      `${root}/versions/1.3.0.json`,
    ].toSorted(),
  );
  const body = files.tree.get("/repo/temp/proposal/body.md") ?? "";
  assert.equal(files.tree.get("/repo/temp/proposal/title.txt"), "feat(manifests): tool 1.3.0 (1 breaking, 2 new, 2 gone)\n");
  assert.match(
    body,
    new RegExp(`compared with 1\\.2\\.0, the last validated version, on \`${mac}\`, \`${linux}\`\\. Its status is \`reported\`\\.`),
  );
  assert.match(body, new RegExp(`there is no snapshot of \`${windows}\`\\.`));
  assert.match(
    body,
    /## Breaks the wrapper\n\n.*\n.*\n\| `exec --json` \| is gone.* \| breaking \| the wrapper makes calls that break, such as "exec"/,
  );
  assert.match(
    body,
    /## New\n\n.*\n.*\n\| `cloud` \| is new \| lacks it: in the work queue \|\n\| `exec --fast` \| is new \| lacks it: in the work queue \|\n/,
  );
  assert.match(body, /## Work queue\n\n.*\n\n.*\n.*\n\| `cloud` \| missing commands \| .*\n\| `exec --fast` \| missing flags \| none \|\n/);
  assert.doesNotMatch(body, /@everyone|<script>/);
});

test("pull-request prints the title and the body, and with --out writes them; the same state gives the same bytes", async () => {
  const files = await landed(...targets);
  await propose(files);
  const line = "pull-request --cli tool --version 1.3.0 --no-replay";
  const [title, body] = ["title.txt", "body.md"].map((name) => files.tree.get(`/repo/temp/proposal/${name}`) ?? "");
  const before = new Map(files.tree);
  const ran = await run(wrappedWorld(files), line);
  assert.deepEqual(ran, { code: 0, out: `${title ?? ""}\n${body ?? ""}`, err: "" });
  assert.deepEqual(documentOf(await run(wrappedWorld(files), `${line} --json`)), {
    schema: "pull-request.v1",
    cli: "tool",
    version: "1.3.0",
    before: "1.2.0",
    title: title?.trimEnd(),
    body,
    isCut: false,
    paths: null,
  });
  assert.deepEqual(files.tree, before);
  const written = await run(wrappedWorld(files), `${line} --out new/`);
  assert.deepEqual(written, { code: 0, out: "new/title.txt\nnew/body.md\n", err: "" });
  assert.equal(files.tree.get("/repo/new/body.md"), body);
});

test("pull-request compares with the version of --against, and goes without a comparison where there is no earlier one", async () => {
  const files = await landed(...targets);
  await propose(files);
  const same = await run(wrappedWorld(files), "pull-request --cli tool --version 1.3.0 --against 1.3.0 --no-replay");
  assert.match(same.out, /compared with 1\.3\.0 on /);
  const first = await run(wrappedWorld(files), "pull-request --cli tool --version 1.2.0 --no-replay");
  assert.match(first.out, /^feat\(manifests\): tool 1\.2\.0\n\n`tool` 1\.2\.0, compared with nothing: there is no earlier version\./);
  await assertRefused(
    files,
    "pull-request --cli tool --version 1.3.0 --against 0.9.0",
    3,
    /^error\[VERSION_UNKNOWN\]/,
    wrappedWorld(files),
  );
});

test("pull-request exits 3 before the chain has run, and names it", async () => {
  const files = await landed(linux);
  await assertRefused(
    files,
    "pull-request --cli tool --version 1.3.0",
    3,
    `error[FILE_MISSING]: "${root}/versions/1.3.0.json" does not exist\n  hint: Run the chain first: xtask parity --cli tool --version 1.3.0\n`,
  );
  await assertRefused(files, "pull-request --cli tool --version x", 64, /^error\[OPTION_VALUE\]/);
});
