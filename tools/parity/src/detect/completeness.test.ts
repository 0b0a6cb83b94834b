import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { linux, mac, snapshotOf, windows } from "@lockstep/testing";
import { compareTargets, divergenceWarning, renderCompleteness } from "./completeness.ts";

const arm = "aarch64-unknown-linux-musl";
type Commands = readonly SnapshotCommand[];
const flags = (...names: readonly string[]) => names.map((name) => ({ long: `--${name}`, takes_value: false }));
const command = (path: string, ...names: readonly string[]): SnapshotCommand => ({
  path: path.split(" "),
  usage: `tool ${path}`,
  flags: flags("config", "help", ...names),
});

/** A tool of 13 commands with 25 flags and args of their own: 39 units with the root's `--config`. */
const whole: Commands = [
  { path: [], usage: "tool", flags: flags("config", "help", "version") },
  command("exec", "json", "model", "color", "cd"),
  { ...command("exec resume", "last", "all"), args: [{ name: "ID", required: false, variadic: false }] },
  command("login", "key", "web"),
  command("login status", "json"),
  command("mcp", "a", "b"),
  command("mcp add", "env", "url"),
  command("mcp get", "json"),
  command("mcp list", "json"),
  command("mcp remove", "yes"),
  command("apply", "x", "y", "z"),
  command("cloud", "p", "q", "r"),
  command("cloud list", "s"),
  command("cloud get", "u"),
  { path: ["help"], usage: "tool help" },
];
const app = command("app", "url");
const without = (...paths: readonly string[]): Commands => whole.filter(({ path }) => !paths.includes(path.join(" ")));
/** The commands with one of them changed. */
const changed = (path: string, change: Partial<SnapshotCommand>, commands: Commands = whole): Commands =>
  commands.map((other) => (other.path.join(" ") === path ? { ...other, ...change } : other));
const bare = (path: string): Commands => whole.map((other) => (other.path.join(" ") === path ? { path: other.path } : other));

function compare(byTarget: Readonly<Record<string, Commands | UpstreamSnapshotV1>>) {
  return compareTargets(
    new Map(
      Object.entries(byTarget).map(([target, given]) => {
        if ("binary" in given) return [target, given];
        const known = snapshotOf(target === arm ? linux : (target as typeof linux), given);
        return [target, { ...known, binary: { ...known.binary, target_triple: target } }];
      }),
    ),
  );
}
const calls = ({ platformOnly }: ReturnType<typeof compare>): readonly string[] => platformOnly.map(({ unit }) => unit);
const scores = ({ targets }: ReturnType<typeof compare>) =>
  targets.map(({ shown, expected, isDiverging }) => [shown, expected, isDiverging]);
const lacks = ({ targets }: ReturnType<typeof compare>, target: string): readonly string[] | undefined =>
  targets.find((other) => other.target === target)?.lacks;

test("compareTargets() finds every target complete when all show the same", () => {
  const compared = compare({ [mac]: whole, [linux]: whole });
  assert.deepEqual(scores(compared), [
    [39, 39, false],
    [39, 39, false],
  ]);
  assert.deepEqual(calls(compared), []);
  assert.deepEqual(
    compared.targets.map((target) => target.lacks),
    [[], []],
  );
});

test("compareTargets() counts each unit once, and neither the root, help, nor flags that the root has too", () => {
  assert.deepEqual(scores(compare({ [linux]: [whole[0] ?? { path: [] }, command("exec"), { path: ["help", "exec"] }] })), [[2, 2, false]]);
});

test("compareTargets() calls a small set platform-only when nothing speaks against it, and scores against all units", () => {
  const compared = compare({ [mac]: [...whole, app], [linux]: whole, [windows]: [...whole, app] });
  assert.deepEqual(compared.platformOnly, [{ unit: "app", targets: [mac, windows] }]);
  assert.deepEqual(renderCompleteness(compared), [
    `  ${mac}: 100.0 % complete, 41 of 41 units`,
    `  ${linux}: 95.1 % complete, 39 of 41 units`,
    `  ${windows}: 100.0 % complete, 41 of 41 units`,
    `  platform-only: app (${mac}, ${windows})`,
  ]);
});

/** A tool of 340 units. */
const large: Commands = [...whole, ...Array.from({ length: 60 }, (_, index) => command(`c${String(index)}`, "a", "b", "c", "d"))];
/** What a target lacks of it that is no small set, though it is above the threshold. */
const noSmallSets: Readonly<Record<string, readonly [less: Commands, lacks: readonly string[]]>> = {
  "two commands": [large.filter(({ path: [first = ""] }) => !["c1", "c2"].includes(first)), ["c1", "c2"]],
  "a command of more than a fiftieth of the units": [large.filter(({ path: [first] }) => first !== "mcp"), ["mcp"]],
  "a flag of each of two commands": [
    changed("c1", { flags: flags("a", "b", "c") }, changed("c2", { flags: flags("a", "b", "c") }, large)),
    ["c1 --d", "c2 --d"],
  ],
  "more than three flags of one command": [
    changed("apply", { flags: flags("x", "y", "z", "1", "2", "3") }, large),
    ["apply --4", "apply --5", "apply --6", "apply --7"],
  ],
};
const largest = changed("apply", { flags: flags("x", "y", "z", "1", "2", "3", "4", "5", "6", "7") }, large);
for (const [title, [less, lacking]] of Object.entries(noSmallSets)) {
  test(`compareTargets() says that a target differs, and calls nothing platform-only, when it lacks ${title}`, () => {
    const all = title.startsWith("more than three") ? largest : large;
    const compared = compare({ [linux]: all, [mac]: less });
    assert.deepEqual([calls(compared), lacks(compared, mac)], [[], lacking]);
    const [, line = ""] = renderCompleteness(compared);
    assert.match(
      line,
      new RegExp(
        `^  ${mac}: 9\\d\\.\\d % complete, \\d+ of ${String(compared.targets[0]?.shown)} units; differs, lacks ${lacking.join(", ")}$`,
      ),
    );
    assert.equal(compared.targets[1]?.isDiverging, false);
  });
}

test("compareTargets() calls up to three flags of one command platform-only", () => {
  const less = changed("apply", { flags: flags("x", "y", "z", "1", "2", "3", "4") }, large);
  assert.deepEqual(calls(compare({ [linux]: largest, [mac]: less })), ["apply --5", "apply --6", "apply --7"]);
});

test("compareTargets() finds no target diverging for two units, whatever their share", () => {
  const root: Commands = whole.slice(0, 1);
  const two: Commands = [...root, command("a"), command("b")];
  assert.deepEqual(scores(compare({ [linux]: two, [mac]: root }))[1], [1, 3, false]);
  assert.deepEqual(scores(compare({ [linux]: [...two, command("c")], [mac]: root }))[1], [1, 4, true]);
});

/** What one target loses for want of a good snapshot, with the app that only the others have. */
const poor: Readonly<Record<string, Commands>> = {
  "a help probe failed": bare("login"),
  "every sub-command of a command is gone": without("cloud list", "cloud get"),
  "most flags of a command are gone": changed("exec", { flags: flags("config", "help", "json") }),
  "flags are gone from many commands": whole.map((other) => ({
    ...other,
    flags: (other.flags ?? []).filter(({ long }) => long !== "--json"),
  })),
  "a large part is gone": without("apply", "login", "login status"),
};
for (const [title, commands] of Object.entries(poor)) {
  test(`compareTargets() warns and calls nothing platform-only when ${title} on one target`, () => {
    const compared = compare({ [mac]: [...whole, app], [linux]: whole, [windows]: commands });
    assert.deepEqual(calls(compared), []);
    const diverging = compared.targets.filter(({ isDiverging }) => isDiverging);
    assert.deepEqual(
      diverging.map(({ target }) => target),
      [windows],
    );
    assert.deepEqual(lacks(compared, linux), ["app"]);
  });
}

test("divergenceWarning() names target, score, threshold, examples, and what to do", () => {
  const [, poorOne] = compare({ [linux]: whole, [mac]: poor["most flags of a command are gone"] ?? [] }).targets;
  assert(poorOne !== undefined);
  assert.equal(
    divergenceWarning(poorOne, { rootWords: "--cli tool", version: "1.2.0" }),
    `warning[TARGETS_DIVERGE]: The snapshot of ${mac} differs too widely from the others: it shows 36 of 39 units, 92.3 %, wanted 95.0 %; nothing is called platform-only while it does. It lacks exec --cd, exec --color, exec --model\n  hint: Look at its known_omissions, and snapshot it again, a foreign target with --via <command>: xtask parity --cli tool --version 1.2.0 --target ${mac}`,
  );
});

test("compareTargets() does not call platform-only what a target of the same system has", () => {
  const compared = compare({ [linux]: [...whole, command("kernel")], [arm]: whole, [mac]: whole });
  assert.deepEqual([calls(compared), lacks(compared, arm), lacks(compared, mac)], [[], ["kernel"], ["kernel"]]);
});

test("compareTargets() does not call platform-only what the target's omissions are about", () => {
  const called = (path: string, omission: string): readonly string[] =>
    calls(compare({ [linux]: [...whole, command(path)], [mac]: { ...snapshotOf(mac, whole), known_omissions: [omission] } }));
  const about = [
    ["gone", "phantom command: gone"],
    ["app", "volatile: tool app"],
    ["apply now", "tool apply --help: exit 1"],
    ["apply now", "help not recognised: tool help apply"],
    ["apply now", "acceptance not probed: tool apply now --json (no answer)"],
    ["mcp far", "phantom command: mcp"],
  ] as const;
  for (const [path, omission] of about) assert.deepEqual(called(path, omission), [], omission);
  for (const omission of ["phantom command: appl", "tool apply later --help: exit 1", "volatile: tool apply --x (default)"])
    assert.deepEqual(called("apply now", omission), ["apply now"], omission);
  const more = { ...snapshotOf(linux, whole), commands: changed("", { flags: flags("config", "cd") }) };
  const less = { ...snapshotOf(mac, changed("", { flags: flags("config") })), known_omissions: ["volatile: tool --cd (takes_value)"] };
  assert.deepEqual(lacks(compare({ [linux]: more, [mac]: less }), mac), ["(root) --cd"]);
});

test("compareTargets() trusts no absence when the completion script was not read there, or the walk was cut short", () => {
  const seen: Commands = [...whole, app].map((other) => ({ ...other, sources: ["help", "completion"] }));
  const unread: Commands = whole.map((other) => ({ ...other, sources: ["help"] }));
  assert.deepEqual(lacks(compare({ [mac]: seen, [linux]: unread }), linux), ["app"]);
  const cut = { ...snapshotOf(linux, whole), known_omissions: ["more than 2000 commands: the walk stopped"] };
  assert.deepEqual(lacks(compare({ [mac]: [...whole, app], [linux]: cut }), linux), ["app"]);
  assert.deepEqual(calls(compare({ [mac]: [...whole, app], [linux]: whole })), ["app"]);
});

test("compareTargets() takes the platforms that a command states for granted, whatever their number", () => {
  const many = Array.from({ length: 20 }, (_, index) => command(`app c${String(index)}`, "own"));
  const stated: Commands = [...whole, { ...app, platforms: ["macos"] }, ...many];
  assert.deepEqual(calls(compare({ [mac]: stated, [linux]: whole })), ["app"]);
  const wrong: Commands = [...whole, { ...app, platforms: ["macos", "linux"] }];
  assert.deepEqual(lacks(compare({ [mac]: wrong, [linux]: whole }), linux), ["app"]);
});

test("renderCompleteness() says nothing of a single target", () => {
  assert.deepEqual(renderCompleteness(compare({ [linux]: whole })), []);
});
