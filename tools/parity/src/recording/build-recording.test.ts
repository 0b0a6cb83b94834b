import assert from "node:assert/strict";
import { test } from "node:test";
import type { UnionCommand } from "@lockstep/contracts";
import { targets, unionOf } from "@lockstep/testing";
import { buildGrammar } from "@lockstep/surface/argv";
import fc from "fast-check";
import { buildRecording } from "./build-recording.ts";
import type { KnownVersion, RecordedCall } from "./recorded-call.ts";
import { unknownFlags, type Acceptance, type UnknownFlag } from "./unshown-units.ts";

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

function record(
  lines: readonly (readonly string[] | string)[],
  acceptanceOf: (flag: UnknownFlag) => Acceptance | undefined = () => undefined,
): ReturnType<typeof buildRecording> {
  const calls = lines.map((line): RecordedCall => ({
    argv: typeof line === "string" ? line.split(" ") : line,
    environment: [],
    initialize: [],
  }));
  return buildRecording({ calls, versions: [target], target, acceptanceOf, wrapperVersion: "0.1.0" });
}
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

const answers: readonly (readonly [answer: Acceptance | undefined, state: string])[] = [
  ["accepted", "hidden"],
  ["rejected", "wrong"],
  ["unknown", "unasked"],
  [undefined, "unasked"],
];
for (const [answer, state] of answers) {
  test(`buildRecording() calls a flag that no version has ${state} when the binary's answer is ${String(answer)}`, () => {
    const asked: UnknownFlag[] = [];
    const { recording } = record(["exec --secret-flag=x", "exec --secret-flag=y"], (each) => {
      asked.push(each);
      return answer;
    });
    assert.deepEqual(
      recording?.unshown.map((unit) => [unit.path, unit.key, unit.state, unit.calls]),
      [[["exec"], "--secret-flag", state, 2]],
    );
    assert.deepEqual(asked[0], { path: ["exec"], spelling: "--secret-flag", hasValue: true });
  });
}

test("unknownFlags() names each flag once with the command it stood at, and whether it had a value", () => {
  const calls = ["show --b x", "bare --b x", "bare --b y", "bare --b", "exec -z", "exec --json", "--a=1 exec"].map((line) => ({
    argv: line.split(" "),
  }));
  assert.deepEqual(unknownFlags(calls, target), [
    { path: [], spelling: "--a", hasValue: true },
    { path: ["bare"], spelling: "--b", hasValue: false },
    { path: ["bare"], spelling: "--b", hasValue: true },
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
