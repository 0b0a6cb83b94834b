import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { linux, snapshotOf } from "@lockstep/testing";
import { findShrinkage, shrinkageWarning } from "./shrinkage.ts";

const command = (path: string, count: number): SnapshotCommand => ({
  path: path.split(" ").filter((word) => word !== ""),
  flags: Array.from({ length: count }, (_, index) => ({ long: `--${path.replaceAll(" ", "-")}-${String(index)}`, takes_value: false })),
});
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `c${String(index).padStart(2, "0")}`);
const before = (commands: readonly SnapshotCommand[], more: Partial<UpstreamSnapshotV1> = {}): UpstreamSnapshotV1 => ({
  ...snapshotOf(linux, commands, "1.1.0"),
  ...more,
});
const after = (commands: readonly SnapshotCommand[], more: Partial<UpstreamSnapshotV1> = {}): UpstreamSnapshotV1 => ({
  ...snapshotOf(linux, commands),
  ...more,
});
const root = command("", 10);

test("findShrinkage() finds nothing when a release removes what releases remove", () => {
  const old = [root, ...names(30).map((name) => command(name, 2))];
  assert.equal(findShrinkage(before(old), after(old)), undefined);
  assert.equal(findShrinkage(before(old), after(old.slice(0, -3))), undefined, "a tenth of the commands");
  assert.equal(findShrinkage(before([root, command("a", 1), command("b", 1)]), after([root])), undefined, "two commands");
  assert.equal(findShrinkage(before([root]), after([command("", 8)])), undefined, "two flags");
  const grown = [...old, command("new", 9)];
  assert.equal(findShrinkage(before(old), after(grown)), undefined, "growth");
});

test("findShrinkage() finds more than a tenth of the commands lost, and names them", () => {
  const old = [root, ...names(30).map((name) => command(name, 2))];
  assert.deepEqual(findShrinkage(before(old), after(old.slice(0, -4))), {
    target: linux,
    previousVersion: "1.1.0",
    lostCommands: ["c26", "c27", "c28", "c29"],
    commandsBefore: 30,
    lostFlags: [],
    flagsBefore: 62,
    lostSubtrees: [],
    strippedCommands: [],
    isOtherParser: false,
  });
});

test("findShrinkage() finds more than a tenth of the flags lost at commands that are still there", () => {
  const found = findShrinkage(before([root, command("exec", 10), command("gone", 20)]), after([root, command("exec", 7)]));
  assert.deepEqual(
    [found?.lostCommands, found?.lostFlags, found?.flagsBefore],
    [["gone"], ["exec --exec-7", "exec --exec-8", "exec --exec-9"], 20],
  );
});

test("findShrinkage() takes a flag that the root got for kept", () => {
  const flags = command("exec", 3).flags ?? [];
  const moved = { ...root, flags: [...(root.flags ?? []), ...flags] };
  assert.equal(findShrinkage(before([root, command("exec", 3)]), after([moved, { path: ["exec"] }])), undefined);
});

test("findShrinkage() finds whole subtrees lost, with their top and without it", () => {
  const many = names(60).map((name) => command(name, 1));
  const tree = (top: string): readonly SnapshotCommand[] =>
    [top, ...["a", "b", "c", "d"].map((name) => `${top} ${name}`)].map((path) => command(path, 0));
  const old = [root, ...many, ...tree("mcp"), ...tree("cloud")];
  const found = findShrinkage(before(old), after([root, ...many, command("mcp", 0), ...tree("cloud")]));
  assert.deepEqual([found?.lostSubtrees, found?.lostCommands.length], [["mcp"], 4]);
  assert.deepEqual(findShrinkage(before(old), after([root, ...many, ...tree("mcp")]))?.lostSubtrees, ["cloud"]);
  const small = [root, ...many, ...tree("sandbox").slice(0, 4)];
  assert.equal(findShrinkage(before(small), after([root, ...many, command("sandbox", 0)])), undefined, "Codex 0.146.0 did so");
});

test("findShrinkage() finds a command that lost more than half of at least four flags, however few of all these are", () => {
  const many = names(60).map((name) => command(name, 3));
  const found = (had: number, kept: number) =>
    findShrinkage(before([root, ...many, command("exec", had)]), after([root, ...many, command("exec", kept)]))?.strippedCommands;
  assert.deepEqual([found(4, 0), found(4, 1), found(20, 9)], [["exec"], ["exec"], ["exec"]]);
  assert.deepEqual([found(3, 0), found(4, 2), found(20, 10)], [undefined, undefined, undefined]);
});

test("shrinkageWarning() names the commands that lost most flags, and how to take the snapshot again", () => {
  const many = names(60).map((name) => command(name, 3));
  const found = findShrinkage(before([root, ...many, command("exec", 4)]), after([root, ...many, command("exec", 1)]));
  assert(found !== undefined);
  const text = shrinkageWarning(found, { rootWords: "--cli tool", version: "1.2.0" });
  assert.match(text, / has, with most flags of single commands \(exec\): exec --exec-1, exec --exec-2, exec --exec-3\.\n/);
  assert.match(
    text,
    /; then snapshot it again, a foreign target with --via <command>: xtask parity --cli tool --version 1\.2\.0 --target \S+$/,
  );
});

test("shrinkageWarning() names counts, subtrees, examples and another parser", () => {
  const generator = (parser_version: number) => ({ generator: { name: "tool", version: "1.0.0", parser_version } });
  const found = findShrinkage(
    before([root, ...["a", "a b", "a c", "a d", "a e", "a f"].map((path) => command(path, 1))], generator(1)),
    after([root], generator(2)),
  );
  assert(found !== undefined);
  assert.equal(
    shrinkageWarning(found),
    `warning[SURFACE_SHRANK]: The snapshot of ${linux} lacks 6 of 6 commands and 0 of 10 flags that 1.1.0 has, with whole subtrees (a): a, a b, a c, a d, a e and 1 more. Another parser read that snapshot.\n  hint: Run the binary's own help for them: a release removes some, a failed probe or a parser's mistake loses many`,
  );
});
