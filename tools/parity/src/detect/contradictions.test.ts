import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { contradictionWarning, findContradictions } from "./contradictions.ts";

type Sources = NonNullable<SnapshotFlag["sources"]>;
const flag = (long: string, ...sources: Sources): SnapshotFlag => ({ long, takes_value: false, sources });
const command = (path: string, sources: Sources, ...flags: readonly SnapshotFlag[]): SnapshotCommand => ({
  path: path.split(" ").filter((word) => word !== ""),
  flags,
  sources,
});

test("findContradictions() names what help shows and the completion script lacks, and never the opposite", () => {
  const commands = [
    command("", ["help", "completion"], flag("--both", "help", "completion"), flag("--help-only", "help")),
    command("new", ["help"], flag("--x", "help")),
    command("hidden", ["completion"], flag("--y", "completion"), flag("--z", "help")),
  ];
  assert.deepEqual(findContradictions({ commands }), ["the command: --help-only", "the command new"]);
  assert.deepEqual(findContradictions({ commands: [command("", ["help"], flag("--x", "help"))] }), [], "no completion at all");
  assert.match(contradictionWarning(["the command new"]), /^warning\[HELP_COMPLETION_DISAGREE\]: .*\n {2}the command new$/);
});
