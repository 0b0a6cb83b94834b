import assert from "node:assert/strict";
import { test } from "node:test";
import { diffSurfaces } from "@lockstep/surface/diff";
import { linux, snapshotOf } from "@lockstep/testing";
import { planFirstQuestion, shownNow } from "./shown-now.ts";

type Sources = readonly ("help" | "completion" | "bundle" | "probe")[];
const help: Sources = ["help"];
const root = (sources: Sources = help) => ({ path: [], usage: "tool", sources });
const logs = (more: object = {}) => ({ path: ["logs"], usage: "tool logs", sources: help, ...more });
const on = { long: "--on", takes_value: false };

/** The words of the question about each addition, in order; `-` where nothing is asked. */
function asked(
  before: readonly object[],
  after: readonly object[],
  {
    framework = "clap",
    rejected = [],
    unasked_commands = [],
  }: { framework?: string; rejected?: readonly object[]; unasked_commands?: string[][] } = {},
): readonly string[] {
  const surfaces = { before: { ...snapshotOf(linux, before, "1.0.0"), rejected }, after: snapshotOf(linux, after, "2.0.0") } as never;
  return diffSurfaces(
    ...([snapshotOf(linux, before, "1.0.0"), snapshotOf(linux, after, "2.0.0")] as never as Parameters<typeof diffSurfaces>),
  )
    .filter(({ code }) => code.endsWith("-added"))
    .map((change) => {
      const plan = planFirstQuestion(change, surfaces, { framework, unasked_commands } as never);
      return plan === undefined ? "-" : [...plan.call.path, ...plan.call.words].join(" ");
    });
}

test("planFirstQuestion() asks the first binary about a command and a flag that only the second version shows", () => {
  assert.deepEqual(asked([root()], [root(), logs()]), ["logs --help"]);
  assert.deepEqual(asked([root()], [root(), logs()], { framework: "commander" }), ["logs --help"]);
  assert.deepEqual(asked([root(), logs()], [root(), logs({ flags: [on] })]), ["logs --on --help --help"]);
  const level = { long: "--level", takes_value: true, possible_values: ["low", "high"] };
  assert.deepEqual(asked([root(), logs()], [root(), logs({ flags: [level] })]), ["logs --level=low --help --help"]);
  assert.match(
    asked([root(), logs()], [root(), logs({ flags: [level] })], { framework: "commander" })[0] ?? "",
    /^logs --level=low --lockstep-no-such-flag$/,
  );
});

test("planFirstQuestion() asks about nothing that is known, and makes no call that might run something", () => {
  const newLogs = [root(), logs()];
  assert.deepEqual(asked([root()], newLogs, { rejected: [{ path: ["logs"] }] }), ["-"]);
  assert.deepEqual(asked([root(), logs()], [root(), logs({ flags: [on] })], { rejected: [{ path: ["logs"], key: "--on" }] }), ["-"]);
  assert.deepEqual(asked([root()], [root(), logs({ hidden: true })]), ["-"]);
  assert.deepEqual(asked([root()], newLogs, { unasked_commands: [["logs"]] }), ["-"]);
  assert.deepEqual(asked([root()], [root(), logs({ args: [{ name: "COMMAND", required: false, variadic: true }] })]), ["-"]);
  for (const framework of ["yargs", "cobra", "argparse"]) assert.deepEqual(asked([root()], newLogs, { framework }), ["-"]);
  // Nobody knows what the first binary makes of a word alone.
  assert.deepEqual(asked([root(), logs()], [root(), logs({ flags: [on] })], { framework: "commander" }), ["-"]);
});

test("planFirstQuestion() leaves out what a program of commander declares, but for the first words of its root", () => {
  const declared: Sources = ["help", "bundle"];
  const framework = "commander";
  const sub = { path: ["logs", "tail"], usage: "tool logs tail", sources: help };
  const level = { long: "--level", takes_value: true };
  assert.deepEqual(asked([root(declared)], [root(declared), logs()], { framework }), ["logs --help"]);
  assert.deepEqual(asked([root(), logs({ sources: declared })], [root(), logs({ flags: [level] }), sub], { framework }), ["-", "-"]);
});

test("shownNow() keeps the unit and says that it was hidden", () => {
  const [change] = diffSurfaces(
    ...([snapshotOf(linux, [root()], "1.0.0"), snapshotOf(linux, [root(), logs()], "2.0.0")] as never as Parameters<typeof diffSurfaces>),
  );
  assert.ok(change !== undefined);
  const shown = shownNow(change);
  assert.deepEqual([shown.code, shown.path, shown.impact, shown.before, shown.after], ["command-shown", ["logs"], "widens", true, false]);
});
