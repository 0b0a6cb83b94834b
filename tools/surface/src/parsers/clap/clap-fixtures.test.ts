import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import { parseFeatureList } from "../../features.ts";
import { clapParser } from "./clap-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures");
const suites: Readonly<Record<string, (text: string) => unknown>> = {
  clap: (text) => clapParser.parseHelp(text),
  "clap-zsh": (text) => clapParser.parseCompletion(text) ?? null,
  "feature-list": parseFeatureList,
};

for (const [suite, parse] of Object.entries(suites)) {
  const cases = readdirSync(join(fixtures, suite));
  test(`${suite} has fixtures`, () => assert.ok(cases.length > 1));
  for (const name of cases) {
    test(`${suite}/${name} parses to the expected surface`, () => {
      const text = cleanText(readFileSync(join(fixtures, suite, name, "input.txt"), "utf8"));
      assertGolden(join(fixtures, suite, name, "expected.json"), renderJson(parse(text)));
    });
  }
}
