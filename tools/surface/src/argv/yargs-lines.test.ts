import assert from "node:assert/strict";
import { test } from "node:test";
import type { SnapshotFlag } from "@lockstep/contracts";
import yargs from "yargs";
import { buildGrammar } from "./grammar.ts";
import { matchArgv } from "./match-argv.ts";

/** How yargs reads lines that clap reads otherwise: the library itself says so too. */
const flags: readonly SnapshotFlag[] = [
  { long: "--quiet", short: "-q", takes_value: false },
  { long: "--name", takes_value: true },
  { long: "--any", takes_value: true, optional_value: true },
  { long: "--list", takes_value: true, repeatable: true, variadic: true },
];
const commands = [
  { path: [], flags, args: [{ name: "prompt", required: false, variadic: false }], usage: "tool [prompt]", sources: ["help"] },
  { path: ["mcp"], flags, sources: ["help"] },
] as const;
const grammar = buildGrammar(commands, { framework: "yargs", snapshots: [{ commands: [...commands] }] });

const lines: readonly (readonly [when: string, line: string, command: string, values: Readonly<Record<string, unknown>>])[] = [
  ["an untyped flag has the next word", "--any id", "", { any: "id" }],
  ["an untyped flag stands before another", "--any --quiet", "", { any: true, quiet: true }],
  ["a list takes the next words", "--list a mcp --quiet", "", { list: ["a", "mcp"], quiet: true }],
  ["a flag is given twice", "--name a --name b", "", { name: ["a", "b"] }],
  ["a sub-command follows a flag", "--quiet mcp", "mcp", { quiet: true }],
  ["the name of a sub-command stands behind dashes", "--quiet -- mcp", "", { quiet: true }],
];

for (const [when, line, command, values] of lines) {
  test(`matchArgv() reads a line as yargs does when ${when}`, async () => {
    const words = line.split(" ");
    let ran = "";
    const parsed = (await yargs()
      .exitProcess(false)
      .option("quiet", { type: "boolean", alias: "q" })
      .option("name", { type: "string" })
      .option("any", {})
      .option("list", { type: "array" })
      .command("mcp", "", {}, () => {
        ran = "mcp";
      })
      .parseAsync(words)) as Readonly<Record<string, unknown>>;
    assert.equal(ran, command);
    for (const [name, value] of Object.entries(values)) assert.deepEqual(parsed[name], value);

    const match = matchArgv(grammar, words);
    assert.ok(match.type !== "mismatch");
    const used = match.uses.filter(({ name }) => name.startsWith("--")).map(({ name }) => name.slice(2));
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(values).toSorted());
    assert.equal(match.path.join(" "), command);
  });
}
