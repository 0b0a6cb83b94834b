import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotFlag } from "@lockstep/contracts";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";
import { readArgv } from "./read-argv.ts";

/** How commander reads lines that clap reads otherwise. */
const help = ["help"] as const;
const flags: readonly SnapshotFlag[] = [
  { long: "--print", short: "-p", takes_value: false },
  { long: "--resume", short: "-r", takes_value: true, optional_value: true },
  { long: "--tools", takes_value: true, repeatable: true, variadic: true, aliases: ["--allowed-tools"] },
  { long: "--dirs", takes_value: true, optional_value: true, repeatable: true, variadic: true },
  { long: "--plugin", takes_value: true, repeatable: true },
  { long: "--model", takes_value: true, sources: ["help", "completion"] },
  { long: "--cache", takes_value: false, negatable: true },
];
const commands = [
  { path: [], flags, args: [{ name: "prompt", required: false, variadic: false }], usage: "tool [options] [prompt]", sources: help },
  { path: ["mcp"], sources: help },
  { path: ["mcp", "add"], args: [{ name: "name", required: true, variadic: true }], usage: "tool mcp add <name...>", sources: help },
] as const;
const grammar = buildGrammar(commands, { framework: "commander", snapshots: [{ commands }] });

function read(line: string): string {
  const match = matchArgv(grammar, line.split(" "));
  if (match.type === "mismatch") return `${String(match.token)}! ${match.reason}`;
  return match.uses.map(({ path, name, token }) => `${String(token)}:${path.join("/")}:${name}`).join(" ");
}

const lines: readonly (readonly [when: string, line: string, uses: string])[] = [
  ["an optional value is the next word", "--resume id hello", "0::--resume 2::prompt"],
  ["an optional value is left out before a flag", "-r -p hello", "0::--resume 1::--print 2::prompt"],
  ["an optional value is attached", "-rid --resume=id hello", "0::--resume 1::--resume 2::prompt"],
  ["a value looks like a flag", "--model --print hello", "0::--model 2::prompt"],
  ["a value looks like dashes", "--model -- hello", "0::--model 2::prompt"],
  ["a list takes the next words", "--tools A B mcp -p hello", "0::--tools 4::--print 5::prompt"],
  ["a list by its alias is attached", "--allowed-tools=A,B hello", "0::--tools 1::prompt"],
  ["a repeatable flag takes one value at a time", "--plugin a --plugin b hello", "0::--plugin 2::--plugin 4::prompt"],
  ["a list may be empty", "--dirs -p hello", "0::--dirs 1::--print 2::prompt"],
  ["a flag is repeated", "--model a --model b -pp", "0::--model 2::--model 4::--print 4::--print"],
  ["a flag is negated", "--no-cache", "0::--cache"],
  ["a sub-command stands behind dashes", "-- mcp", "1:mcp:"],
  ["words behind the first look like sub-commands", "mcp add mcp add", "0:mcp: 1:mcp/add: 2:mcp/add:name 3:mcp/add:name"],
];
for (const [when, line, uses] of lines) {
  test(`matchArgv() credits the units and tokens as commander does when ${when}`, () => assert.equal(read(line), uses));
}

const mismatches: readonly (readonly [when: string, line: string, reason: string])[] = [
  ["a value is given to a switch", "--print=x", '0! the flag "--print" takes no value'],
  ["a flag without negation is negated", "--no-print", '0! "(root)" has no flag "--no-print"'],
  ["a value is missing", "--model", '0! the flag "--model" needs a value'],
  ["a sub-command stands behind an arg", "hello mcp", '1! "(root)" has no sub-command or argument for "mcp"'],
  [
    "a flag of the root stands behind a sub-command",
    "mcp --print",
    '1! "mcp" has no flag "--print": the root\'s is not global, and the snapshots show none there',
  ],
];
for (const [when, line, reason] of mismatches) {
  test(`matchArgv() refuses the line as commander does when ${when}`, () => assert.equal(read(line), reason));
}

test("readArgv() gives each word of a list to the flag as it is spelled when the framework is commander", () => {
  assert.deepEqual(
    readArgv(grammar, ["--allowed-tools", "A", "B"]).parts.map((part) =>
      part.type === "value" ? `${part.value} of ${part.spelling}` : part.type,
    ),
    ["flag", "A of --allowed-tools", "B of --allowed-tools"],
  );
});
