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
    const hostile = [
      "[".repeat(50_000),
      `Usage: ${"<a ".repeat(30_000)}`,
      `Options:\n  --x  ${"[default: ".repeat(5_000)}]`,
      `Commands:\n${"  a, ".repeat(30_000)}`,
      `Options:\n  -${"-,".repeat(30_000)}`,
      `Usage: t\n\nOptions:\n  --x ${"<".repeat(50_000)}`,
      `Usage: t ${"<[".repeat(25_000)}X${"]>".repeat(25_000)}`,
      `Usage: t ${"[".repeat(25_000)}<X> <Y>${"]".repeat(25_000)}`,
      `Usage: t ${"<A|".repeat(25_000)}${">".repeat(25_000)}`,
      `Usage: t\n\nArguments:\n  ${"[<X> ".repeat(25_000)}${"]".repeat(25_000)}`,
      `Usage: t\n\nOptions:\n  --x ${"<[".repeat(25_000)}${"]>".repeat(25_000)}`,
      `Usage: t\n\nOptions:\n  --x  ${"(default: ".repeat(5_000)})`,
      `Usage: t\n\nOptions:\n  --x  ${'(choices: "'.repeat(5_000)})`,
      `Usage: t\n\nOptions:\n  --x  (default: 1) ${"(default: 1) ".repeat(5_000)}`,
      `Usage: t\n\n${"  --x  y\n".repeat(20_000)}`,
      `Usage: t ${" ".repeat(50_000)}|${" ".repeat(50_000)}x`,
      `Usage: t ${"[a|".repeat(25_000)}${"]".repeat(25_000)}`,
      `Usage: t ${"--x <y>|".repeat(20_000)}`,
      `${" ".repeat(50_000)}usage`,
      `Usage: t\n\nOptions:\n  --x  a${" \n".repeat(30_000)}b`,
      `Usage:\n  t ${"| ".repeat(10_000)}x\n\nFlags:\n  --x  ${"(default ".repeat(8_000)})\n  --y ${"[=".repeat(30_000)}`,
      `usage: t ${"[-x ".repeat(10_000)}\n\noptions:\n  ${"{a,".repeat(30_000)}\n  -x ${"X ".repeat(30_000)}`,
      `usage: t [-h]\n${"       [-x X]\n".repeat(8_000)}\noptions:\n  -x X  y\n`,
      `positional arguments:\n${"  {a}\n    b   c\n".repeat(4_000)}`,
    ];
    const start = performance.now();
    for (const text of hostile) parser.parseHelp(cleanText(text));
    assert.ok(performance.now() - start < 5000);
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
