import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cleanText } from "../clean-text.ts";
import { flagKey } from "../flag-identity.ts";
import { isCommandName } from "./command-name.ts";
import type { Framework } from "./help-parser.ts";
import { frameworkAt, parserAt, parserFor, type FrameworkChoice } from "./parser-for.ts";

/** A framework without a row here does not compile. */
const frameworks: Readonly<Record<Framework, true>> = {
  clap: true,
  commander: true,
  yargs: true,
  cobra: true,
  argparse: true,
  oclif: true,
  generic: true,
  auto: true,
};

/** Texts out of the pieces that the parsers look for, so that arbitrary input reaches its branches. */
const pieces = [
  "Usage:",
  "Options:",
  "Commands:",
  "Arguments:",
  "  ",
  "    ",
  "\t",
  "\n",
  "\n\n",
  "-x",
  "--long",
  ", ",
  "<A>",
  "[B]",
  "...",
  "[=<C>]",
  "[default: ",
  "[env: ",
  "[aliases: ",
  "[possible values: ",
  "Possible values:",
  "- v: m",
  "]",
  "(",
  ")",
  "|",
  "--",
  "tool",
  "a, b",
  "x|y",
  "'",
  '"',
  "\\",
  "'\\''",
  "(choices: ",
  "(default: ",
  "preset: ",
  '"a", ',
  "--no-long",
  "[options]",
  "[command]",
  "<a|b>",
  "--x, --y <z...>",
  "\n  name  text",
  "usage:",
  "positional arguments:\n",
  "options:\n",
  "{a,b} ...",
  "[-x X | --long]",
  "\n  -x X, --long X",
  "\n  {a,b}\n    a (b)  text",
  "Available Commands:\n",
  "USAGE\n",
  "Global Flags:\n",
  "[flags]",
  '--long string[="x"]   (default [a])',
  "Examples:",
];
const helpLike = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6, unit: "binary" })), { maxLength: 60 })
  .map((parts) => parts.join(""));

/** Of each hostile text, in characters. A pass over every pair of them takes ten times as long as is allowed. */
const LENGTH = 160_000;
/** Of this process's own time: how busy the machine is does not count. The slowest takes about 300. */
const MAX_MS = 800;

/** A text of a length out of one piece. */
function many(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length));
}

/** Texts that make a careless parser slow, by their length. */
const hostile: readonly ((length: number) => string)[] = [
  (n) => many("[", n),
  (n) => `Usage: ${many("<a ", n)}`,
  (n) => `Options:\n  --x  ${many("[default: ", n)}]`,
  (n) => `Commands:\n${many("  a, ", n)}`,
  (n) => `Options:\n  -${many("-,", n)}`,
  (n) => `Usage: t\n\nOptions:\n  --x ${many("<", n)}`,
  (n) => `Usage: t ${many("<[", n / 2)}X${many("]>", n / 2)}`,
  (n) => `Usage: t ${many("[", n / 2)}<X> <Y>${many("]", n / 2)}`,
  (n) => `Usage: t ${many("<A|", n)}${many(">", n / 3)}`,
  (n) => `Usage: t\n\nArguments:\n  ${many("[<X> ", n)}${many("]", n / 5)}`,
  (n) => `Usage: t\n\nOptions:\n  --x ${many("<[", n / 2)}${many("]>", n / 2)}`,
  (n) => `Usage: t\n\nOptions:\n  --x  ${many("(default: ", n)})`,
  (n) => `Usage: t\n\nOptions:\n  --x  ${many('(choices: "', n)})`,
  (n) => `Usage: t\n\nOptions:\n  --x  (default: 1) ${many("(default: 1) ", n)}`,
  (n) => `Usage: t\n\n${many("  --x  y\n", n / 4)}`,
  (n) => `Usage: t ${many(" ", n / 2)}|${many(" ", n / 2)}x`,
  (n) => `Usage: t ${many("[a|", n)}${many("]", n / 3)}`,
  (n) => `Usage: t ${many("--x <y>|", n)}`,
  (n) => `${many(" ", n)}usage`,
  (n) => `Usage: t\n\nOptions:\n  --x  a${many(" \n", n)}b`,
  (n) => `Usage:\n  t ${many("| ", n / 3)}x\n\nFlags:\n  --x  ${many("(default ", n / 3)})\n  --y ${many("[=", n / 3)}`,
  (n) => `usage: t ${many("[-x ", n / 3)}\n\noptions:\n  ${many("{a,", n / 3)}\n  -x ${many("X ", n / 3)}`,
  (n) => `usage: t [-h]\n${many("       [-x X]\n", n)}\noptions:\n  -x X  y\n`,
  (n) => `positional arguments:\n${many("  {a}\n    b   c\n", n)}`,
  (n) => `USAGE\n  $ t\n\nFLAGS\n  --x=<value>  a${many(" ", n / 2)}b${many("\n               <options: ", n / 2)}`,
];

for (const framework of Object.keys(frameworks) as Framework[]) {
  const parser = parserFor(framework);

  test(`parseHelp() of ${framework} never throws, ends, and gives units with keys for any text`, () => {
    fc.assert(
      fc.property(fc.oneof(helpLike, fc.string({ unit: "binary" })), (text) => {
        const page = parser.parseHelp(cleanText(text));
        for (const flag of page.flags) assert.match(flagKey(flag), /^--?[^\s-]/);
        for (const { name, aliases } of page.commands) assert.ok([name, ...aliases].every(isCommandName));
        for (const { name } of page.args) assert.notEqual(name, "");
      }),
      { numRuns: 2000 },
    );
  });

  test(`parseHelp() of ${framework} takes time in proportion to hostile texts`, () => {
    for (const [index, make] of hostile.entries()) {
      // `auto` asks all the others, which stand here.
      const text = cleanText(make(framework === "auto" ? LENGTH / 4 : LENGTH));
      const start = process.cpuUsage();
      parser.parseHelp(text);
      const { user, system } = process.cpuUsage(start);
      const took = (user + system) / 1000;
      assert.ok(took < MAX_MS, `text ${String(index)}, ${text.slice(0, 60)}…, takes ${took.toFixed(0)} ms`);
    }
  });
}

test("frameworkAt() takes the longest override that leads to a command, else the framework of the CLI", () => {
  const choice: FrameworkChoice = {
    framework: "clap",
    framework_overrides: [
      { path: ["mcp", "serve"], framework: "auto" },
      { path: ["mcp"], framework: "generic" },
    ],
  };
  const paths = [[], ["run"], ["mcp"], ["mcp", "add"], ["mcp", "serve"], ["mcp", "serve", "x"], ["mcpx"]];
  assert.deepEqual(
    paths.map((path) => frameworkAt(choice, path)),
    ["clap", "clap", "generic", "generic", "auto", "auto", "clap"],
  );
  assert.equal(frameworkAt({ framework: "oclif" }, ["mcp"]), "oclif");
  assert.equal(parserAt(choice, ["mcp", "add"]), parserFor("generic"));
});
