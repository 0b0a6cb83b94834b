import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { cleanText } from "../../clean-text.ts";
import { parseFeatureList } from "../../features.ts";
import { flagKey } from "../../flag-identity.ts";
import { isCommandName } from "../command-name.ts";
import { clapParser } from "./clap-parser.ts";

/** Texts out of the pieces that the parser looks for, so that arbitrary input reaches its branches. */
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
];
const helpLike = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6, unit: "binary" })), { maxLength: 60 })
  .map((parts) => parts.join(""));
const zshPieces = [
  "#compdef tool\n",
  '_arguments "${_arguments_options[@]}" : \\\n',
  "'--x=[d]:V:(a b)' \\\n",
  "'*-y+[d\\]]:V:((a\\:\"m\"))' \\\n",
  "&& ret=0\n",
  "case $line[1] in\n",
  "case $state in\n",
  "(run)\n",
  "(..)\n",
  ";;\n",
  "esac\n",
  "}\n",
  "'",
  '"',
  "\\",
  "[",
  "]",
  ":",
  "\n",
];
const zshLike = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...zshPieces) }, fc.string({ maxLength: 6, unit: "binary" })), { maxLength: 60 })
  .map((parts) => `#compdef ${parts.join("")}`);

test("parseHelp() never throws, ends, and gives units with keys for any text", () => {
  fc.assert(
    fc.property(fc.oneof(helpLike, fc.string({ unit: "binary" })), (text) => {
      const page = clapParser.parseHelp(cleanText(text));
      for (const flag of page.flags) assert.match(flagKey(flag), /^--?[^\s-]/);
      for (const { name, aliases } of page.commands) assert.ok([name, ...aliases].every(isCommandName));
      for (const { name } of page.args) assert.notEqual(name, "");
    }),
    { numRuns: 2000 },
  );
});

test("parseHelp() takes time in proportion to hostile texts", () => {
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
  ];
  const start = performance.now();
  for (const text of hostile) clapParser.parseHelp(cleanText(text));
  assert.ok(performance.now() - start < 5000);
});

test("parseCompletion() never throws and names commands only for any text", () => {
  fc.assert(
    fc.property(fc.oneof(zshLike, fc.string({ unit: "binary" })), (text) => {
      for (const { path } of clapParser.parseCompletion(cleanText(text))?.commands ?? []) assert.ok(path.every(isCommandName));
    }),
    { numRuns: 2000 },
  );
});

test("parseFeatureList() never throws and sorts by name for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      parseFeatureList(text);
    }),
  );
});

test("cleanText() is idempotent", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\t", "\b", "\u001b", "[", "]", "0", "m", ";", "\u0007", "\\", "\uFEFF", "ü") }),
      (text) => {
        const once = cleanText(text);
        assert.equal(cleanText(once), once);
      },
    ),
    { numRuns: 5000 },
  );
});

test("a flag that help lists is also in the completion script of the same binary", () => {
  const fixtures = join(import.meta.dirname, "../../../fixtures");
  const read = (path: string): string => cleanText(readFileSync(join(fixtures, path, "input.txt"), "utf8"));
  assert.ok(readdirSync(fixtures).includes("clap-zsh"));
  const completion = clapParser.parseCompletion(read("clap-zsh/codex-login-and-sandbox"));
  const known = new Set(completion?.commands.find(({ path }) => path.length === 0)?.flags.map(flagKey));
  for (const flag of clapParser.parseHelp(read("clap/codex-root")).flags) assert.ok(known.has(flagKey(flag)), flagKey(flag));
});
