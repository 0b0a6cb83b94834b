import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AcceptanceAnswer } from "../capture.ts";
import { clapParser } from "../parsers/clap/clap-parser.ts";
import { clapAcceptance } from "./clap-acceptance.ts";
import { nextAcceptanceCalls, planAcceptance, readAcceptance, type AcceptanceResult } from "./plan-acceptance.ts";

const HELP = "Run it\n\nUsage: tool run [OPTIONS] [PROMPT]\n\nOptions:\n      --json  Events\n  -h, --help  Help\n";
const page = clapParser.parseHelp(HELP);

type Ending = Pick<AcceptanceAnswer, "stdout" | "stderr"> & { readonly exitCode?: number; readonly failure?: string };
const refusal = (message: string, tip = ""): Ending => ({
  exitCode: 2,
  stdout: "",
  stderr: `warning: a notice first\nerror: ${message}\n${tip}\nUsage: tool run [OPTIONS] [PROMPT]\n\nFor more information, try '--help'.\n`,
});
const help: Ending = { exitCode: 0, stdout: HELP, stderr: "" };
const unknownFlag = (flag: string): Ending =>
  refusal(`unexpected argument '${flag}' found`, `\n  tip: to pass '${flag}' as a value, use '-- ${flag}'\n`);

/** Asks a CLI about the candidates until nothing is left to ask; gives the verdicts and every call. */
function ask(
  cli: (words: readonly string[]) => Ending,
  flags: readonly string[],
): { readonly results: readonly AcceptanceResult[]; readonly asked: readonly string[] } {
  const plan = planAcceptance(
    "clap",
    [{ path: ["run"], page }],
    flags.map((flag) => ({ path: ["run"], flag })),
    true,
  );
  const answers: AcceptanceAnswer[] = [];
  for (let calls = nextAcceptanceCalls(plan, answers); calls.length > 0; calls = nextAcceptanceCalls(plan, answers))
    answers.push(...calls.map((call) => ({ ...call, ...cli(call.words) })));
  return { results: readAcceptance(plan, answers), asked: answers.map(({ words }) => words.join(" ")) };
}

/** The verdict on one flag when a CLI answers from a table; what is not in it is refused by name. */
function verdict(flag: string, table: Readonly<Record<string, Ending>>) {
  const { results } = ask((words) => table[words.join(" ")] ?? unknownFlag(words[0]?.split("=")[0] ?? ""), [flag]);
  assert.equal(results.length, 1);
  const [result] = results;
  return result?.verdict.type === "unknown" ? `unknown: ${result.verdict.words.join(" ")}` : result?.verdict;
}

test("clapAcceptance accepts a switch when its value is refused, also when the refusal names what it is an alias of", () => {
  for (const message of [
    "unexpected value 'lockstep-probe' for '--bypass' found; no more were expected",
    "The value 'lockstep-probe' was provided to '--bypass' but it wasn't expecting any more values",
  ])
    assert.deepEqual(verdict("--yolo", { "--yolo=lockstep-probe --help": refusal(message) }), { type: "accepted", takesValue: false });
  const other = refusal("unexpected value 'another' for '--bypass' found; no more were expected");
  assert.equal(verdict("--yolo", { "--yolo=lockstep-probe --help": other }), "unknown: --yolo=lockstep-probe --help");
});

test("clapAcceptance accepts a flag with a value, and has the value's name when some answer shows it", () => {
  const named = { type: "accepted", takesValue: true, valueName: "SOURCE" };
  const cases: Readonly<Record<string, Ending>> = {
    "the value is not one of the possible ones": refusal("invalid value 'x' for '--from <SOURCE>'", "  [possible values: a, b]\n"),
    "the value is missing": refusal("a value is required for '--from <SOURCE>' but none was supplied"),
    "a clap 3 calls the value invalid": refusal("Invalid value \"x\" for '--from <SOURCE>': not a number"),
    "a clap 3 lists the possible values": refusal("\"x\" isn't a valid value for '--from <SOURCE>'"),
  };
  for (const [title, answer] of Object.entries(cases)) assert.deepEqual(verdict("--from=x", { "--from=x --help": answer }), named, title);
  assert.deepEqual(
    verdict("--from=x", {
      "--from=x --help": help,
      "--from=x --from=x --help": refusal("the argument '--from <SOURCE>' cannot be used multiple times"),
    }),
    named,
  );
  assert.deepEqual(verdict("--from=x", { "--from=x --help": help, "--from=x --from=x --help": help }), {
    type: "accepted",
    takesValue: true,
  });
});

test("clapAcceptance rejects what is refused by its own name, with the flag that is suggested", () => {
  const similar = refusal("unexpected argument '--jso' found", "\n  tip: a similar argument exists: '--json'\n");
  assert.deepEqual(verdict("--jso", { "--jso=lockstep-probe --help": similar }), { type: "rejected", similar: "--json" });
  const old = refusal("Found argument '--jso' which wasn't expected, or isn't valid in this context", "\n  Did you mean '--json'?\n");
  assert.deepEqual(verdict("--jso=1", { "--jso=1 --help": old }), { type: "rejected", similar: "--json" });
});

test("clapAcceptance understands a program that prints the refusals of clap behind a mark of its own", () => {
  const marked = ({ stderr, ...ending }: Ending): Ending => ({ ...ending, stderr: stderr.replace("error: ", " ERROR  ") });
  const cli = (words: readonly string[]): Ending =>
    words[0]?.startsWith("--known") === true ? help : marked(unknownFlag(words[0]?.split("=")[0] ?? ""));
  const { results } = ask(cli, ["--gone", "--known"]);
  assert.deepEqual(
    results.map(({ name, verdict: { type } }) => [name, type]),
    [
      ["--gone", "rejected"],
      ["--known", "accepted"],
    ],
  );
});

test("clapAcceptance reads a short switch with a value as clap does", () => {
  for (const message of ["unexpected argument '-=' found", "Found argument '-=' which wasn't expected, or isn't valid in this context"])
    assert.deepEqual(verdict("-q", { "-q=lockstep-probe --help": refusal(message), "-q --help": help }), {
      type: "accepted",
      takesValue: false,
    });
  assert.deepEqual(verdict("-q", {}), { type: "rejected" });
});

test("clapAcceptance does not know what is neither refused by name nor answered with the command's own help", () => {
  const cases: Readonly<Record<string, Ending>> = {
    "another flag is refused": unknownFlag("--other"),
    "another flag's value is invalid": refusal("invalid value 'lockstep-probe' for '--other <X>'"),
    "a longer flag is refused": unknownFlag("--flags"),
    "something else is wrong": refusal("the following required arguments were not provided: <FILE>"),
    "the help is another command's": { ...help, stdout: HELP.replace("tool run", "tool") },
    "it prints something else": { ...help, stdout: "started\n" },
    "it prints nothing": { ...help, stdout: "" },
    "it fails in silence": { exitCode: 1, stdout: "", stderr: "" },
    "it does not end": { failure: "timeout after 5 ms: tool run", stdout: "", stderr: "" },
  };
  for (const [title, answer] of Object.entries(cases))
    assert.equal(verdict("--flag", { "--flag=lockstep-probe --help": answer }), "unknown: --flag=lockstep-probe --help", title);
});

test("clapAcceptance does not believe the help of a command that takes any flag", () => {
  const { results, asked } = ask(() => help, ["--flag"]);
  assert.deepEqual(
    results.map((result) => result.verdict.type),
    ["unknown"],
  );
  assert.ok(asked.includes("--lockstep-no-such-flag=lockstep-probe --help"));
});

test("clapAcceptance refuses a candidate command only when its last word is named", () => {
  const answered = (message: string) => clapAcceptance.refusesCommand({ path: ["cloud", "gone"], words: ["--help"], ...refusal(message) });
  for (const message of [
    "unrecognized subcommand 'gone'",
    "unexpected argument 'gone' found",
    "The subcommand 'gone' wasn't recognized",
    "Found argument 'gone' which wasn't expected, or isn't valid in this context",
  ])
    assert.equal(answered(message), true, message);
  for (const message of ["unrecognized subcommand 'cloud'", "unrecognized subcommand 'go'", "no"])
    assert.equal(answered(message), false, message);
  assert.equal(clapAcceptance.refusesCommand({ path: ["gone"], words: ["--help"], ...help }), false);
});

interface Flag {
  readonly takes: "nothing" | "a value" | "a value that may be any word";
  readonly repeatable: boolean;
}

/** A program made with clap: reads its words from left to right, and would run when it meets no error and no `--help`. */
function clapProgram(flags: ReadonlyMap<string, Flag>): (words: readonly string[]) => Ending {
  return (words) => {
    const seen = new Set<string>();
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      if (word === "--help") return help;
      const [, name = "", value] = /^([^=]*)(?:=(.*))?$/.exec(word) ?? [];
      const flag = flags.get(name);
      if (flag === undefined) return unknownFlag(name);
      if (flag.takes === "nothing") {
        if (value !== undefined) return refusal(`unexpected value '${value}' for '${name}' found; no more were expected`);
      } else if (value === undefined) {
        const next = rest[0];
        if (next === undefined || (next.startsWith("-") && flag.takes === "a value"))
          return refusal(`a value is required for '${name} <V>' but none was supplied`);
        rest.shift();
      }
      if (seen.has(name) && !flag.repeatable)
        return refusal(`the argument '${flag.takes === "nothing" ? name : `${name} <V>`}' cannot be used multiple times`);
      seen.add(name);
    }
    throw new Error(`The program runs: ${words.join(" ")}`);
  };
}

test("clapAcceptance finds out every flag of any program, however it is spelled, and never runs it", () => {
  const name = fc.constantFrom("--alpha", "--beta", "--gamma", "--delta");
  const flag = fc.record<Flag>({
    takes: fc.constantFrom("nothing", "a value", "a value that may be any word"),
    repeatable: fc.boolean(),
  });
  const spelled = fc.tuple(name, fc.constantFrom("", "=x", "=a=b", "=--help")).map(([flagName, value]) => `${flagName}${value}`);
  fc.assert(
    fc.property(fc.dictionary(name, flag), fc.array(spelled, { maxLength: 4 }), (flags, candidates) => {
      const { results } = ask(clapProgram(new Map(Object.entries(flags))), candidates);
      const names = [...new Set(candidates.map((candidate) => candidate.split("=")[0] ?? ""))];
      assert.deepEqual(
        results.map((result) => [result.name, result.verdict]),
        names.map((each) => {
          const known = flags[each];
          if (known === undefined) return [each, { type: "rejected" }];
          const takesValue = known.takes !== "nothing";
          return [each, { type: "accepted", takesValue, ...(takesValue && !known.repeatable ? { valueName: "V" } : {}) }];
        }),
      );
    }),
    { numRuns: 500 },
  );
});
