import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import type { HelpPage } from "../../help-page.ts";
import { oclifParser } from "./oclif-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures/oclif");
const cases = readdirSync(fixtures).map((name) => ({ name, files: readdirSync(join(fixtures, name)) }));
const read = (...path: readonly string[]): string => readFileSync(join(fixtures, ...path), "utf8");
const parse = (text: string): HelpPage => oclifParser.parseHelp(cleanText(text));
/** Units and values without their prose, in which a word that is longer than a line is cut. */
const units = (page: HelpPage): unknown =>
  JSON.parse(JSON.stringify(page, (key, value: unknown) => (/^(?:about|description|note)$/.test(key) ? undefined : value)));

for (const { name, files } of cases) {
  test(`oclif/${name} parses to the expected surface`, () => {
    assertGolden(join(fixtures, name, "expected.json"), renderJson(parse(read(name, "input.txt"))));
  });

  // The same command's help, as it was printed at another width.
  for (const file of files.filter((each) => each.startsWith("columns-"))) {
    test(`oclif/${name} parses to the same units when printed at ${file.replace(/\D/g, "")} columns`, () => {
      assert.deepEqual(units(parse(read(name, file))), units(parse(read(name, "input.txt"))));
    });
  }

  test(`oclif/${name} parses to the same surface when lines end in CRLF or have colours`, () => {
    const text = read(name, "input.txt");
    const expected = parse(text);
    assert.deepEqual(parse(text.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(parse(text.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), expected);
  });
}

test("the fixtures have helps of several programs, printed at several widths", () => {
  assert.ok(cases.length >= 12);
  assert.ok(cases.flatMap(({ files }) => files).filter((file) => file.startsWith("columns-")).length >= 36);
});
