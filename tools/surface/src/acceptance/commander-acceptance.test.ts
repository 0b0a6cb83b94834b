import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AcceptanceAnswer } from "../capture.ts";
import type { HelpPage } from "../help-page.ts";
import { commanderAcceptance } from "./commander-acceptance.ts";
import { nextAcceptanceCalls, planAcceptance, readAcceptance, type AcceptanceResult } from "./plan-acceptance.ts";

const page: HelpPage = { confidence: 1, usage: "tool [options] [prompt]", usageWords: ["tool"], commands: [], args: [], flags: [] };
const FIRST = "--lockstep-no-such-flag";
const SECOND = "--lockstep-nor-this-flag";

type Ending = Pick<AcceptanceAnswer, "exitCode" | "stdout" | "stderr">;
const says = (message: string): Ending => ({ exitCode: 1, stdout: "", stderr: `Warning: ignoring it\nerror: ${message}\n` });

function ask(
  cli: (words: readonly string[]) => Ending,
  flags: readonly string[],
  { path = ["sub"], isReviewed = true }: { readonly path?: readonly string[]; readonly isReviewed?: boolean } = {},
): { readonly results: readonly AcceptanceResult[]; readonly asked: readonly string[] } {
  const plan = planAcceptance(
    "commander",
    [{ path, page }],
    flags.map((flag) => ({ path, flag })),
    isReviewed,
  );
  const answers: AcceptanceAnswer[] = [];
  for (let calls = nextAcceptanceCalls(plan, answers); calls.length > 0; calls = nextAcceptanceCalls(plan, answers))
    answers.push(...calls.map((call) => ({ ...call, ...cli(call.words) })));
  return { results: readAcceptance(plan, answers), asked: answers.map(({ words }) => words.join(" ")) };
}

const verdictsOf = (results: readonly AcceptanceResult[]) =>
  results.map(({ name, verdict }) => [name, verdict.type, verdict.type === "accepted" ? verdict.takesValue : undefined]);

interface Flag {
  readonly takes: "nothing" | "a value" | "an optional value" | "values" | "a number";
}

/** A program made with commander: names the first unknown option, and would run when there is none. */
function commanderProgram(flags: ReadonlyMap<string, Flag>): (words: readonly string[]) => Ending {
  return (words) => {
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      const [name = "", value] = word.split(/=(.*)/s);
      const flag = flags.get(name);
      if (flag === undefined || (flag.takes === "nothing" && value !== undefined)) return says(`unknown option '${word}'`);
      if (flag.takes === "nothing") continue;
      const given = value ?? (flag.takes === "an optional value" && rest[0]?.startsWith("-") === true ? undefined : rest.shift());
      if (flag.takes === "a number" && !/^\d+$/.test(given ?? ""))
        return says(`option '${name} <n>' argument '${given ?? ""}' is invalid. It must be a number.`);
    }
    throw new Error(`The program runs: ${words.join(" ")}`);
  };
}

test("commanderAcceptance asks about all flags with values in one call", () => {
  const flags = new Map<string, Flag>(["--a", "--b", "--c"].map((name) => [name, { takes: "a value" }]));
  const { results, asked } = ask(commanderProgram(flags), ["--a=1", "--b=2", "--c=3"]);
  assert.deepEqual(verdictsOf(results), [
    ["--a", "accepted", true],
    ["--b", "accepted", true],
    ["--c", "accepted", true],
  ]);
  assert.deepEqual(asked, [`--a=1 --b=2 --c=3 ${FIRST}`]);
});

test("commanderAcceptance takes the named flag out, repeats the call, and asks the flag alone", () => {
  const flags = new Map<string, Flag>([
    ["--a", { takes: "a value" }],
    ["--s", { takes: "nothing" }],
  ]);
  const { results, asked } = ask(commanderProgram(flags), ["--a=1", "--s=2", "--gone=3"]);
  assert.deepEqual(verdictsOf(results), [
    ["--a", "accepted", true],
    ["--s", "accepted", false],
    ["--gone", "rejected", undefined],
  ]);
  assert.deepEqual(asked, [
    `--a=1 --s=2 --gone=3 ${FIRST}`,
    `--a=1 --gone=3 ${FIRST}`,
    `--s ${FIRST} ${SECOND}`,
    `--a=1 ${FIRST}`,
    `--gone ${FIRST} ${SECOND}`,
  ]);
});

/** Claude Code does so: a first word of its own that it knows starts a server, and commander never sees the line. */
function startsByFirstWord(flags: ReadonlyMap<string, Flag>): (words: readonly string[]) => Ending {
  const program = commanderProgram(flags);
  return (words) => {
    if (words[0] === "--serve") throw new Error("The server runs");
    return program(words);
  };
}
const rootFlags = new Map<string, Flag>([
  ["--a", { takes: "a value" }],
  ["--serve", { takes: "nothing" }],
]);

test("commanderAcceptance puts a flag alone behind one that takes a value when it is the root's", () => {
  const { results, asked } = ask(startsByFirstWord(rootFlags), ["--a=1", "--serve", "--gone"], { path: [] });
  assert.deepEqual(verdictsOf(results), [
    ["--a", "accepted", true],
    ["--serve", "accepted", false],
    ["--gone", "rejected", undefined],
  ]);
  assert.ok(asked.includes(`--a=1 --serve ${FIRST} ${SECOND}`));
});

test("commanderAcceptance leaves a flag alone unknown when the root has none to stand before it, or nobody reviewed it", () => {
  for (const [flags, isReviewed] of [
    [["--serve", "--gone=1"], true],
    [["--a=1", "--serve"], false],
  ] as const) {
    const { results, asked } = ask(startsByFirstWord(rootFlags), flags, { path: [], isReviewed });
    assert.equal(results.find(({ name }) => name === "--serve")?.verdict.type, "unknown");
    assert.ok(asked.every((line) => line.split(" ").every((word) => word.includes("=") || word === FIRST)));
  }
});

test("commanderAcceptance has the value's name when a refusal shows it, and the suggestion of a rejection", () => {
  const { results } = ask(
    (words) =>
      words[0]?.startsWith("--num") === true
        ? says("option '-n, --num <turns>' argument 'x' is invalid. must be a number")
        : { exitCode: 1, stdout: "", stderr: `error: unknown option '${words[0] ?? ""}'\n(Did you mean --name?)\n` },
    ["--num=x", "--nome"],
  );
  assert.deepEqual(
    results.map(({ verdict }) => verdict),
    [
      { type: "accepted", takesValue: true, valueName: "turns" },
      { type: "rejected", similar: "--name" },
    ],
  );
});

test("commanderAcceptance knows that a flag takes a value when that swallows the first sentinel", () => {
  const { results } = ask((words) => says(`unknown option '${words.length === 3 ? SECOND : (words[0] ?? "")}'`), ["--odd"]);
  assert.deepEqual(verdictsOf(results), [["--odd", "accepted", true]]);
});

test("commanderAcceptance does not know what another message says, and asks each flag of that call alone", () => {
  const conflict = says("option '--a <x>' cannot be used with option '--b <x>'");
  const { results, asked } = ask((words) => (words.length > 2 ? conflict : says(`unknown option '${FIRST}'`)), ["--a=1", "--b=2"]);
  assert.deepEqual(verdictsOf(results), [
    ["--a", "accepted", true],
    ["--b", "accepted", true],
  ]);
  assert.deepEqual(asked, [`--a=1 --b=2 ${FIRST}`, `--a=1 ${FIRST}`, `--b=2 ${FIRST}`]);
  for (const answer of [conflict, { exitCode: 0, stdout: "", stderr: `error: unknown option '${FIRST}'` }, { stdout: "", stderr: "" }])
    assert.deepEqual(verdictsOf(ask(() => answer, ["--a"]).results), [["--a", "unknown", undefined]]);
});

test("commanderAcceptance refuses a candidate command only by its name", () => {
  const answer = (message: string) => commanderAcceptance.refusesCommand({ path: ["gone"], words: ["--help"], ...says(message) });
  assert.equal(answer("unknown command 'gone'"), true);
  assert.equal(answer("unknown command 'other'"), false);
});

test("commanderAcceptance finds out every flag of any program, however it is spelled, and never runs it", () => {
  const name = fc.constantFrom("--alpha", "--beta", "--gamma", "--delta");
  const flag = fc.record<Flag>({ takes: fc.constantFrom("nothing", "a value", "an optional value", "values", "a number") });
  const spelled = fc.tuple(name, fc.constantFrom("", "=x", "=7", "=a=b")).map(([flagName, value]) => `${flagName}${value}`);
  fc.assert(
    fc.property(fc.dictionary(name, flag), fc.array(spelled, { maxLength: 5 }), (flags, candidates) => {
      const { results } = ask(commanderProgram(new Map(Object.entries(flags))), candidates);
      const names = [...new Set(candidates.map((candidate) => candidate.split("=")[0] ?? ""))];
      assert.deepEqual(
        verdictsOf(results),
        names.map((each) => {
          const known = flags[each];
          return known === undefined ? [each, "rejected", undefined] : [each, "accepted", known.takes !== "nothing"];
        }),
      );
    }),
    { numRuns: 500 },
  );
});
