import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { diskFiles } from "@lockstep/adapters";
import { parseContract, type CliDescriptor } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { runProcess } from "@lockstep/runtime";
import { clock, run, testWorld, type Ran } from "../run.ts";
import { derivedFiles } from "../small-root.ts";

const kept = "manifests/tool/wrapper_scenarios.json";
const save = ["wrapper-coverage", "--cli=tool", "--record", "--save", "--wrapper-version=0.2.0"];

interface Bench {
  xtask(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  read(path: string): string;
  write(path: string, text: string): void;
  has(path: string): boolean;
  remove(path: string): void;
  descriptor(): CliDescriptor;
}

/** A repository on disk with the files of one reported version, whose `cli.json` names no wrapper yet. The wrapper is `calls.sh`. */
async function setUp(t: TestContext, calls = 'tool exec --json "secret"\n'): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "kept-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const descriptor = (): CliDescriptor => parseContract("CliDescriptor", "cli.json", read("manifests/tool/cli.json"));
  for (const [path, text] of (await derivedFiles()).tree) write(path.replace("/repo/", ""), text);
  const { wrapper: _wrapper, ...bare } = descriptor();
  write("manifests/tool/cli.json", renderJson(bare));
  write("calls.sh", calls);
  const xtask: Bench["xtask"] = (words, env = {}) =>
    run(testWorld(diskFiles(folder), { processes: { run: runProcess }, clock, env: { PATH: process.env["PATH"], ...env } }), words);
  return { xtask, read, write, has: (path) => existsSync(join(folder, path)), remove: (path) => rmSync(join(folder, path)), descriptor };
}

test("wrapper-coverage --record --save keeps the scenarios and the command, by which --record makes the same again", async (t) => {
  const bench = await setUp(t);
  const ran = await bench.xtask([...save, "--answers=answer.txt", "--", "sh", "calls.sh"]);
  assert.match(ran.err, /^error\[ANSWERS_MISSING\]: /m);
  bench.write("answer.txt", "an answer\n");
  const saved = await bench.xtask([...save, "--answers=answer.txt", "--", "sh", "calls.sh"]);
  assert.deepEqual([saved.code, saved.err], [0, ""]);
  assert.match(saved.out, /\nmanifests\/tool\/cli\.json has the command: parity and verify record by themselves\n$/);
  assert.deepEqual(bench.descriptor().wrapper, {
    record: { wrapper_version: "0.2.0", command: ["sh", "calls.sh"], answers: "answer.txt" },
  });
  const document = bench.read(kept);
  assert.deepEqual(
    parseContract("WrapperScenarios", kept, document).scenarios.map(({ argv }) => argv.map(({ token }) => token)),
    [["exec", "--json", "value"]],
  );
  assert.match((await bench.xtask(["wrapper-coverage", "--cli=tool", "--record"])).out, /wrapper_scenarios\.json \(unchanged\)\n/);
  assert.equal(bench.read(kept), document);
  assert.match((await bench.xtask(["wrapper-coverage", "--cli=tool"])).out, /\(written\): 4 entries from 1 scenarios, read with 1\.2\.0/);
});

test("wrapper-coverage --record --save keeps nothing of a command that fails, and no second way to a wrapper that prints its scenarios", async (t) => {
  const bench = await setUp(t);
  const before = bench.read("manifests/tool/cli.json");
  const failed = await bench.xtask([...save, "--", "sh", "-c", "tool exec; exit 4"]);
  assert.match(failed.err, /error\[RECORDING_FAILED\]/);
  assert.deepEqual([failed.code, bench.read("manifests/tool/cli.json"), bench.has(kept)], [3, before, false]);
  const printing = renderJson({ ...bench.descriptor(), wrapper: { package: "calls.sh", scenarios: ["print-scenarios"] } });
  bench.write("manifests/tool/cli.json", printing);
  const refused = await bench.xtask([...save, "--", "sh", "calls.sh"]);
  assert.match(
    refused.err,
    /^error\[WRAPPER_NAMED\]: "manifests\/tool\/cli\.json" names a wrapper that prints its scenarios: print-scenarios\n/,
  );
  assert.deepEqual([refused.code, bench.read("manifests/tool/cli.json"), bench.has(kept)], [64, printing, false]);
});

test("verify finds a recording that the wrapper's calls have left behind, and --fix records anew; status runs no tests", async (t) => {
  const bench = await setUp(t);
  await bench.xtask([...save, "--", "sh", "calls.sh"]);
  const fixed = await bench.xtask(["verify", "--cli=tool", "--fix"]);
  assert.equal(fixed.code, 0, fixed.out + fixed.err);
  assert.match((await bench.xtask(["verify", "--cli=tool"])).out, /: all current\n$/);
  bench.write("calls.sh", "tool exec --json text; tool --config k=v exec text\n");
  const stale = await bench.xtask(["verify", "--cli=tool"]);
  assert.deepEqual(
    [stale.code, stale.out.split("\n").slice(0, 2)],
    [2, [`${kept} is stale`, "  fix: xtask wrapper-coverage --cli tool --record"]],
  );
  const status = await bench.xtask(["status", "--cli=tool"]);
  assert.equal(status.err, "");
  assert.doesNotMatch(status.out, /wrapper_scenarios/);
  const mended = await bench.xtask(["verify", "--cli=tool", "--fix"]);
  assert.equal(mended.code, 0, mended.out);
  assert.match(mended.out, /wrapper_scenarios\.json written\nmanifests\/tool\/wrapper_coverage\.json written\n/);
  assert.match((await bench.xtask(["verify", "--cli=tool"])).out, /: all current\n$/);
});

test("verify takes the names of environment variables for nothing that a recording must share", async (t) => {
  const bench = await setUp(t, "TOOL_HOME=/x tool exec --json text\n");
  await bench.xtask([...save, "--", "sh", "calls.sh"]);
  assert.match(bench.read(kept), /TOOL_HOME/);
  await bench.xtask(["verify", "--cli=tool", "--fix"]);
  const ran = await bench.xtask(["verify", "--cli=tool"], { TOOL_HOME: "/mine", CI: "true" });
  assert.match(ran.out, /: all current\n$/);
});

test("verify and wrapper-coverage say what to do about a recording that is missing or cannot be made", async (t) => {
  const bench = await setUp(t);
  await bench.xtask([...save, "--", "sh", "calls.sh"]);
  bench.write("calls.sh", "exit 7\n");
  const broken = await bench.xtask(["verify", "--cli=tool"]);
  assert.equal(broken.code, 3);
  assert.match(broken.err, /error\[RECORDING_FAILED\]: The command "sh calls\.sh" exited with 7/);
  bench.write("calls.sh", 'tool exec --json "secret"\n');
  bench.remove(kept);
  const missing = await bench.xtask(["wrapper-coverage", "--cli=tool"]);
  assert.equal(missing.code, 3);
  assert.match(missing.err, /error\[RECORDING_MISSING\]: "manifests\/tool\/wrapper_scenarios\.json" does not exist/);
  assert.match(
    (await bench.xtask(["verify", "--cli=tool"])).out,
    /wrapper_scenarios\.json is missing\n {2}fix: xtask wrapper-coverage --cli tool --record\n/,
  );
});

const refusals = [
  { words: ["--record"], code: "OPTION_MISSING" },
  { words: ["--record", "--save"], code: "OPTION_MISSING" },
  { words: ["--record", "--answers=x"], code: "OPTION_MISSING" },
  { words: ["--record", "--save", "--wrapper-version=1.0.0", "--out=x.json", "--", "true"], code: "OPTION_CONFLICT" },
  { words: ["--record", "--save", "--wrapper-version=1.0.0", "--binary=x", "--", "true"], code: "OPTION_CONFLICT" },
  { words: ["--record", "--save", "--", "true"], code: "OPTION_MISSING" },
  { words: ["--save"], code: "OPTION_NEEDS" },
];
for (const { words, code } of refusals) {
  test(`wrapper-coverage ${words.join(" ")} is refused with ${code}`, async (t) => {
    const bench = await setUp(t);
    const ran = await bench.xtask(["wrapper-coverage", "--cli=tool", ...words]);
    assert.equal(ran.code, 64);
    assert.match(ran.err, new RegExp(`^error\\[${code}\\]: `));
  });
}
