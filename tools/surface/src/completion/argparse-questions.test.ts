import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import type { AcceptanceCall } from "../acceptance/plan-acceptance.ts";
import type { AcceptanceAnswer } from "../capture.ts";
import { cleanText } from "../clean-text.ts";
import type { HelpPage } from "../help-page.ts";
import { argparseParser } from "../parsers/argparse/argparse-parser.ts";
import { nextArgparseCalls } from "./argparse-questions.ts";
import { completionLimits, nextCompletionCalls, readCompletionAnswers } from "./completion-protocol.ts";

/** A program made with argparse itself, and how calls of it ended. */
interface Program {
  readonly abbreviates: boolean;
  readonly commands: readonly {
    readonly path: readonly string[];
    readonly hidden: boolean;
    readonly help: string;
    readonly flags: readonly { readonly name: string; readonly hidden: boolean; readonly takes_value: boolean }[];
  }[];
  readonly answers: readonly {
    /** `null` when the program went on. */
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly acted: readonly (readonly [prog: string, flag: string, isHidden: boolean, isSwitch: boolean])[];
  }[];
}

const COUNT = 40;
const script = join(import.meta.dirname, "argparse-programs.py");
const programs = (calls: readonly (readonly AcceptanceCall[])[]): readonly Program[] =>
  JSON.parse(
    execFileSync("python3", [script, process.env["ARGPARSE_SEED"] ?? "7", String(COUNT)], {
      encoding: "utf8",
      input: JSON.stringify(calls.map((each) => each.map(({ path, words }) => [...path, ...words]))),
      maxBuffer: 1 << 28,
    }),
  ) as readonly Program[];
const parse = (text: string): HelpPage => argparseParser.parseHelp(cleanText(text));
/** The commands that a walk knows: those that help lists, and those that answers name. */
const walked = ({ commands }: Program, answers: readonly AcceptanceAnswer[]) => {
  const named = new Set(readCompletionAnswers(answers).commands.map(({ path }) => path.join(" ")));
  return commands.filter(({ hidden, path }) => !hidden || named.has(path.join(" "))).map(({ path, help }) => ({ path, page: parse(help) }));
};

test("nextArgparseCalls() finds what programs of argparse hide, and neither runs them nor lets a shown flag act", () => {
  const answers: AcceptanceAnswer[][] = Array.from({ length: COUNT }, () => []);
  let known = programs([]);
  for (let round = 0; ; round += 1) {
    assert.ok(round < 40, "it ends");
    const calls = known.map((program, index) => nextArgparseCalls(walked(program, answers[index] ?? []), answers[index] ?? []));
    if (calls.every((each) => each.length === 0)) break;
    known = programs(calls);
    for (const [index, { answers: ends }] of known.entries())
      for (const [at, { exitCode, stdout, stderr, acted }] of ends.entries()) {
        const call = calls[index]?.[at];
        assert.ok(call !== undefined && exitCode !== null, `the program went on: ${JSON.stringify(call)}`);
        for (const [, flag, isHidden, isSwitch] of acted) assert.ok(isHidden && !isSwitch, `${flag} acted: ${JSON.stringify(call)}`);
        answers[index]?.push({ ...call, exitCode, stdout, stderr });
      }
  }
  let found = 0;
  for (const [index, program] of known.entries()) {
    const surface = readCompletionAnswers(answers[index] ?? []);
    assert.equal(surface.source ?? "probe", "probe");
    const flagsAt = (path: readonly string[]) =>
      (surface.commands.find((each) => each.path.join(" ") === path.join(" "))?.flags ?? []).filter(({ long }) => long !== "--help");
    for (const { path, flags, hidden } of program.commands) {
      const declared = new Map(flags.map((flag) => [flag.name, flag]));
      // Nothing is named that the command does not have, and a switch is one.
      for (const { long = "", takes_value } of flagsAt(path)) assert.equal(takes_value, declared.get(long)?.takes_value ?? `no ${long}`);
      if (hidden)
        assert.ok(
          surface.commands.some((each) => each.path.join(" ") === path.join(" ")),
          `the command ${path.join(" ")}`,
        );
      const isKnown = (name: string): boolean => flagsAt(path).some(({ long }) => long === name);
      found += flags.filter((flag) => flag.hidden && isKnown(flag.name)).length;
      const letters = flags.filter((flag) => !flag.hidden).map(({ name }) => name.slice(0, 3));
      for (const { name } of flags.filter((flag) => flag.hidden && !flag.takes_value)) {
        // A hidden switch whose letter no shown flag has, nor several above it, is found for sure.
        const isFree =
          program.abbreviates &&
          path.length === 0 &&
          !parse(program.commands[0]?.help ?? "").flags.some(({ long }) => long?.startsWith(name.slice(0, 3)) === true);
        if (isFree && !letters.includes(name.slice(0, 3))) assert.ok(isKnown(name), `${path.join(" ")} ${name}`);
      }
    }
  }
  assert.ok(found > 20, `only ${String(found)} were found`);
});

const page = (text: string): HelpPage => parse(text);
const helpText =
  "usage: tool [-h] [--all] [--any] [--out OUT]\n\noptions:\n  -h, --help  show this help message and exit\n  --all\n  --any\n  --out OUT\n";
const refused = (words: readonly string[], message: string): AcceptanceAnswer => ({
  path: [],
  words,
  exitCode: 2,
  stdout: "",
  stderr: `usage: tool [-h]\ntool: ${message}\n`,
});

test("nextArgparseCalls() gives no beginning of one shown flag alone, and asks no command that hands words on or shows no plain --help", () => {
  const words = nextArgparseCalls([{ path: [], page: page(helpText) }], []).flatMap((call) => call.words);
  assert.ok(words.includes("--a=") && words.includes("--b=") && words.includes("--oa="));
  assert.deepEqual(
    words.filter((word) => ["--o=", "--ou=", "--out=", "--al=", "--h="].includes(word)),
    [],
  );
  const remainder = helpText
    .replace("[--out OUT]", "[--out OUT] ...")
    .replace("\n\noptions", "\n\npositional arguments:\n  rest\n\noptions");
  const help = "  -h, --help  show this help message and exit\n";
  const ofTopics = helpText.replace("[-h]", "[-h [TOPIC]]").replace(help, "  -h [TOPIC], --help [TOPIC]\n");
  for (const text of [remainder, helpText.replace(help, ""), ofTopics])
    assert.deepEqual(nextArgparseCalls([{ path: [], page: page(text) }], []), []);
  assert.deepEqual(nextCompletionCalls("argparse", [{ path: ["x"] }], []), []);
});

test("readCompletionAnswers() reads what refusals name, and nothing of another command's", () => {
  const flagsOf = (...answers: readonly AcceptanceAnswer[]) =>
    readCompletionAnswers(answers).commands.map(({ path, flags }) => [path.join(" "), ...flags]);
  assert.deepEqual(
    flagsOf(
      refused(["--a=", "--help", "--help="], "error: ambiguous option: --a= could match --all, --alone"),
      refused(["--alone=", "--help", "--help="], "error: argument -1/--alone: ignored explicit argument ''"),
      refused(["--b=", "--help", "--help="], "error: argument --bare: invalid int value: ''"),
    ),
    [["", { long: "--alone", short: "-1", takes_value: false }, { long: "--bare", takes_value: true }]],
  );
  // Without the program's name, as a program prints it that has a form of its own.
  const own = {
    path: [],
    words: ["--a=", "--help", "--help="],
    exitCode: 2,
    stdout: "",
    stderr: "usage:\n    tool\n\nerror:\n    ambiguous option: --a could match --all, --alone\n",
  };
  assert.deepEqual(flagsOf(own), []);
  const help = { path: [], words: ["--alone=", "--help", "--help="], exitCode: 0, stdout: "usage: tool", stderr: "" };
  assert.deepEqual(flagsOf(own, help), [["", { long: "--alone", takes_value: true }]]);
  const commands = [{ path: [], page: page(helpText) }];
  assert.deepEqual(completionLimits(commands, [own]), ["hidden flag without an answer: --alone"]);
  assert.deepEqual(completionLimits(commands, [own, help]), []);
  const below: AcceptanceAnswer = { path: ["sub"], words: ["--c=", "--help", "--help="], exitCode: 0, stdout: "", stderr: "" };
  const other = {
    ...refused(["--a=", "--help", "--help="], ""),
    stderr: "tool sub: error: argument --alone: ignored explicit argument ''\n",
  };
  assert.deepEqual(flagsOf(other, below), []);
  const chosen = (list: string): AcceptanceAnswer =>
    refused(
      ["lockstep-no-such-command", "--help", "--help="],
      `error: argument COMMAND: invalid choice: 'lockstep-no-such-command' (choose from ${list})`,
    );
  for (const list of ["'run', 'secret'", "run, secret"]) assert.deepEqual(flagsOf(chosen(list)), [["run"], ["secret"]]);
});
