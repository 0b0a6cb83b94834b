import assert from "node:assert/strict";
import { test } from "node:test";
import type { AcceptanceAnswer } from "../capture.ts";
import type { ArgShape, HelpPage } from "../help-page.ts";
import { clapParser } from "../parsers/clap/clap-parser.ts";
import { MAX_CANDIDATES, nextAcceptanceCalls, planAcceptance, readAcceptance, type AcceptancePlan } from "./plan-acceptance.ts";

const pageOf = (usage: string, flags = ""): HelpPage => clapParser.parseHelp(`Usage: ${usage}\n\nOptions:\n  -h, --help  Help\n${flags}`);
const commands = [
  { path: [], page: pageOf("tool [OPTIONS] [PROMPT]", "  -q, --quiet  Quiet\n      --[no-]color  Colour\n") },
  { path: ["run"], page: pageOf("tool run [OPTIONS] <FILE>") },
  { path: ["sandbox"], page: pageOf("tool sandbox [OPTIONS] [COMMAND]...") },
  { path: ["mcp", "add"], page: pageOf("tool mcp add [OPTIONS] <NAME> (--url <URL> | -- <COMMAND>...)", "      --url <URL>  Address\n") },
  { path: ["broken"] },
  { path: ["odd"], page: clapParser.parseHelp("no help at all") },
  { path: ["lax"], page: pageOf("tool lax [OPTIONS]"), takesUnknownOptions: true },
];
const plan = (path: readonly string[], ...flags: readonly string[]): AcceptancePlan =>
  planAcceptance(
    "clap",
    commands,
    flags.map((flag) => ({ path, flag })),
    true,
  );
const reasons = (path: readonly string[], ...flags: readonly string[]) =>
  plan(path, ...flags).skipped.map(({ flag, reason }) => [flag, reason]);

test("planAcceptance() asks about no flag that help shows, by any of its names", () => {
  const shown = ["--quiet", "-q", "--quiet=1", "--help", "-h", "--color", "--no-color"];
  assert.deepEqual(
    reasons([], ...shown),
    shown.filter((flag) => flag !== "--quiet=1").map((flag) => [flag, "shown by help"]),
  );
  assert.deepEqual(plan([], ...shown).questions, []);
  assert.deepEqual(
    plan(["run"], "--quiet").questions.map(({ candidates }) => candidates),
    [[{ name: "--quiet" }]],
  );
});

test("planAcceptance() asks no command that takes arguments to the end of the line, whose help is not known, that may act on unknown flags, or that is not there", () => {
  assert.deepEqual(reasons(["sandbox"], "--x"), [["--x", "takes trailing arguments"]]);
  assert.deepEqual(reasons(["mcp", "add"], "--x"), [["--x", "takes trailing arguments"]]);
  assert.deepEqual(reasons(["broken"], "--x"), [["--x", "help not recognised"]]);
  assert.deepEqual(reasons(["odd"], "--x"), [["--x", "help not recognised"]]);
  assert.deepEqual(reasons(["nowhere"], "--x"), [["--x", "no command"]]);
  assert.deepEqual(reasons(["lax"], "--x"), [["--x", "may take unknown options"]]);
});

test("planAcceptance() takes single flags only", () => {
  const words = [
    "--",
    "-",
    "",
    "x",
    "--x y",
    "--x=a b",
    "--x=",
    "--=x",
    "-xy",
    "--x\n",
    "--x=\u0000",
    "--x=\t",
    "x=--y",
    "---x",
    "--x --help",
  ];
  assert.deepEqual(
    reasons([], ...words),
    words.map((word) => [word, "no flag"]),
  );
});

test("planAcceptance() asks no program of a framework that has no harmless probe", () => {
  const { questions, skipped } = planAcceptance("yargs", commands, [{ path: [], flag: "--x" }], true);
  assert.deepEqual([questions, skipped], [[], [{ path: [], flag: "--x", reason: "no harmless probe" }]]);
});

test("planAcceptance() asks each command by its own framework", () => {
  const frameworkAt = (path: readonly string[]): string => (path[0] === "run" ? "generic" : "clap");
  const candidates = [
    { path: [], flag: "--x" },
    { path: ["run"], flag: "--x" },
  ];
  const asked = planAcceptance(frameworkAt, commands, candidates, true);
  assert.deepEqual(
    asked.questions.map(({ path }) => path),
    [[]],
  );
  assert.deepEqual(asked.skipped, [{ path: ["run"], flag: "--x", reason: "no harmless probe" }]);
  const other = planAcceptance((path) => (path[0] === "run" ? "clap" : "generic"), commands, candidates, true);
  assert.deepEqual(
    nextAcceptanceCalls(other, []).map(({ path }) => path),
    [["run"]],
  );
});

test("planAcceptance() lets the first of two candidates with one name count, and is bounded", () => {
  assert.deepEqual(plan([], "--x=1", "--x", "--x=2").questions[0]?.candidates, [{ name: "--x", value: "1" }]);
  const many = plan([], ...Array.from({ length: MAX_CANDIDATES + 2 }, (_, index) => `--x${String(index)}`));
  assert.equal(many.questions[0]?.candidates.length, MAX_CANDIDATES);
  assert.deepEqual(
    many.skipped.map(({ reason }) => reason),
    ["too many candidates", "too many candidates"],
  );
});

test("nextAcceptanceCalls() gives calls of flags alone that end in what stops the program", () => {
  assert.deepEqual(nextAcceptanceCalls(plan(["run"], "--x", "--y=1"), []), [
    { path: ["run"], words: ["--x=lockstep-probe", "--help"] },
    { path: ["run"], words: ["--y=1", "--help"] },
  ]);
  const commander = planAcceptance(
    "commander",
    commands,
    [
      { path: [], flag: "--x=1" },
      { path: [], flag: "--y" },
    ],
    true,
  );
  assert.deepEqual(nextAcceptanceCalls(commander, []), [
    { path: [], words: ["--x=1", "--lockstep-no-such-flag"] },
    { path: [], words: ["--y=lockstep-probe", "--lockstep-no-such-flag"] },
  ]);
});

test("nextAcceptanceCalls() throws rather than give a call that might do harm, whoever made the plan", () => {
  const trailing: ArgShape = { name: "COMMAND", required: false, variadic: true };
  const page = pageOf("tool [OPTIONS]", "  -q, --quiet  Quiet\n");
  const questions: readonly AcceptancePlan["questions"][number][] = [
    { path: [], page, candidates: [{ name: "--quiet" }] },
    { path: [], page, candidates: [{ name: "--" }] },
    { path: [], page, candidates: [{ name: "word" }] },
    { path: [], page, candidates: [{ name: "--x", value: "a b" }] },
    { path: ["--quiet"], page, candidates: [{ name: "--x" }] },
    { path: [], page: { ...page, args: [trailing] }, candidates: [{ name: "--x" }] },
  ];
  for (const framework of ["clap", "commander"])
    for (const question of questions)
      assert.throws(
        () => nextAcceptanceCalls({ framework, isReviewed: true, questions: [question], skipped: [] }, []),
        /^Error: This is no harmless call: /,
        JSON.stringify(question),
      );
});

test("readAcceptance() has no verdict on what is not answered", () => {
  const asked = plan([], "--x", "--y");
  const answer: AcceptanceAnswer = {
    path: [],
    words: ["--y=lockstep-probe", "--help"],
    exitCode: 2,
    stdout: "",
    stderr: "error: unexpected argument '--y' found\n",
  };
  assert.deepEqual(readAcceptance(asked, [answer]), [{ path: [], name: "--y", verdict: { type: "rejected" } }]);
  assert.deepEqual(readAcceptance(asked, [{ ...answer, path: ["run"] }]), []);
});

test("a flag that a refusal suggests and no help shows is asked about too", () => {
  const asking = plan([], "--colur");
  const answer = (words: readonly string[], exitCode: number, stderr: string): AcceptanceAnswer => ({
    path: [],
    words,
    exitCode,
    stdout: "",
    stderr,
  });
  const refused = answer(
    ["--colur=lockstep-probe", "--help"],
    2,
    "error: unexpected argument '--colur' found\n\n  tip: a similar argument exists: '--colour'\n",
  );
  assert.deepEqual(nextAcceptanceCalls(asking, [refused]), [{ path: [], words: ["--colour=lockstep-probe", "--help"] }]);
  const accepted = answer(["--colour=lockstep-probe", "--help"], 2, "error: invalid value 'lockstep-probe' for '--colour <WHEN>'\n");
  assert.deepEqual(
    readAcceptance(asking, [refused, accepted]).map(({ name, verdict }) => [name, verdict.type]),
    [
      ["--colur", "rejected"],
      ["--colour", "accepted"],
    ],
  );
});

test("what the refusal of a suggested flag suggests is not asked about", () => {
  const asking = plan([], "--a=x");
  const answers: AcceptanceAnswer[] = [];
  for (let calls = nextAcceptanceCalls(asking, answers); calls.length > 0; calls = nextAcceptanceCalls(asking, answers)) {
    assert.ok(answers.length < 10);
    for (const { path, words } of calls) {
      const name = words[0]?.split("=", 1)[0] ?? "";
      const stderr = `error: unexpected argument '${name}' found\n\n  tip: a similar argument exists: '${name}a'\n`;
      answers.push({ path, words, exitCode: 2, stdout: "", stderr });
    }
  }
  assert.deepEqual(
    readAcceptance(asking, answers).map(({ name, verdict }) => [name, verdict.type]),
    [
      ["--a", "rejected"],
      ["--aa", "rejected"],
    ],
  );
});
