import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommandCoverage, ParityRules, UnionCommand, WrapperScenarios } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { linux, mac, rulesWith, targets, time, unionOf, windows } from "@lockstep/testing";
import { deriveCoverage } from "./derive-coverage.ts";

const available_on = [...targets];
const flag = (key: string, takes_value = false) => ({ key, long: key, takes_value, available_on });
const arg = (name: string) => ({ name, required: false, variadic: false, available_on });
const upstream: readonly UnionCommand[] = [
  { path: [], available_on, flags: [flag("--config", true)] },
  { path: ["exec"], available_on, args: [arg("PROMPT")], flags: [flag("--json"), flag("--model", true)] },
  { path: ["exec", "resume"], available_on, args: [arg("ID")], flags: [flag("--last")] },
  { path: ["login"], available_on },
];

type Declared = WrapperScenarios["declared"][number];
interface Given {
  readonly declared?: readonly Declared[];
  /** Of every line; absent: the wrapper names none. */
  readonly versions?: readonly string[];
  readonly rules?: ParityRules;
  readonly unions?: readonly { readonly version: string; readonly union: ReturnType<typeof unionOf<readonly UnionCommand[]>> }[];
}

/** Derives from command lines; a token in brackets is passed through. */
function derive(
  lines: readonly string[],
  { declared = [], versions, rules = rulesWith(), unions = [{ version: "1.2.0", union: unionOf(upstream) }] }: Given = {},
): readonly CommandCoverage[] {
  const scenarios = lines.map((line, index) => ({
    name: `s${String(index)}`,
    ...(versions === undefined ? {} : { versions }),
    argv: line
      .split(" ")
      .map((word) =>
        word.startsWith("[") ? { token: word.slice(1, -1), origin: "passthrough" as const } : { token: word, origin: "typed" as const },
      ),
  }));
  return deriveCoverage({
    rules,
    scenarios: { schema_version: 1, wrapper_version: "0.1.0", scenarios, declared },
    unions,
    generatedAt: time,
  }).coverage;
}
const intended = (path: readonly string[], more: Partial<Declared> = {}): Declared => ({
  path,
  level: "intentionally_unsupported",
  note: "n",
  ...more,
});

/** Each unit with its level, in the order of the file. */
function shown(coverage: readonly CommandCoverage[]): readonly string[] {
  return coverage.flatMap(({ path, level, flags, args }) => [
    `${path.join(" ") || "(root)"}: ${level}`,
    ...(flags ?? []).map((entry) => `${entry.key}: ${entry.level}`),
    ...(args ?? []).map((entry) => `${entry.name}: ${entry.level}`),
  ]);
}
function problems(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    assert(error instanceof InputError && error.code === "COVERAGE_REFUSED");
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  throw new Error("deriveCoverage() accepted it");
}

test("deriveCoverage() credits the command with its ancestors, flags and args of typed tokens when a version accepts the line", () => {
  assert.deepEqual(shown(derive(["exec --model o3 resume --last some-id"])), [
    "(root): explicit",
    "exec: explicit",
    "--model: explicit",
    "exec resume: explicit",
    "--last: explicit",
    "ID: explicit",
  ]);
});

test("deriveCoverage() credits a root flag to the root when it stands behind a sub-command", () => {
  assert.deepEqual(shown(derive(["exec --config k=v"])), ["(root): explicit", "--config: explicit", "exec: explicit"]);
});

test("deriveCoverage() credits nothing for a passthrough token, but the typed flag whose value is passed through", () => {
  assert.deepEqual(shown(derive(["exec --model [o3] [--json] [text]"])), ["(root): explicit", "exec: explicit", "--model: explicit"]);
});

test("deriveCoverage() credits no command below a passthrough one, and holds its typed flags in an unknown entry", () => {
  assert.deepEqual(shown(derive(["exec [resume] --last"])), [
    "(root): explicit",
    "exec: explicit",
    "exec resume: unknown",
    "--last: explicit",
  ]);
});

test("deriveCoverage() reads a line with the grammar of every version and credits what each accepts", () => {
  const older = unionOf<readonly UnionCommand[]>([{ path: [], available_on, args: [arg("WORD"), arg("TEXT")] }]);
  const newer = unionOf<readonly UnionCommand[]>([
    { path: [], available_on },
    { path: ["exec"], available_on, args: [arg("PROMPT")] },
  ]);
  const unions = [
    { version: "1.0.0", union: older },
    { version: "2.0.0", union: newer },
  ];
  assert.deepEqual(shown(derive(["exec text"], { unions })), [
    "(root): explicit",
    "TEXT: explicit",
    "WORD: explicit",
    "exec: explicit",
    "PROMPT: explicit",
  ]);
});

test("deriveCoverage() names scenario, token, reason and versions when no version accepts a line, and collects every problem", () => {
  const unions = ["1.0.0", "1.1.0"].map((version) => ({ version, union: unionOf(upstream) }));
  assert.deepEqual(
    problems(() => derive(["exec --jsn", "exec resume a b"], { unions, declared: [intended(["nope"])] })),
    [
      'scenario "s0": no committed version accepts token 1 "--jsn": "exec" has no flag "--jsn" (1.0.0, 1.1.0)',
      'scenario "s1": no committed version accepts token 3 "b": "exec resume" has no sub-command or argument for "b" (1.0.0, 1.1.0)',
      'declared[0]: no committed version has the command "nope"; drop the declaration',
    ],
  );
});

test("deriveCoverage() shows the token of the version that reads furthest when versions stumble at different ones", () => {
  const unions = [
    { version: "1.0.0", union: unionOf<readonly UnionCommand[]>([{ path: [], available_on }]) },
    { version: "1.1.0", union: unionOf(upstream) },
  ];
  assert.deepEqual(
    problems(() => derive(["exec --nope"], { unions })),
    ['scenario "s0": no committed version accepts token 1 "--nope": "exec" has no flag "--nope" (1.1.0)'],
  );
});

const twoVersions = [
  { version: "1.0.0", union: unionOf<readonly UnionCommand[]>([{ path: [], available_on, args: [arg("WORD"), arg("TEXT")] }]) },
  {
    version: "2.0.0",
    union: unionOf<readonly UnionCommand[]>([
      { path: [], available_on },
      { path: ["exec"], available_on, args: [arg("PROMPT")] },
    ]),
  },
];

test("deriveCoverage() reads a line only with the versions that it is meant for: another one would take a command for a prompt", () => {
  assert.deepEqual(shown(derive(["exec text"], { unions: twoVersions, versions: ["2.0.0"] })), [
    "(root): explicit",
    "exec: explicit",
    "PROMPT: explicit",
  ]);
});

test("deriveCoverage() refuses a line that a version refuses for which it is meant, also when another one accepts it", () => {
  assert.deepEqual(
    problems(() => derive(["one"], { unions: twoVersions, versions: ["1.0.0", "2.0.0"] })),
    ['scenario "s0": a version that it is meant for refuses token 0 "one": "(root)" has no sub-command or argument for "one" (2.0.0)'],
  );
  assert.deepEqual(shown(derive(["one"], { unions: twoVersions })), ["(root): explicit", "WORD: explicit"]);
});

test("deriveCoverage() refuses a line that is meant for versions without a union, and passes such a version over beside a known one", () => {
  assert.deepEqual(
    problems(() => derive(["exec"], { unions: twoVersions, versions: ["3.0.0", "3.1.0"] })),
    ['scenario "s0": no committed union of 3.0.0, 3.1.0 to read it with; run xtask union first'],
  );
  assert.deepEqual(shown(derive(["exec"], { unions: twoVersions, versions: ["2.0.0", "3.0.0"] })), ["(root): explicit", "exec: explicit"]);
});

test("deriveCoverage() writes declarations with their trimmed note beside what is shown", () => {
  const coverage = derive(["exec"], {
    declared: [
      intended(["login"], { note: " why\n" }),
      { path: ["exec"], key: "--json", level: "passthrough", note: "p" },
      intended(["exec"], { name: "PROMPT" }),
    ],
  });
  assert.deepEqual(coverage, [
    { path: [], level: "explicit" },
    {
      path: ["exec"],
      level: "explicit",
      flags: [{ key: "--json", level: "passthrough", note: "p" }],
      args: [{ name: "PROMPT", level: "intentionally_unsupported", note: "n" }],
    },
    { path: ["login"], level: "intentionally_unsupported", note: "why" },
  ]);
});

const refused: readonly (readonly [when: string, lines: readonly string[], given: Given, problem: string])[] = [
  [
    "a scenario shows the declared unit",
    ["exec --json"],
    { declared: [intended(["exec"], { key: "--json" })] },
    'declared[0]: flag "exec --json" is declared intentionally_unsupported, but a scenario shows a typed token for it; drop the declaration',
  ],
  [
    "a declaration has a key and a name",
    ["exec"],
    { declared: [intended(["exec"], { key: "--json", name: "PROMPT" })] },
    'declared[0]: "exec" has both a "key" and a "name"; expected one',
  ],
  [
    "a shown unit is excluded",
    ["login"],
    { rules: rulesWith([{ unit: "command", path: ["login"], note: "n" }]) },
    'command "login" is excluded by the rules (parity_exclusions) and must not be claimed',
  ],
  [
    "a declared unit is excluded",
    ["exec"],
    { declared: [intended(["exec"], { key: "--json" })], rules: rulesWith([{ unit: "flag", path: ["exec"], key: "--json", note: "n" }]) },
    'flag "exec --json" is excluded by the rules (parity_exclusions) and must not be claimed',
  ],
  [
    "a platform is unknown",
    ["exec"],
    { declared: [intended(["login"], { scope: { platforms: ["beos"] } })] },
    'declared[0]: unknown platform "beos"; expected one of macos, linux, windows',
  ],
  [
    "a target is unknown",
    ["exec"],
    { declared: [intended(["login"], { scope: { target_triples: ["wasm32"] } })] },
    `declared[0]: unknown target "wasm32"; expected one of ${mac}, ${linux}, ${windows}`,
  ],
  ["there is neither a scenario nor a declaration", [], {}, "the scenarios show no unit and nothing is declared"],
];
for (const [when, lines, given, problem] of refused) {
  test(`deriveCoverage() refuses with one problem when ${when}`, () =>
    assert.deepEqual(
      problems(() => derive(lines, given)),
      [problem],
    ));
}

test("deriveCoverage() refuses with unit, target and both places when scopes overlap", () => {
  const declared = [
    intended(["login"], { scope: { platforms: ["linux", "macos"] } }),
    intended(["exec"], { key: "--json" }),
    { ...intended(["login"], { scope: { target_triples: [windows, linux] } }), level: "passthrough" as const },
  ];
  assert.deepEqual(
    problems(() => derive(["exec"], { declared })),
    [`command "login" is claimed 2 times on ${linux}: declared[0] "intentionally_unsupported", declared[2] "passthrough"; expected once`],
  );
});

test("deriveCoverage() refuses a platform without an expected target, instead of claiming all targets", () => {
  const rules = rulesWith();
  const mapped: ParityRules = {
    ...rules,
    union: { ...rules.union, platform_mapping: { [linux]: "linux", [mac]: "macos", other: "windows" } },
  };
  assert.deepEqual(
    problems(() => derive(["exec"], { rules: mapped, declared: [intended(["login"], { scope: { platforms: ["windows"] } })] })),
    ['declared[0]: unknown platform "windows"; expected one of macos, linux'],
  );
});

test("deriveCoverage() normalises a scope to triples in expected order, and drops an empty one", () => {
  const scoped = (scope: NonNullable<Declared["scope"]>) => derive(["exec"], { declared: [intended(["login"], { scope })] })[2];
  assert.deepEqual(scoped({ platforms: ["windows"], target_triples: [linux, mac] })?.scope, { target_triples: [mac, linux, windows] });
  assert.deepEqual(scoped({ platforms: ["linux"] })?.scope, { target_triples: [linux] });
  assert.equal(scoped({})?.scope, undefined);
});

test("deriveCoverage() puts a flag into every entry of its command, narrowed to it, when commands and flags are scoped", () => {
  const declared = [
    intended(["login"], { scope: { target_triples: [mac] } }),
    { ...intended(["login"], { scope: { target_triples: [windows] } }), level: "passthrough" as const },
    intended(["login"], { key: "--json", scope: { target_triples: [mac, linux] } }),
  ];
  const unions = [
    {
      version: "1.2.0",
      union: unionOf<readonly UnionCommand[]>([
        { path: [], available_on },
        { path: ["login"], available_on, flags: [flag("--json")] },
      ]),
    },
  ];
  assert.deepEqual(derive(["login"].slice(1), { declared, unions }), [
    {
      path: ["login"],
      level: "intentionally_unsupported",
      note: "n",
      scope: { target_triples: [mac] },
      flags: [{ key: "--json", level: "intentionally_unsupported", note: "n" }],
    },
    { path: ["login"], level: "passthrough", note: "n", scope: { target_triples: [windows] } },
    {
      path: ["login"],
      level: "unknown",
      scope: { target_triples: [linux] },
      flags: [{ key: "--json", level: "intentionally_unsupported", note: "n" }],
    },
  ]);
});

test("deriveCoverage() gives equal results when scenarios, declarations and unions come in another order", () => {
  const lines = ["exec --json", "login", "exec resume --last"];
  const declared = [intended(["exec"], { key: "--model" }), intended(["exec"], { name: "PROMPT" })];
  assert.deepEqual(derive(lines.toReversed(), { declared: declared.toReversed() }), derive(lines, { declared }));
});
