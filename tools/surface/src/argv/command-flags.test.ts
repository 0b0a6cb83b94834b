import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, SnapshotFlag, UnionCommand, UnionFlag } from "@lockstep/contracts";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";

/** Which flags a command takes: a union lists those that the root has too at the root alone. */
const available_on = ["x86_64-unknown-linux-musl"];
const model: SnapshotFlag = { long: "--model", short: "-m", takes_value: true };
const mode: SnapshotFlag = { long: "--mode", takes_value: true, possible_values: ["on", "off"] };
const everywhere: SnapshotFlag = { long: "--everywhere", takes_value: false, global: true };
const own: SnapshotFlag = { long: "--own", takes_value: false };
const listed = (flag: SnapshotFlag): UnionFlag => ({ key: flag.long ?? "", ...flag, available_on });
const union: readonly UnionCommand[] = [
  { path: [], available_on, flags: [model, mode, everywhere].map(listed) },
  { path: ["exec"], available_on, flags: [listed(own)] },
  { path: ["login"], available_on },
];
const help = ["help"] as const;
const root: SnapshotCommand = { path: [], flags: [model, mode, everywhere], sources: help };
const exec: SnapshotCommand = { path: ["exec"], flags: [model, { ...mode, possible_values: ["fast"] }, own], sources: help };
const login: SnapshotCommand = { path: ["login"], sources: help };

/** The key and command of the flag that a line uses, or the reason for which it is refused. */
function read(line: string, ...snapshots: readonly (readonly SnapshotCommand[])[]): string {
  const grammar = buildGrammar(union, { snapshots: snapshots.map((commands) => ({ commands })) });
  const match = matchArgv(grammar, line.split(" "));
  if (match.type === "mismatch") return match.reason;
  return match.uses.map(({ path, name }) => `${path.join(" ")}:${name}`).join(" ");
}

test("matchArgv() takes a root's flag on a command and credits the root when the command's snapshot has it", () => {
  assert.equal(read("exec -m o3", [root, exec, login]), "exec: :--model");
});

test("matchArgv() refuses a root's flag on a command when the command's snapshot lacks it", () => {
  const reason = '"login" has no flag "--model": the root\'s is not global, and the snapshots show none there';
  assert.equal(read("login --model o3", [root, exec, login]), reason);
});

test("matchArgv() takes a root's flag on a command when it is global or stands before the command", () => {
  assert.equal(read("login --everywhere", [root, exec, login]), "login: :--everywhere");
  assert.equal(read("--model o3 login", [root, exec, login]), ":--model login:");
});

test("matchArgv() takes a root's flag on a command when any target has it there", () => {
  assert.equal(read("login --model o3", [root, exec, login], [root, exec, { ...login, flags: [model] }]), "login: :--model");
});

test("matchArgv() takes any flag of the root with any value on a command when no snapshot shows the command's flags", () => {
  const unshown: readonly (readonly SnapshotCommand[])[][] = [
    [],
    [[root, exec]],
    [[root, exec, { path: ["login"], sources: ["supplement"] }]],
    [
      [root, exec, login],
      [root, exec, { path: ["login"] }],
    ],
  ];
  for (const snapshots of unshown) assert.equal(read("login --mode fast --mode slow", ...snapshots), "login: :--mode :--mode");
});

test("matchArgv() takes the values that the command's snapshot names when the root's flag takes others", () => {
  assert.equal(read("exec --mode fast", [root, exec, login]), "exec: :--mode");
  assert.match(read("exec --mode on", [root, exec, login]), /^the flag "--mode" does not take "on"; expected one of fast$/);
  assert.match(read("--mode fast exec", [root, exec, login]), /expected one of on, off$/);
});

test("matchArgv() credits a command with its own flag when the snapshots have flags that the union dropped", () => {
  assert.equal(read("exec --own", [root, exec, login]), "exec: exec:--own");
});

test("matchArgv() reads a snapshot by itself when the grammar is built of its commands", () => {
  const grammar = buildGrammar([root, exec, login], { snapshots: [{ commands: [root, exec, login] }] });
  assert.equal(matchArgv(grammar, ["login", "--mode", "on"]).type, "mismatch");
  const match = matchArgv(grammar, ["exec", "--mode", "fast"]);
  assert(match.type === "match");
  assert.deepEqual(match.uses.at(-1), { unit: "flag", path: ["exec"], name: "--mode", token: 1 });
});

test("matchArgv() takes the flags of V1 snapshots as shown when those have the command's usage", () => {
  const plain = (commands: readonly SnapshotCommand[]): readonly SnapshotCommand[] =>
    commands.map(({ sources: _sources, ...command }) => ({ ...command, usage: "tool" }));
  assert.match(read("login --model o3", plain([root, exec, login])), /^"login" has no flag/);
});
