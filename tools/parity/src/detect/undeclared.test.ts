import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { findUndeclared, undeclaredWarning } from "./undeclared.ts";

type Sources = NonNullable<SnapshotFlag["sources"]>;
const flag = (long: string, ...sources: Sources): SnapshotFlag => ({ long, takes_value: false, sources });
const command = (path: string, sources: Sources, ...flags: readonly SnapshotFlag[]): SnapshotCommand => ({
  path: path.split(" ").filter((word) => word !== ""),
  flags,
  sources,
});

test("findUndeclared() names the flags that help shows and the declarations of their command lack", () => {
  const commands = [
    command("", ["help", "bundle"], flag("--both", "help", "bundle"), flag("--help", "help"), flag("--version", "help")),
    command("a", ["help", "bundle"], flag("--loop", "help"), flag("--probed", "help", "probe"), {
      short: "-x",
      takes_value: false,
      sources: ["help"],
    }),
    // What is not declared at all shows nothing of how it was read.
    command("b", ["help"], flag("--other", "help")),
  ];
  assert.deepEqual(findUndeclared({ commands }, {}), ["the command a: --loop", "the command a: --probed", "the command a: -x"]);
  assert.equal(
    undeclaredWarning(["the command a: --loop"]),
    "warning[HELP_BUNDLE_DISAGREE]: help shows what the declarations in the bundle lack:\n  the command a: --loop",
  );
});

test("findUndeclared() finds nothing wrong in what is declared and not shown by help", () => {
  const hidden = { ...flag("--hidden", "bundle"), hidden: true };
  const asked = { ...flag("--asked", "probe", "bundle"), hidden: true };
  assert.deepEqual(
    findUndeclared({ commands: [command("", ["help", "bundle"], hidden, asked, flag("--supplied", "supplement"))] }, {}),
    [],
  );
  assert.deepEqual(findUndeclared({ commands: [command("old", ["help"], { long: "--x", takes_value: false })] }, {}), []);
});

test("findUndeclared() takes what a command above declares for declared below it too", () => {
  const below = command("a b", ["help", "bundle"], flag("--global", "help"), flag("--own", "help"));
  const commands = [command("", ["help", "bundle"], flag("--global", "help", "bundle")), below];
  assert.deepEqual(findUndeclared({ commands }, {}), ["the command a b: --own"]);
});

test("findUndeclared() looks past a command whose help another framework prints, and what is below it, unless the library knows it", () => {
  const sources: Sources = ["help", "bundle"];
  const commands = [command("hand", sources, flag("--x", "help")), command("hand made", sources, flag("--y", "help"))];
  const descriptor = { framework_overrides: [{ path: ["hand"], framework: "generic" as const }] };
  assert.deepEqual(findUndeclared({ commands: [...commands, command("handy", sources, flag("--z", "help"))] }, descriptor), [
    "the command handy: --z",
  ]);
  // The library knows the command after all.
  const known = command("hand", sources, flag("--x", "help"), flag("--both", "help", "bundle"));
  assert.deepEqual(findUndeclared({ commands: [known] }, descriptor), ["the command hand: --x"]);
});
