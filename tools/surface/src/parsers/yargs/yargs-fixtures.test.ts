import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import { flagNames } from "../../help-page.ts";
import { parserFor } from "../parser-for.ts";
import { yargsParser } from "./yargs-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures/yargs");
const cases = readdirSync(fixtures).map((name) => ({ name, files: readdirSync(join(fixtures, name)) }));
const read = (...path: readonly string[]): string => readFileSync(join(fixtures, ...path), "utf8");
const parse = (text: string): ReturnType<typeof yargsParser.parseHelp> => yargsParser.parseHelp(cleanText(text));

for (const { name, files } of cases) {
  test(`yargs/${name} parses to the expected surface`, () => {
    assertGolden(join(fixtures, name, "expected.json"), renderJson(parse(read(name, "input.txt"))));
  });
  // The same command's help, as it was printed at another width.
  for (const file of files.filter((each) => each.startsWith("columns-"))) {
    test(`yargs/${name} parses to the same surface when printed at ${file.replace(/\D/g, "")} columns`, () => {
      assert.deepEqual(parse(read(name, file)), parse(read(name, "input.txt")));
    });
  }
  test(`yargs/${name} parses to the same surface when lines end in CRLF or have colours`, () => {
    const text = read(name, "input.txt");
    const expected = parse(text);
    assert.deepEqual(parse(text.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(parse(text.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), expected);
    assert.deepEqual(parse(`${text.replaceAll(/[^\S\n]+$/gm, "")}\u001B[?25h`), expected);
  });
}

test("the fixtures have every flag that a row of their help shows", () => {
  assert.ok(cases.length >= 14);
  for (const { name } of cases.filter((each) => !each.name.startsWith("columns-"))) {
    const text = read(name, "input.txt");
    const shown = text
      .split("\n")
      .flatMap((line) => (/^ {2,6}(-\S.*?)(?: {2,}.*|\[.*)?$/.exec(line)?.[1] ?? "").split(", "))
      .filter((spelling) => /^-[^\s]+$/.test(spelling));
    const spellings = parse(text).flags.flatMap(flagNames);
    assert.deepEqual(spellings.toSorted(), shown.toSorted(), name);
  }
});

test("parseHelp() is sure of help that yargs printed, and knows that of other frameworks to be none", () => {
  for (const { name } of cases) assert.ok(parse(read(name, "input.txt")).confidence >= 0.8, name);
  for (const framework of ["clap", "commander"] as const) {
    const others = join(fixtures, "..", framework);
    let count = 0;
    for (const name of readdirSync(others)) {
      const text = cleanText(readFileSync(join(others, name, "input.txt"), "utf8"));
      if (parserFor(framework).parseHelp(text).confidence === 0) continue;
      count += 1;
      assert.equal(parse(text).confidence, 0, `${framework}/${name}`);
    }
    assert.ok(count > 10);
  }
});

test("parseHelp() takes no rows for pieces of one word where the page is too narrow to have an edge", () => {
  const { commands } = yargsParser.parseHelp("Usage: t\n\nCommands:\n  list\n  list\n  get\n  get\n  add\n");
  assert.deepEqual(
    commands.map(({ name }) => name).filter((name) => name.length > 4),
    [],
  );
});
