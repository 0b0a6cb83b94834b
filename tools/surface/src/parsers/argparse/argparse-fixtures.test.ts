import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import { argparseParser } from "./argparse-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures");
const cases = readdirSync(join(fixtures, "argparse")).map((name) => ({ name, files: readdirSync(join(fixtures, "argparse", name)) }));
const read = (...path: readonly string[]): string => readFileSync(join(fixtures, ...path), "utf8");
const parse = (text: string): ReturnType<typeof argparseParser.parseHelp> => argparseParser.parseHelp(cleanText(text));

for (const { name, files } of cases) {
  const text = read("argparse", name, "input.txt");
  test(`argparse/${name} parses to the expected surface`, () => {
    assertGolden(join(fixtures, "argparse", name, "expected.json"), renderJson(parse(text)));
  });
  for (const file of files.filter((each) => each.startsWith("columns-"))) {
    test(`argparse/${name} parses to the same surface when printed at ${file.replace(/\D/g, "")} columns`, () => {
      assert.deepEqual(parse(read("argparse", name, file)), parse(text));
    });
  }
  test(`argparse/${name} parses to the same surface when lines end in CRLF or have colours`, () => {
    const expected = parse(text);
    assert.deepEqual(parse(text.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(parse(text.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), expected);
  });
}

test("parseHelp() of argparse takes no help of clap, cobra or commander for its own, and is sure of argparse's", () => {
  let seen = 0;
  for (const suite of ["clap", "cobra", "commander"])
    for (const name of readdirSync(join(fixtures, suite))) {
      const { confidence } = parse(read(suite, name, "input.txt"));
      assert.ok(confidence < 0.5, `${suite}/${name}: ${String(confidence)}`);
      seen += 1;
    }
  assert.ok(seen > 70);
  for (const { name } of cases) assert.ok(parse(read("argparse", name, "input.txt")).confidence >= 0.9, name);
});
