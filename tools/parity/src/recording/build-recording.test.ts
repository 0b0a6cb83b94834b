import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnionCommand } from "@lockstep/contracts";
import { targets, unionOf } from "@lockstep/testing";
import { buildGrammar } from "@lockstep/surface/argv";
import fc from "fast-check";
import { buildRecording } from "./build-recording.ts";
import { withAccepted, type AcceptedFlag, type KnownVersion, type RecordedCall } from "./recorded-call.ts";
import { unknownFlags, type Refusal, type UnknownFlag } from "./unshown-units.ts";

const available_on = [...targets];
const flag = (key: string, more: Partial<NonNullable<UnionCommand["flags"]>[number]> = {}) => ({
  key,
  ...(key.startsWith("--") ? { long: key } : { short: key }),
  takes_value: false,
  available_on,
  ...more,
});
const arg = (name: string, possible_values?: readonly string[]) => ({
  name,
  required: false,
  variadic: false,
  available_on,
  ...(possible_values === undefined ? {} : { possible_values }),
});
const commands: readonly UnionCommand[] = [
  { path: [], available_on, flags: [flag("--config", { short: "-c", takes_value: true, repeatable: true })] },
  {
    path: ["exec"],
    available_on,
    usage: "tool exec [PROMPT]",
    args: [arg("PROMPT")],
    flags: [flag("--json", { short: "-j" }), flag("-q"), flag("--mode", { takes_value: true, possible_values: ["fast", "slow"] })],
  },
  { path: ["show"], available_on, usage: "tool show <WHAT>", args: [arg("WHAT", ["all", "one"])] },
  { path: ["bare"], available_on, usage: "tool bare" },
  { path: ["gone"], available_on, hidden: true, args: [arg("ANY")], usage: "tool gone [ANY]", flags: [flag("--why")] },
];

function known(version: string, list: readonly UnionCommand[] = commands): KnownVersion {
  return { version, union: unionOf(list, version), grammar: buildGrammar(list) };
}
const target = known("1.2.0");

interface Answers {
  readonly accepted?: readonly AcceptedFlag[];
  readonly refusalOf?: (flag: UnknownFlag) => Refusal | undefined;
}

function record(
  lines: readonly (readonly string[] | string)[],
  { accepted = [], refusalOf = () => undefined }: Answers = {},
): ReturnType<typeof buildRecording> {
  const calls = lines.map((line): RecordedCall => ({
    argv: typeof line === "string" ? line.split(" ") : line,
    environment: [],
    initialize: [],
  }));
  return buildRecording({ calls, versions: [target], target: withAccepted(target, accepted), refusalOf, wrapperVersion: "0.1.0" });
}
const unshown = (lines: readonly (readonly string[] | string)[], answers: Answers = {}) =>
  record(lines, answers).recording?.unshown.map(({ path, key, name, state }) => [[...path, key ?? name ?? ""].join(" ").trim(), state]);
const words = ({ scenarios }: ReturnType<typeof buildRecording>): readonly string[] =>
  scenarios.map(({ argv }) => argv.map(({ token }) => token).join(" "));

const masked: readonly (readonly [line: string, kept: string])[] = [
  ["exec prompt", "exec value"],
  ["exec -", "exec -"],
  ["exec --mode slow --mode=fast", "exec --mode slow --mode=fast"],
  ["--config=a=b exec", "--config=value exec"],
  ["-ca=b exec", "-cvalue exec"],
  ["-c=a exec", "-c=value exec"],
  ["exec -jqc a=b", "exec -jqc value"],
  ["exec -jqca=b", "exec -jqcvalue"],
  ["show one", "show one"],
  ["exec -- --json", "exec -- value"],
  ["exec --unknown=secret -j", "exec -j"],
  ["bare --unknown secret", "bare"],
  ["bare word", "bare"],
  ["exec -jx", "exec"],
];
for (const [line, kept] of masked)
  test(`buildRecording() keeps "${kept}" when the call is "${line}"`, () => assert.deepEqual(words(record([line])), [kept]));

test("buildRecording() shows no scenario when nothing of a call is left", () => {
  const { scenarios, recording } = record([[], "--nothing"]);
  assert.deepEqual([scenarios, recording?.calls, recording?.units], [[], 2, []]);
});

test("buildRecording() lists what a hidden command has as hidden", () => {
  assert.deepEqual(
    record(["gone --why x"]).recording?.unshown.map(({ path, key, state }) => [path.join(" "), key, state]),
    [
      ["gone", undefined, "hidden"],
      ["gone", "--why", "hidden"],
    ],
  );
});

const answers: readonly (readonly [answer: Refusal | undefined, state: string])[] = [
  ["rejected", "wrong"],
  ["unknown", "unasked"],
  [undefined, "unasked"],
];
for (const [answer, state] of answers) {
  test(`buildRecording() calls a flag that no version has ${state} when the binary's answer is ${String(answer)}`, () => {
    const asked: UnknownFlag[] = [];
    const refusalOf = (each: UnknownFlag): Refusal | undefined => {
      asked.push(each);
      return answer;
    };
    assert.deepEqual(unshown(["exec --new-flag=x", "exec --new-flag=y"], { refusalOf }), [["exec --new-flag", state]]);
    assert.deepEqual(asked[0], { path: ["exec"], spelling: "--new-flag", hasValue: true });
  });
}

test("buildRecording() reads a line with what the binary accepts, and keeps that out of the scenarios", () => {
  const accepted = [
    { path: ["exec"], spelling: "--turns", takesValue: true },
    { path: ["exec"], spelling: "--fast", takesValue: false },
  ];
  const document = record(["exec --turns 3 --fast prompt"], { accepted });
  assert.deepEqual(words(document), ["exec value"]);
  assert.deepEqual(unshown(["exec --turns 3 --fast prompt"], { accepted }), [
    ["exec --fast", "hidden"],
    ["exec --turns", "hidden"],
  ]);
  // It takes no value, and needs one.
  assert.deepEqual(unshown(["exec --fast=1", "exec --turns"], { accepted }), [
    ["exec --fast", "wrong"],
    ["exec --turns", "wrong"],
  ]);
});

test("buildRecording() does not call a word wrong that may be the value of an unknown flag before it", () => {
  assert.deepEqual(unshown(["exec --odd 3 prompt"]), [
    ["exec value", "unasked"],
    ["exec --odd", "unasked"],
  ]);
  assert.deepEqual(unshown(["exec prompt more"]), [["exec value", "wrong"]]);
});

test("buildRecording() names a word only where it stands for a sub-command and looks like one", () => {
  const group = [
    { path: [], available_on },
    { path: ["mcp"], available_on, usage: "tool mcp <COMMAND>" },
    { path: ["mcp", "list"], available_on },
  ];
  const version = known("1.2.0", group);
  const name = (line: string): string | undefined =>
    buildRecording({
      calls: [{ argv: line.split(" "), environment: [], initialize: [] }],
      versions: [version],
      target: version,
      refusalOf: () => undefined,
      wrapperVersion: "0.1.0",
    }).recording?.unshown[0]?.name;
  assert.deepEqual(["mcp lst", "mcp list lst", "mcp s3cret", "mcp LST", "mcp help"].map(name), [
    "lst",
    "value",
    "value",
    "value",
    undefined,
  ]);
});

test("buildRecording() takes a word with dashes that names no flag for a value", () => {
  const prompt = "---\ntitle: my secret\n---\nhello";
  for (const line of [
    ["exec", prompt],
    ["exec", "-😀secret"],
    ["exec", `--${"x".repeat(70)}`],
    ["bare", "--a/secret"],
  ]) {
    const document = record([line]);
    assert.doesNotMatch(JSON.stringify(document), /secret|xxx|ud83d/);
    assert.deepEqual(
      document.recording?.unshown.map(({ name, state }) => [name, state]),
      [["value", "wrong"]],
    );
  }
});

test("buildRecording() keeps a listed value only of the flag that lists it", () => {
  const list = [
    { path: [], available_on, flags: [flag("--mode", { takes_value: true, possible_values: ["fast"], global: true })] },
    { path: ["agents"], available_on },
  ];
  const shown = { path: ["agents"], flags: [{ long: "--mode", takes_value: true }], sources: ["help" as const] };
  const version = {
    ...known("1.2.0", list),
    grammar: buildGrammar(list, {
      snapshots: [
        { commands: [{ path: [], flags: [{ long: "--mode", takes_value: true, possible_values: ["fast"] }], sources: ["help"] }, shown] },
      ],
    }),
  };
  const document = buildRecording({
    calls: [{ argv: ["agents", "--mode", "s3cret"], environment: [], initialize: [] }],
    versions: [version],
    target: version,
    refusalOf: () => undefined,
    wrapperVersion: "0.1.0",
  });
  assert.doesNotMatch(JSON.stringify(document), /s3cret/);
});

test("unknownFlags() names each flag once with the command it stood at, and whether it had a value", () => {
  const calls = ["show --b x", "bare --b x", "bare --b y", "bare --b", "exec -z", "exec --json", "--a=1 exec"].map((line) => ({
    argv: line.split(" "),
  }));
  assert.deepEqual(unknownFlags(calls, target), [
    { path: [], spelling: "--a", hasValue: true },
    { path: ["bare"], spelling: "--b", hasValue: false },
    { path: ["exec"], spelling: "-z", hasValue: false },
    { path: ["show"], spelling: "--b", hasValue: false },
  ]);
});

test("buildRecording() keeps no secret and does not depend on the order of calls, whatever these are", () => {
  const secret = "s3cret-0123456789";
  const word = fc.constantFrom(
    "exec",
    "show",
    "bare",
    "gone",
    "--json",
    "-jq",
    "-",
    "--",
    "--mode",
    "fast",
    "--x",
    `---\n${secret}`,
    `--/${secret}`,
    `--x=${secret}`,
    secret,
    `-c${secret}`,
    `--mode=${secret}`,
    `-z${secret}`,
    "",
  );
  let scenarios = 0;
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 6 }), { minLength: 1, maxLength: 6 }), (lines) => {
      const document = record(lines);
      assert.doesNotMatch(JSON.stringify(document), new RegExp(secret));
      assert.deepEqual(record(lines.toReversed()), document);
      scenarios += document.scenarios.length;
    }),
    { numRuns: 500 },
  );
  assert(scenarios > 500, "the drawn calls show too little to prove anything");
});
