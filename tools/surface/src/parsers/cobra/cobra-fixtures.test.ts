import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import { cobraParser } from "./cobra-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures");
const cases = readdirSync(join(fixtures, "cobra"));
const read = (...path: readonly string[]): string => readFileSync(join(fixtures, ...path), "utf8");
const parse = (text: string): ReturnType<typeof cobraParser.parseHelp> => cobraParser.parseHelp(cleanText(text));

for (const name of cases) {
  const text = read("cobra", name, "input.txt");
  test(`cobra/${name} parses to the expected surface`, () => {
    assertGolden(join(fixtures, "cobra", name, "expected.json"), renderJson(parse(text)));
  });
  test(`cobra/${name} parses to the same surface when lines end in CRLF or have colours`, () => {
    const expected = parse(text);
    assert.deepEqual(parse(text.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(parse(text.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), expected);
    assert.deepEqual(parse(`${text.replaceAll(/[^\S\n]+$/gm, "")}\u001B[?25h`), expected);
  });
  // What was read is what `__complete` of the same command listed; `answers.txt` has its lines.
  if (existsSync(join(fixtures, "cobra", name, "answers.txt"))) {
    test(`cobra/${name} parses to every command and flag that the program itself completes`, () => {
      const page = parse(text);
      const lines = read("cobra", name, "answers.txt")
        .split("\n")
        .filter((line) => /^[^:]/.test(line));
      const names = lines.map((line) => line.split("\t", 1)[0] ?? "");
      const isOwn = (each: string): boolean => !cobraParser.isPseudoCommand(each);
      const flags = page.flags.flatMap(({ long, short }) => [long, short].filter((each) => each !== undefined));
      const commands = page.commands.map(({ name: command }) => command);
      assert.ok(names.length > 1);
      assert.deepEqual([...new Set([...flags, ...commands])].filter(isOwn).toSorted(), [...new Set(names)].filter(isOwn).toSorted());
    });
  }
}

test("parseHelp() of cobra takes no help of clap or commander for its own", () => {
  let seen = 0;
  for (const suite of ["clap", "commander"])
    for (const name of readdirSync(join(fixtures, suite))) {
      const text = cleanText(read(suite, name, "input.txt"));
      const { confidence } = cobraParser.parseHelp(text);
      assert.ok(confidence < 0.5, `${suite}/${name}: ${String(confidence)}`);
      seen += 1;
    }
  assert.ok(seen > 40);
});

test("parseHelp() of cobra is sure of what cobra printed", () => {
  for (const name of cases.filter((each) => !/-(?:exec|options)$/.test(each))) {
    const text = cleanText(read("cobra", name, "input.txt"));
    assert.ok(cobraParser.parseHelp(text).confidence >= 0.3, name);
  }
  assert.equal(cobraParser.parseHelp(cleanText(read("cobra", "gh-extension-exec", "input.txt"))).confidence, 0);
});

test("parseHelp() of cobra reads what pflag prints for a value that may be left out", () => {
  const rows = [
    '    --plan string[="all"]  Plan',
    "    --depth int[=5]        Depth",
    '-t, --tags strings[="a"]   Tags',
    "-v, --loud[=false]         Loud",
  ];
  const { flags } = parse(`Usage:\n  tool run [flags]\n\nFlags:\n${rows.map((row) => `  ${row}\n`).join("")}`);
  assert.deepEqual(flags, [
    { long: "--plan", takes_value: true, value_name: "string", description: "Plan", optional_value: true },
    { long: "--depth", takes_value: true, value_name: "int", description: "Depth", optional_value: true },
    { long: "--tags", short: "-t", takes_value: true, value_name: "strings", repeatable: true, description: "Tags", optional_value: true },
    { long: "--loud", short: "-v", takes_value: true, description: "Loud", optional_value: true },
  ]);
});
