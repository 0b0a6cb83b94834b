import assert from "node:assert/strict";
import { test } from "node:test";
import type { WrapperScenarios } from "@lockstep/contracts";
import { diffSurfaces, type Change, type ListedSurface } from "@lockstep/surface/diff";
import { coverageOf, rulesWith } from "@lockstep/testing";
import type { ParityRules } from "@lockstep/contracts";
import {
  applyWaivers,
  isWithheldFrom,
  judgeChanges,
  mergeTargets,
  planWitness,
  severityTable,
  WrapperUses,
  type WrapperUse,
} from "./index.ts";
import { severityOf, type ReplayVerdict } from "./severity.ts";

const rules = rulesWith() as unknown as ParityRules;
const before = {
  snapshot_schema_version: 1,
  commands: [
    { path: [], usage: "tool", flags: [{ long: "--profile", takes_value: true }] },
    {
      path: ["exec"],
      usage: "tool exec [OPTIONS] [PROMPT]",
      aliases: ["e"],
      args: [{ name: "PROMPT", required: false, variadic: false }],
      flags: [
        { long: "--auto", short: "-a", takes_value: false },
        { long: "--mode", takes_value: true, possible_values: ["fast", "slow"] },
        { long: "--image", takes_value: true, repeatable: true },
        { long: "--profile", takes_value: true },
      ],
    },
    { path: ["mcp"], usage: "tool mcp" },
  ],
} as const;

type Exec = (typeof before)["commands"][1];
/** The first surface with other flags and fields of `exec`. */
function withExec(change: (exec: Exec) => object): ListedSurface {
  return {
    ...before,
    commands: before.commands.map((command) => (command.path[0] === "exec" ? change(command as Exec) : command)),
  } as ListedSurface;
}
function withFlag(name: string, fields: object | undefined): ListedSurface {
  return withExec((exec) => ({
    ...exec,
    flags: exec.flags.flatMap((flag): object[] => (flag.long !== name ? [flag] : fields === undefined ? [] : [{ ...flag, ...fields }])),
  }));
}

const typed = (line: string) => line.split(" ").map((token) => ({ token, origin: "typed" as const }));
function scenariosOf(...lines: readonly string[]): WrapperScenarios {
  return { schema_version: 1, wrapper_version: "1.0.0", scenarios: lines.map((line) => ({ name: line, argv: typed(line) })), declared: [] };
}
function usesOf(scenarios: WrapperScenarios | undefined, coverage: readonly object[] = []): WrapperUses {
  const claims = coverageOf(coverage) as unknown as NonNullable<ConstructorParameters<typeof WrapperUses>[0]["coverage"]>;
  return new WrapperUses({ coverage: claims, scenarios, rules }, "1.0.0", before.commands, { framework: "clap" });
}
function onlyChange(after: ListedSurface): Change {
  const changes = diffSurfaces(before as ListedSurface, after).filter(({ impact }) => impact !== "text");
  assert.equal(changes.length, 1, JSON.stringify(changes));
  return changes[0] as Change;
}
const judge = (change: Change, use: WrapperUse, replay?: ReplayVerdict): string => severityOf({ change, use, replay }).severity;

test("WrapperUses.of() finds the calls that end at a command which needs one of its commands now, and no call below it", () => {
  const commands = [{ path: [] }, { path: ["mcp"], usage: "tool mcp [COMMAND]" }, { path: ["mcp", "list"], usage: "tool mcp list" }];
  const needy = commands.map((command) => (command.usage === "tool mcp [COMMAND]" ? { ...command, usage: "tool mcp <COMMAND>" } : command));
  const surfaceOf = (of: typeof commands): ListedSurface => ({ snapshot_schema_version: 1, commands: of });
  const [change] = diffSurfaces(surfaceOf(commands), surfaceOf(needy));
  assert.ok(change?.code === "command-subcommand-required");
  const sources = (...lines: readonly string[]) => ({ coverage: undefined, scenarios: scenariosOf(...lines), rules });
  const usesIn = (...lines: readonly string[]) => new WrapperUses(sources(...lines), "1.0.0", commands, { framework: "clap" });
  const breaking = usesIn("mcp", "mcp list").of(change, ["linux-x64"]);
  assert.deepEqual(
    breaking.calls.map(({ argv }) => argv.join(" ")),
    ["mcp"],
  );
  assert.equal(judge(change, breaking), "breaking");
  assert.equal(judge(change, usesIn("mcp list").of(change, ["linux-x64"])), "information");
});

test("severityOf() calls a change breaking that concerns a call of the wrapper, and that call alone", () => {
  const cases: readonly (readonly [string, ListedSurface, breaking: string, harmless: string, otherwise: string])[] = [
    ["flag-removed", withFlag("--auto", undefined), "exec --auto", "exec --mode=fast", "information"],
    ["flag-short-removed", withFlag("--auto", { short: undefined }), "exec -a", "exec --auto", "warning"],
    ["flag-value-added", withFlag("--auto", { takes_value: true }), "exec --auto", "exec x", "information"],
    ["flag-possible-values-removed", withFlag("--mode", { possible_values: ["fast"] }), "exec --mode slow", "exec --mode fast", "warning"],
    ["flag-repeatable-removed", withFlag("--image", { repeatable: false }), "exec --image=a --image=b", "exec --image=a", "warning"],
    ["command-alias-removed", withExec((exec) => ({ ...exec, aliases: [] })), "e x", "exec x", "warning"],
    ["arg-dashes-required", withExec((exec) => ({ ...exec, usage: "tool exec [-- <PROMPT>]" })), "exec x", "exec -- x", "warning"],
    [
      "arg-required",
      withExec((exec) => ({ ...exec, args: [{ name: "PROMPT", required: true, variadic: false }] })),
      "exec --auto",
      "exec x",
      "information",
    ],
    [
      "arg-added",
      withExec((exec) => ({
        ...exec,
        usage: "tool exec [OPTIONS] [SESSION] [PROMPT]",
        args: [{ name: "SESSION", required: false, variadic: false }, ...exec.args],
      })),
      "exec x",
      "exec --auto",
      "information",
    ],
    [
      "flag-required",
      withExec((exec) => ({ ...exec, usage: "tool exec [OPTIONS] --mode <MODE> [PROMPT]" })),
      "exec --auto",
      "exec --mode=fast",
      "information",
    ],
  ];
  for (const [code, after, breaking, harmless, otherwise] of cases) {
    const change = onlyChange(after);
    assert.equal(change.code, code);
    assert.equal(judge(change, usesOf(scenariosOf(breaking)).of(change, [])), "breaking", code);
    assert.equal(judge(change, usesOf(scenariosOf(harmless)).of(change, [])), otherwise, code);
    assert.equal(judge(change, usesOf(scenariosOf("mcp")).of(change, [])), "information", code);
  }
});

test("severityOf() calls a removal breaking that the coverage claims where no calls are known, a lost value or spelling of it only a warning", () => {
  const claim = (key: string) => [{ path: ["exec"], level: "explicit", flags: [{ key, level: "explicit" }] }];
  const removed = onlyChange(withFlag("--auto", undefined));
  assert.equal(judge(removed, usesOf(undefined, claim("--auto")).of(removed, [])), "breaking");
  assert.equal(judge(removed, usesOf(undefined, claim("--mode")).of(removed, [])), "information");
  const intended = [{ path: ["exec"], level: "explicit", flags: [{ key: "--auto", level: "intentionally_unsupported", note: "n" }] }];
  assert.equal(judge(removed, usesOf(undefined, intended).of(removed, [])), "information");
  const value = onlyChange(withFlag("--mode", { possible_values: ["fast"] }));
  assert.equal(judge(value, usesOf(undefined, claim("--mode")).of(value, [])), "warning");
});

test("severityOf() asks of a value that may be left out now how the framework reads the next word", () => {
  const judged = (framework: "clap" | "cobra" | "commander", fields: object, name: string, line: string) => {
    const [change] = diffSurfaces(before, withFlag(name, { ...fields, optional_value: true }), { framework });
    assert.equal(change?.code, "flag-value-optional");
    return `${change.impact} ${judge(change, usesOf(scenariosOf(line)).of(change, []))}`;
  };
  const frameworks = ["clap", "cobra", "commander"] as const;
  const all = (fields: object, name: string, line: string) => frameworks.map((framework) => judged(framework, fields, name, line));
  assert.deepEqual(all({}, "--mode", "exec --mode fast"), ["risk warning", "breaks breaking", "widens information"]);
  assert.deepEqual(all({}, "--mode", "exec --mode=fast"), ["risk warning", "breaks warning", "widens information"]);
  const valued = { takes_value: true };
  assert.deepEqual(all(valued, "--auto", "exec --auto x"), ["risk warning", "widens information", "breaks breaking"]);
  assert.deepEqual(all(valued, "--auto", "exec x --auto"), ["risk warning", "widens information", "breaks warning"]);
});

test("severityOf() calls a removal information that the coverage claims and no call has, and breaking where calls to other versions have it", () => {
  const claim = [{ path: ["exec"], level: "explicit", flags: [{ key: "--auto", level: "explicit" }] }];
  const removed = onlyChange(withFlag("--auto", undefined));
  const judged = (scenarios: WrapperScenarios) => severityOf({ change: removed, use: usesOf(scenarios, claim).of(removed, []) });
  assert.deepEqual(judged(scenariosOf("exec x")), {
    severity: "information",
    because: "the wrapper claims the unit, but makes no call with it",
  });
  const [scenario] = scenariosOf("exec --auto").scenarios;
  assert.ok(scenario !== undefined);
  const elsewhere = { ...scenariosOf(), scenarios: [{ ...scenario, versions: ["2.0.0"] }] } satisfies WrapperScenarios;
  assert.deepEqual(
    [elsewhere, scenariosOf("exec --auto --unknown"), scenariosOf("exec --auto")].map((scenarios) => judged(scenarios).severity),
    ["breaking", "breaking", "breaking"],
  );
  assert.match(judged(elsewhere).because, /makes calls with it, though not to the first version/);
  const deprecated = onlyChange(withFlag("--auto", { deprecated: true }));
  assert.equal(judge(deprecated, usesOf(scenariosOf("exec x"), claim).of(deprecated, [])), "information");
});

test("severityOf() warns of what is hidden or has another default where the wrapper has it, and is told of the rest", () => {
  for (const fields of [{ hidden: true }, { deprecated: true }, { default: "slow" }]) {
    const change = onlyChange(withFlag("--mode", fields));
    assert.equal(judge(change, usesOf(scenariosOf("exec --mode=fast")).of(change, [])), "warning");
    assert.equal(judge(change, usesOf(scenariosOf("exec --auto")).of(change, [])), "information");
  }
});

test("severityOf() takes down what a replay contradicts, and never raises it", () => {
  const change = onlyChange(withFlag("--auto", undefined));
  const [used, unused] = [usesOf(scenariosOf("exec --auto")).of(change, []), usesOf(scenariosOf("mcp")).of(change, [])];
  assert.deepEqual(
    (["confirmed", "inconclusive", "contradicted"] as const).map((replay) => [judge(change, used, replay), judge(change, unused, replay)]),
    [
      ["breaking", "information"],
      ["breaking", "information"],
      ["warning", "information"],
    ],
  );
  assert.equal(new Set(severityTable.map(({ because }) => because)).size, severityTable.length);
});

test("WrapperUses counts a flag at the command behind which it stands, no word of the caller's, and no call to other versions", () => {
  const atExec = onlyChange(withFlag("--profile", undefined));
  const isUsed = (scenarios: WrapperScenarios): boolean => usesOf(scenarios).of(atExec, []).calls.length > 0;
  assert.equal(isUsed(scenariosOf("exec --profile p")), true);
  assert.equal(isUsed(scenariosOf("--profile p exec")), false);
  const [scenario] = scenariosOf("exec --profile p").scenarios;
  assert.ok(scenario !== undefined);
  const only = (fields: object): WrapperScenarios => ({ ...scenariosOf(), scenarios: [{ ...scenario, ...fields }] });
  assert.equal(isUsed(only({ versions: ["2.0.0"] })), false);
  assert.equal(isUsed(only({ versions: ["1.0.0", "2.0.0"] })), true);
  const withheld = usesOf(only({ versions: ["1.0.0"] })).of(atExec, []);
  assert.deepEqual([isWithheldFrom(withheld, "2.0.0"), isWithheldFrom(withheld, "1.0.0")], [true, false]);
  assert.equal(isWithheldFrom(usesOf(scenariosOf("exec --profile p")).of(atExec, []), "2.0.0"), false);
  assert.equal(isUsed(only({ argv: scenario.argv.map(({ token }) => ({ token, origin: "passthrough" })) })), false);
  assert.equal(isUsed(scenariosOf("exec --profile p --unknown")), false, "the version refuses the call");
});

test("severityOf() lets a call be whose flag went from the root of a union to the command behind which it stands", () => {
  const flag = { long: "--auto", takes_value: false };
  const union = (root: readonly object[], exec: readonly object[]): ListedSurface =>
    ({
      snapshot_schema_version: 2,
      commands: [
        { path: [], usage: "tool", flags: root },
        { path: ["exec"], usage: "tool exec", flags: exec },
        { path: ["run"], usage: "tool run" },
      ],
    }) as unknown as ListedSurface;
  const [first, second] = [union([flag], []), union([], [flag])];
  const changes = diffSurfaces(first, second);
  const [change] = changes;
  assert.deepEqual([changes.length, change?.code, change?.path], [1, "flag-removed", []]);
  assert.ok(change !== undefined);
  const severities = ["exec --auto", "run --auto", "--auto exec"].map((line) => {
    const sources = { coverage: undefined, scenarios: scenariosOf(line), rules };
    return judge(change, new WrapperUses(sources, "1.0.0", first.commands, { framework: "clap" }).of(change, []));
  });
  assert.deepEqual(severities, ["warning", "breaking", "breaking"]);
});

test("planWitness() re-orders the shortest call that is concerned: the flag in question first, no arg, and an end that is harmless", () => {
  const after = { ...withFlag("--auto", undefined), rejected: [{ path: ["exec"], key: "--auto" }] };
  const change = onlyChange(after);
  const use = usesOf(scenariosOf("exec --mode=fast --image=one --auto prompt", "exec --mode=fast --auto prompt")).of(change, []);
  const surfaces = { before, after } as unknown as Parameters<typeof planWitness>[2];
  const plan = planWitness(change, use, surfaces, { framework: "clap" });
  assert.ok(plan.type === "call");
  assert.deepEqual([plan.call.path, plan.call.words], [["exec"], ["--auto", "--mode=fast", "--help", "--help"]]);
  assert.deepEqual([plan.scenario, plan.subject.name], ["exec --mode=fast --auto prompt", "--auto"]);
  const claimed = planWitness(change, { calls: [] }, surfaces, { framework: "clap" });
  assert.deepEqual(claimed.type === "call" && [claimed.call.words, claimed.scenario], [["--auto", "--help", "--help"], null]);
  const unasked = planWitness(change, use, surfaces, { framework: "clap", unasked_commands: [["exec"]] });
  assert.equal(unasked.type, "none");
  const required = { ...change, code: "arg-required" } as const;
  assert.equal(planWitness(required, use, surfaces, { framework: "clap" }).type, "none");
});

test("planWitness() never calls a command that hands on the end of the line, nor one below it", () => {
  const trailing = { path: [], usage: "tool", args: [{ name: "WORDS", required: false, variadic: true }] };
  const change = onlyChange({ ...before, commands: before.commands.filter(({ path }) => path[0] !== "mcp") });
  assert.equal(change.code, "command-removed");
  const surfaces = { before, after: { commands: [trailing] } } as unknown as Parameters<typeof planWitness>[2];
  const plan = planWitness(change, { calls: [] }, surfaces, { framework: "clap" });
  assert.deepEqual(plan, { type: "none", reason: "the command takes arguments to the end of the line" });
});

test("mergeTargets() tells a change once, with its targets, and apart where the targets differ in it", () => {
  const gone = onlyChange(withFlag("--auto", undefined));
  const merged = mergeTargets(
    new Map([
      ["linux", [gone]],
      ["mac", [gone]],
      ["windows", [{ ...gone, message: "otherwise" }]],
    ]),
  );
  assert.deepEqual(
    merged.map(({ targets }) => targets),
    [["linux", "mac"], ["windows"]],
  );
  const [finding] = judgeChanges(
    merged,
    () => ({ calls: [], isEmitted: false, isEmittedElsewhere: false, areCallsKnown: false, isClaimed: true }),
    new Map(),
    applyWaivers([], [], "1.0.0"),
  );
  assert.deepEqual([finding?.severity, finding?.targets], ["breaking", ["linux", "mac"]]);
});
