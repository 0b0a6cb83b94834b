import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { SnapshotFlag } from "@lockstep/contracts";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";

/** How argparse reads lines that clap reads otherwise: python says so too. */
const flags: readonly SnapshotFlag[] = [
  { long: "--quiet", short: "-q", takes_value: false },
  { long: "--name", takes_value: true },
  { long: "--any", takes_value: true, optional_value: true },
  { long: "--list", takes_value: true, variadic: true },
];
const commands = [
  { path: [], flags, usage: "tool [-q] [--name NAME] [--any [ANY]] [--list LIST [LIST ...]] {run} ...", sources: ["help"] },
  {
    path: ["run"],
    flags: [{ long: "--dry", takes_value: false }],
    args: [{ name: "x", required: false, variadic: true }],
    usage: "tool run [--dry] [x ...]",
    sources: ["help"],
  },
] as const;
const grammar = buildGrammar(commands, { framework: "argparse", snapshots: [{ commands: [...commands] }] });

const program = `
import argparse, json, sys
p = argparse.ArgumentParser("tool")
p.add_argument("-q", "--quiet", action="store_true")
p.add_argument("--name")
p.add_argument("--any", nargs="?", const="left out")
p.add_argument("--list", nargs="+")
run = p.add_subparsers(dest="command").add_parser("run")
run.add_argument("--dry", action="store_true")
run.add_argument("x", nargs="*")
def read(line):
    try:
        return vars(p.parse_args(line.split(" ")))
    except SystemExit:
        return None
print(json.dumps([read(line) for line in json.loads(sys.argv[1])]))
`;

/** The line, whether it is taken, its command, and its flags. */
const lines: readonly (readonly [when: string, line: string, taken: boolean, command: string | null, used: readonly string[]])[] = [
  ["a value that may be left out is the next word", "--any run", true, null, ["any"]],
  ["a value is left out before a flag", "--any -q run", true, "run", ["any", "quiet"]],
  ["a value looks like a flag", "--name -q run", false, null, []],
  ["a value that looks like a flag stands behind =", "--name=-q run", true, "run", ["name"]],
  ["a value is a negative number", "--name -5 run", true, "run", ["name"]],
  ["a value is a lone dash", "--name - run", true, "run", ["name"]],
  ["a flag is given twice", "--name a --name b run", true, "run", ["name"]],
  ["a list takes the next words", "--list a b run", true, null, ["list"]],
  ["a sub-command stands behind dashes", "-q -- run", false, null, []],
  ["a flag of the root stands behind the sub-command", "run -q", false, null, []],
  ["words stand behind dashes after the sub-command", "run --dry -- --x", true, "run", ["dry"]],
];

const answers = JSON.parse(
  execFileSync("python3", ["-c", program, JSON.stringify(lines.map(([, line]) => line))], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
) as readonly (Readonly<Record<string, unknown>> | null)[];

for (const [index, [when, line, taken, command, used]] of lines.entries()) {
  test(`matchArgv() reads a line as argparse does when ${when}`, () => {
    const answer = answers[index] ?? null;
    const match = matchArgv(grammar, line.split(" "));
    assert.equal(answer !== null, taken);
    assert.equal(match.type !== "mismatch", taken, JSON.stringify(match));
    if (answer === null || match.type === "mismatch") return;
    assert.equal(answer["command"], command);
    const isGiven = (name: string): boolean => answer[name] !== undefined && answer[name] !== null && answer[name] !== false;
    assert.deepEqual(["any", "dry", "list", "name", "quiet"].filter(isGiven), used);
    assert.equal(match.path.join(" "), command ?? "");
    const names = match.uses.filter(({ name }) => name.startsWith("-")).map(({ name }) => (name === "-q" ? "quiet" : name.slice(2)));
    assert.deepEqual([...new Set(names)].toSorted(), used);
  });
}
