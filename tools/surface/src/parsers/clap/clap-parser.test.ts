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

test("parseHelp() names no argument that an alternative leaves empty", () => {
  const { args } = clapParser.parseHelp("Usage: t <A||--all>\n");
  assert.deepEqual(
    args.map(({ name }) => name),
    ["A"],
  );
});
