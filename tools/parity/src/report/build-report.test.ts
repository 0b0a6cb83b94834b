import assert from "node:assert/strict";
import { test } from "node:test";
import type { CommandCoverage, CoverageReportV1, Deltas, ParityRules, UnionCommand, UnitDelta } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { coverageOf, linux, mac, rulesWith, targets, time, unionOf, windows } from "@lockstep/testing";
import { buildReports } from "./build-report.ts";
import { reportViews } from "./platform-filter.ts";

const everywhere = [...targets];
const command = (path: string, more: Partial<UnionCommand> = {}): UnionCommand => ({
  path: path.split(" ").filter((token) => token !== ""),
  available_on: everywhere,
  ...more,
});
const flag = (key: string, available_on: readonly string[] = everywhere) => ({ key, long: key, takes_value: false, available_on });
const arg = (name: string, available_on: readonly string[] = everywhere) => ({ name, required: true, variadic: false, available_on });
const on = (...triples: string[]) => ({ scope: { target_triples: triples } });
const unsupported = (note?: string) => ({ level: "intentionally_unsupported" as const, ...(note === undefined ? {} : { note }) });

function reports(
  upstream: readonly UnionCommand[],
  wrapper: readonly CommandCoverage[],
  rules: ParityRules = rulesWith(),
): ReadonlyMap<string, CoverageReportV1> {
  const union = unionOf(upstream);
  const views = reportViews(union);
  const built = buildReports({ rules, version: "1.2.0", union, coverage: coverageOf(wrapper), generatedAt: time }, views);
  return new Map(built.map((report, index) => [views[index]?.fileName.replace(/^coverage\.|\.json$/g, "") ?? "", report]));
}

/** The filled lists of a view; each entry as `path key-or-name level (note)`. */
function lists(view: CoverageReportV1 | undefined): Readonly<Partial<Record<keyof Deltas, readonly string[]>>> {
  const shown = ({ path, key, name, wrapper_level, note }: UnitDelta): string =>
    [...path, key, name, wrapper_level, note === undefined ? undefined : `(${note})`].filter((word) => word !== undefined).join(" ");
  return Object.fromEntries(
    Object.entries(view?.deltas ?? {}).flatMap(([name, entries]) =>
      entries.length === 0 ? [] : [[name, (entries as readonly UnitDelta[]).map(shown)]],
    ),
  );
}
const any = (...given: Parameters<typeof reports>): ReturnType<typeof lists> => lists(reports(...given).get("any"));
const refuses = (run: () => unknown, code: string, message: RegExp): void =>
  assert.throws(run, (error) => error instanceof InputError && error.code === code && message.test(error.message));

test("buildReports() lists an excluded unit with the exclusion's note and the wrapper's level when other rules would match too", () => {
  const rules = rulesWith([
    { unit: "command", path: ["a"], note: "why a" },
    { unit: "flag", path: ["b"], key: "--x" },
    { unit: "arg", path: ["b"], name: "X", note: "why X" },
  ]);
  const upstream = [command("a"), command("b", { flags: [flag("--x")], args: [arg("X")] })];
  assert.deepEqual(
    any(
      upstream,
      [
        { path: ["a"], ...unsupported("mine") },
        { path: ["b"], level: "explicit" },
      ],
      rules,
    ),
    {
      excluded_commands: ["a intentionally_unsupported (why a)"],
      excluded_flags: ["b --x"],
      excluded_args: ["b X (why X)"],
    },
  );
});

test("buildReports() hides the flags and args of an excluded command and judges its sub-commands when rules have version 1", () => {
  const upstream = [command("a", { flags: [flag("--x"), flag("--y")], args: [arg("X")] }), command("a sub", { flags: [flag("--z")] })];
  const rules = rulesWith([
    { unit: "command", path: ["a"], note: "n" },
    { unit: "flag", path: ["a"], key: "--y", note: "n" },
  ]);
  assert.deepEqual(any(upstream, [], rules), { missing_commands: ["a sub"], missing_flags: ["a sub --z"], excluded_commands: ["a (n)"] });
});

test("buildReports() excludes nothing when parity_exclusions has another schema version", () => {
  const rules: ParityRules = {
    ...rulesWith(),
    parity_exclusions: { schema_version: 2, units: [{ unit: "command", path: ["a"], note: "n" }] },
  };
  assert.deepEqual(any([command("a")], [], rules), { missing_commands: ["a"] });
});

test("buildReports() inherits an intention from the nearest root when the wrapper claims nothing of the unit", () => {
  const upstream = [command("a", { flags: [flag("--x")] }), command("a b", { args: [arg("X")] }), command("a b c"), command("d")];
  const wrapper: CommandCoverage[] = [
    { path: ["a"], ...unsupported("a") },
    { path: ["a", "b"], ...unsupported("b") },
  ];
  assert.deepEqual(any(upstream, wrapper), {
    missing_commands: ["d"],
    intentionally_unsupported: [
      "a intentionally_unsupported (a)",
      "a b intentionally_unsupported (b)",
      "a b c intentionally_unsupported (b)",
      "a --x intentionally_unsupported (a)",
      "a b X intentionally_unsupported (b)",
    ],
  });
});

test("buildReports() inherits from the root command when only that is intentionally unsupported", () => {
  assert.deepEqual(any([command(""), command("a b")], [{ path: [], ...unsupported("all") }]).intentionally_unsupported, [
    "intentionally_unsupported (all)",
    "a b intentionally_unsupported (all)",
  ]);
});

test("buildReports() inherits nothing when the wrapper claims a level of the unit, even unknown", () => {
  const upstream = [command("a", { flags: [flag("--x"), flag("--y")] }), command("a b")];
  const wrapper: CommandCoverage[] = [
    {
      path: ["a"],
      ...unsupported("a"),
      flags: [
        { key: "--x", level: "unknown" },
        { key: "--y", level: "explicit" },
      ],
    },
    { path: ["a", "b"], level: "unsupported" },
  ];
  assert.deepEqual(any(upstream, wrapper), {
    missing_flags: ["a --x unknown"],
    unsupported: ["a b unsupported"],
    intentionally_unsupported: ["a intentionally_unsupported (a)"],
  });
});

test("buildReports() passes a nearer root that shares no target with the unit when a farther one does", () => {
  const upstream = [command("a"), command("a b"), command("a b c", { available_on: [linux] })];
  const wrapper: CommandCoverage[] = [
    { path: ["a"], ...unsupported("far") },
    { path: ["a", "b"], ...unsupported("near"), ...on(mac) },
  ];
  assert.deepEqual(any(upstream, wrapper).intentionally_unsupported, [
    "a intentionally_unsupported (far)",
    "a b intentionally_unsupported (near)",
    "a b c intentionally_unsupported (far)",
  ]);
});

test("buildReports() refuses with the targets when a root covers only some of the unit's targets", () => {
  refuses(
    () => reports([command("a"), command("a b")], [{ path: ["a"], ...unsupported("n"), ...on(linux) }]),
    "INTENTION_COVERS_PART",
    new RegExp(`declares "a" intentionally_unsupported on ${linux}, but not on ${mac}, ${windows}, where command "a b" is too`),
  );
});

test("buildReports() refuses with the unit when an intention has a blank note or none", () => {
  for (const note of [undefined, " \n"])
    refuses(
      () =>
        reports(
          [command("a", { flags: [flag("--x")] })],
          [{ path: ["a"], level: "explicit", flags: [{ key: "--x", ...unsupported(note) }] }],
        ),
      "INTENTION_WITHOUT_NOTE",
      /declares flag "a --x" intentionally_unsupported without a "note"/,
    );
});

test("buildReports() lists each level where it belongs when nothing else decides", () => {
  const levels = ["explicit", "passthrough", "unsupported", "unknown"] as const;
  const upstream = [...levels, "absent"].map((level) => command(level, { flags: [flag("--x")], args: [arg("X")] }));
  const wrapper = levels.map((level): CommandCoverage => ({
    path: [level],
    level,
    flags: [{ key: "--x", level }],
    args: [{ name: "X", level, note: " n " }],
  }));
  assert.deepEqual(any(upstream, wrapper), {
    missing_commands: ["absent", "unknown unknown"],
    missing_flags: ["absent --x", "unknown --x unknown", "unsupported --x unsupported"],
    missing_args: ["absent X", "unknown X unknown (n)", "unsupported X unsupported (n)"],
    passthrough_candidates: ["passthrough passthrough"],
    unsupported: ["unsupported unsupported"],
  });
});

test("buildReports() takes the first note that is not blank, trimmed, when several entries of one level meet the view", () => {
  const wrapper: CommandCoverage[] = [
    { path: ["a"], level: "passthrough", note: " ", ...on(mac) },
    { path: ["a"], level: "passthrough", note: "\tlinux ", ...on(linux) },
    { path: ["a"], level: "passthrough", note: "windows", ...on(windows) },
  ];
  const built = reports([command("a")], wrapper);
  assert.deepEqual(lists(built.get("any")).passthrough_candidates, ["a passthrough (linux)"]);
  assert.deepEqual(lists(built.get(mac)).passthrough_candidates, ["a passthrough"]);
  assert.deepEqual(lists(built.get(windows)).passthrough_candidates, ["a passthrough (windows)"]);
});

test("buildReports() refuses with both positions when levels differ within a view, and only then", () => {
  const wrapper: CommandCoverage[] = [
    { path: ["a"], level: "explicit", ...on(linux) },
    { path: ["a"], level: "unsupported", ...on(mac) },
  ];
  refuses(
    () => reports([command("a")], wrapper),
    "COVERAGE_LEVELS_DIFFER",
    /command "a" several levels on .*: coverage\[0\] "explicit", coverage\[1\] "unsupported"/,
  );
  const union = unionOf([command("a")]);
  const exact = reportViews(union).filter(({ filter }) => filter.mode === "exact_target");
  const built = buildReports({ rules: rulesWith(), version: "1.2.0", union, coverage: coverageOf(wrapper), generatedAt: time }, exact);
  assert.deepEqual(built.map(lists), [{ unsupported: ["a unsupported"] }, {}, { missing_commands: ["a"] }]);
});

test("buildReports() lists a wrapper's unit as wrapper-only in the views where upstream lacks it, with the union's availability, else the command's, else the scope's", () => {
  const upstream = [command("a", { available_on: [mac, linux], flags: [flag("--mac", [mac])] }), command("b")];
  const wrapper: CommandCoverage[] = [
    {
      path: ["a"],
      level: "explicit",
      flags: [
        { key: "--mac", level: "explicit" },
        { key: "--none", ...unsupported("n") },
      ],
    },
    { path: ["b"], level: "explicit" },
    { path: ["gone"], level: "unknown", ...on(windows, mac), args: [{ name: "X", level: "explicit" }] },
  ];
  const built = reports(upstream, wrapper);
  const only = (view: string): readonly string[] =>
    ["commands", "flags", "args"].flatMap((kind) =>
      ((built.get(view)?.deltas[`wrapper_only_${kind}` as keyof Deltas] ?? []) as readonly UnitDelta[]).map(
        ({ path, key, name, upstream_available_on }) =>
          [...path, key ?? name ?? "", upstream_available_on.map((triple) => triple.split("-")[2]).join("+")].join(" "),
      ),
    );
  assert.deepEqual(only("any"), ["gone  darwin+windows", "a --none darwin+linux", "gone X darwin+windows"]);
  assert.deepEqual(only(linux), ["a --mac darwin", "a --none darwin+linux"]);
  assert.deepEqual(only(mac), ["gone  darwin", "a --none darwin+linux", "gone X darwin"]);
  assert.deepEqual(only(windows), ["a  darwin+linux", "gone  windows", "a --mac darwin", "a --none darwin+linux", "gone X windows"]);
  assert.deepEqual(only("all"), ["a  darwin+linux", "a --mac darwin", "a --none darwin+linux"]);
});

test("buildReports() counts a unit as present under any on some target, under exact there, and under all on every target", () => {
  const built = reports([command("a"), command("b", { available_on: [mac] })], []);
  assert.deepEqual(
    [...built].map(([view, report]) => [view, report.deltas.missing_commands.map(({ path }) => path.join(" "))]),
    [
      ["any", ["a", "b"]],
      [mac, ["a", "b"]],
      [linux, ["a"]],
      [windows, ["a"]],
      ["all", ["a"]],
    ],
  );
  assert.deepEqual(
    built.get(mac)?.deltas.missing_commands.map(({ upstream_available_on }) => upstream_available_on),
    [everywhere, [mac]],
  );
});

test("reportViews() has a view of all targets only when the union is complete", () => {
  const built = reports([command("a", { available_on: [linux, mac] })], []);
  assert.deepEqual([...built.keys()], ["any", mac, linux]);
  assert.deepEqual(built.get("any")?.inputs.upstream.targets, [mac, linux]);
  assert.deepEqual(
    [...reports([command("a")], []).values()].map(({ inputs, platform_filter }) => [platform_filter, inputs.upstream.targets]),
    [
      [{ mode: "any" }, everywhere],
      ...everywhere.map((triple) => [{ mode: "exact_target", target_triple: triple }, [triple]]),
      [{ mode: "all" }, everywhere],
    ],
  );
});

test("buildReports() sorts by code point, path before key, and the intentionally unsupported by kind first", () => {
  const names = ["\u{1F600}", "\uFF5E", "b", "B", "a-b", "a"];
  const built = any(
    names.map((name) => command(name, { flags: [flag("--z"), flag("-a"), flag("--a")] })),
    [{ path: ["b"], ...unsupported("n") }],
  );
  assert.deepEqual(built.missing_commands, ["B", "a", "a-b", "\uFF5E", "\u{1F600}"]);
  assert.deepEqual(built.missing_flags?.slice(0, 4), ["B --a", "B --z", "B -a", "a --a"]);
  assert.deepEqual(
    built.intentionally_unsupported,
    ["b", "b --a", "b --z", "b -a"].map((unit) => `${unit} intentionally_unsupported (n)`),
  );
});

test("buildReports() skips unknown platforms and targets of a scope and takes {} as no target", () => {
  const wrapper = (scope: NonNullable<CommandCoverage["scope"]>): CommandCoverage[] => [
    { path: ["a"], level: "explicit", scope, flags: [{ key: "--x", level: "explicit" }] },
  ];
  const upstream = [command("a", { flags: [flag("--x")] })];
  assert.deepEqual(any(upstream, wrapper({})), { missing_commands: ["a"], missing_flags: ["a --x"] });
  assert.deepEqual(any(upstream, wrapper({ target_triples: ["nowhere"], platforms: ["beos"] })), {
    missing_commands: ["a"],
    missing_flags: ["a --x"],
  });
  assert.deepEqual(lists(reports(upstream, wrapper({ target_triples: ["nowhere"], platforms: ["windows"] })).get(windows)), {});
  assert.deepEqual(lists(reports(upstream, wrapper({ platforms: ["windows"] })).get(linux)), {
    missing_commands: ["a"],
    missing_flags: ["a --x"],
  });
});

test("buildReports() meets a flag's scope with its command entry's when both have one", () => {
  const built = reports(
    [command("a", { flags: [flag("--x")] })],
    [{ path: ["a"], level: "explicit", ...on(linux, mac), flags: [{ key: "--x", level: "explicit", ...on(windows, mac) }] }],
  );
  assert.deepEqual(
    [mac, linux, windows].map((view) => built.get(view)?.deltas.missing_flags.length),
    [0, 1, 1],
  );
});

test("buildReports() writes the three missing lists always and the others when filled", () => {
  const report = reports([command("a")], [{ path: ["a"], level: "explicit" }]).get("any");
  assert.deepEqual(Object.keys(report?.deltas ?? {}), ["missing_commands", "missing_flags", "missing_args"]);
  assert.deepEqual(report?.inputs, {
    upstream: { semantic_version: "1.2.0", mode: "union", targets: everywhere },
    wrapper: { schema_version: 1, wrapper_version: "0.1.0" },
    rules: { rules_schema_version: 1 },
  });
});

test("buildReports() refuses when the rules have a version that the program does not know", () => {
  refuses(
    () => reports([command("a")], [], { ...rulesWith(), rules_schema_version: 3 }),
    "RULES_VERSION_UNKNOWN",
    /"rules_schema_version" is 3; this xtask knows 1, 2/,
  );
});
