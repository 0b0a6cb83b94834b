import assert from "node:assert/strict";
import { test } from "node:test";
import type { WrapperCoverageV1 } from "@lockstep/contracts";
import type { ProcessOutcome, ProcessRequest } from "@lockstep/kernel";
import type { memoryFiles } from "@lockstep/testing";
import { assertRefused, documentOf, printing, run, testWorld } from "./run.ts";
import { derivedFiles, published, root, scenarios, textOf, wrappedWorld } from "./small-root.ts";

const path = `${root}/wrapper_coverage.json`;
const line = "wrapper-coverage --cli tool";

/** A root with a union and no coverage. */
async function uncovered(): Promise<ReturnType<typeof memoryFiles>> {
  const files = await derivedFiles();
  files.tree.delete(`/repo/${path}`);
  return files;
}
const ended = (outcome: Partial<ProcessOutcome>) => ({
  processes: {
    run: async (): Promise<ProcessOutcome> => ({
      type: "exited",
      exitCode: 0,
      signal: null,
      stdout: "",
      stderr: "",
      durationMs: 1,
      ...outcome,
    }),
  },
});

test("wrapper-coverage derives the file from the wrapper's command lines", async () => {
  const files = await uncovered();
  assert.deepEqual(await run(wrappedWorld(files), line), {
    code: 0,
    out: `${path} (written): 6 entries from 1 scenarios, read with 1.2.0\nThe reports of these versions may be stale now: xtask verify --cli tool --fix\n`,
    err: "",
  });
  assert.deepEqual(JSON.parse(textOf(files, "wrapper_coverage.json")) as WrapperCoverageV1, {
    schema_version: 1,
    generated_at: published,
    wrapper_version: "0.1.0",
    coverage: [
      { path: [], level: "explicit", flags: [{ key: "--config", level: "explicit" }] },
      {
        path: ["exec"],
        level: "explicit",
        flags: [
          { key: "--json", level: "explicit" },
          { key: "--model", level: "intentionally_unsupported", note: "Set by the profile." },
        ],
        args: [{ name: "PROMPT", level: "explicit" }],
      },
    ],
  });
});

test("wrapper-coverage --json prints the document, and leaves a current file untouched", async () => {
  const files = await derivedFiles();
  const before = new Map(files.tree);
  assert.deepEqual(documentOf(await run(wrappedWorld(files), `${line} --json`)), {
    schema: "wrapper-coverage.v1",
    path,
    written: false,
    scenarios: 1,
    versions: ["1.2.0"],
    units: 6,
  });
  assert.deepEqual(files.tree, before);
});

test("wrapper-coverage reads the command lines with the unions of all versions, ascending", async () => {
  const files = await derivedFiles(["1.10.0", "1.2.0"]);
  files.tree.set(`/repo/${root}/snapshots/latest/union.json`, "no version");
  assert.deepEqual(documentOf(await run(wrappedWorld(files), `${line} --json`))["versions"], ["1.2.0", "1.10.0"]);
});

test("wrapper-coverage --check finds a stale file and names the mending command", async () => {
  const files = await derivedFiles();
  files.tree.set(`/repo/${path}`, textOf(files, "wrapper_coverage.json").replace("0.1.0", "0.0.9"));
  const before = new Map(files.tree);
  const ran = await run(wrappedWorld(files), `${line} --check --json`);
  assert.equal(ran.code, 2);
  assert.deepEqual(documentOf(ran), {
    schema: "wrapper-coverage.v1",
    check: { stale: [{ path, state: "stale" }], fix: "xtask wrapper-coverage --cli tool" },
  });
  assert.deepEqual(files.tree, before);
});

test("wrapper-coverage runs the command of --from word by word and writes to --out", async () => {
  const files = await uncovered();
  const requests: ProcessRequest[] = [];
  const processes = { run: async (request: ProcessRequest) => (requests.push(request), printing(scenarios).run(request)) };
  const ran = await run(testWorld(files, { processes, env: { HOME: "/h", UNSET: undefined } }), [
    ...line.split(" "),
    "--from",
    "  cargo run  --bin print ",
    "--out",
    "elsewhere/coverage.json",
  ]);
  assert.equal(ran.code, 0, ran.err);
  assert.deepEqual(
    requests.map(({ file, args, env }) => ({ file, args, env })),
    [{ file: "cargo", args: ["run", "--bin", "print"], env: { HOME: "/h" } }],
  );
  assert.deepEqual([files.tree.has("/repo/elsewhere/coverage.json"), files.tree.has(`/repo/${path}`)], [true, false]);
});

test("wrapper-coverage exits 3 with command, exit code and the last lines of standard error when the wrapper's command fails", async () => {
  const stderr = Array.from({ length: 22 }, (_, index) => `line ${String(index)}`).join("\n");
  await assertRefused(
    await uncovered(),
    line,
    3,
    /^error\[SCENARIOS_FAILED\]: The wrapper's command "print-scenarios" exited with 7; expected exit 0 and a WrapperScenarios document\nline 2\n.*line 21\n {2}hint: Run it by hand/s,
    ended({ exitCode: 7, stderr }),
  );
  await assertRefused(
    await uncovered(),
    line,
    3,
    /"print-scenarios" ended "spawn-failed": ENOENT; expected/,
    ended({ type: "spawn-failed", exitCode: null, reason: "ENOENT" }),
  );
  await assertRefused(
    await uncovered(),
    line,
    3,
    /^error\[JSON_INVALID\]: "the output of "print-scenarios"" at line 1, column 4 is not valid JSON/,
    ended({ stdout: "{} x" }),
  );
  await assertRefused(
    await uncovered(),
    line,
    3,
    /^error\[SCHEMA_VIOLATION\]: .*no valid WrapperScenarios:\n.*the field "wrapper_version" is missing/,
    ended({ stdout: '{"schema_version":1,"scenarios":[],"declared":[]}' }),
  );
});

test("wrapper-coverage refuses a token that no version knows with every problem, and leaves the committed file", async () => {
  const bad = {
    ...scenarios,
    scenarios: [
      ...scenarios.scenarios,
      {
        name: "typo",
        argv: [
          { token: "exec", origin: "typed" },
          { token: "--jsn", origin: "typed" },
        ],
      },
    ],
  };
  await assertRefused(
    await derivedFiles(),
    line,
    3,
    'error[COVERAGE_REFUSED]: The wrapper\'s scenarios give no valid coverage:\n  scenario "typo": no committed version accepts token 1 "--jsn": "exec" has no flag "--jsn" (1.2.0)\n  hint: Correct the wrapper\'s scenarios or declarations; the committed coverage is untouched\n',
    { processes: printing(bad) },
  );
});

test("wrapper-coverage refuses a root's flag on a command when the snapshots of all the union's inputs show that the command lacks it", async () => {
  const files = await derivedFiles();
  const shown = [...files.tree].filter(([name]) => /snapshots.*(?<!union)\.json$/.test(name));
  assert.equal(shown.length, 3);
  for (const [name, text] of shown) files.tree.set(name, text.replace('"path": [\n        "exec"\n      ],', '$&"usage": "tool exec",'));
  const refusal = /no committed version accepts token 2 "--config": "exec" has no flag "--config": the root's is not global/;
  await assertRefused(files, line, 3, refusal, { processes: printing(scenarios) });
  const [[name] = [""]] = shown;
  files.tree.set(name, (files.tree.get(name) ?? "").replace(/"sha256": "[0-9a-f]{64}"/, `"sha256": "${"9".repeat(64)}"`));
  assert.equal((await run(wrappedWorld(files), line)).code, 0);
  files.tree.delete(name);
  assert.equal((await run(wrappedWorld(files), line)).code, 0);
});

test("wrapper-coverage exits 3 with the next step when there is no wrapper or no union", async () => {
  const files = await uncovered();
  files.tree.delete(`/repo/${root}/snapshots/1.2.0/union.json`);
  await assertRefused(
    files,
    line,
    3,
    /^error\[UNIONS_MISSING\]: "manifests\/tool\/snapshots" has no union .*\n {2}hint: Merge snapshots first/,
    { processes: printing(scenarios) },
  );
  files.tree.delete(`/repo/${root}/cli.json`);
  await assertRefused(files, line, 3, /^error\[WRAPPER_UNKNOWN\]: No "cli\.json" of tool names a wrapper\n {2}hint: .*--from <command>/);
});
