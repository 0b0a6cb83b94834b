import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import type { HelpPage } from "../../help-page.ts";
import { genericParser } from "./generic-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures/generic");
const cases = readdirSync(fixtures);
const parse = (text: string): HelpPage => genericParser.parseHelp(cleanText(text));
/** Texts that are no help, and a table of names alone, which might be anything. */
const noHelp = ["empty", "git-unknown-command", "openssl", "prose"];

for (const name of cases) {
  const text = readFileSync(join(fixtures, name, "input.txt"), "utf8");

  test(`generic/${name} parses to the expected surface`, () => {
    assertGolden(join(fixtures, name, "expected.json"), renderJson(parse(text)));
  });

  test(`generic/${name} parses to the same surface when lines end in CRLF or have colours`, () => {
    assert.deepEqual(parse(text.replaceAll("\n", "\r\n")), parse(text));
    assert.deepEqual(parse(text.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), parse(text));
  });
}

test("the confidence of a generic reading is never more than one half, and 0 for what is no help", () => {
  assert.ok(cases.length >= 20);
  const confidences = cases.map((name) => [name, parse(readFileSync(join(fixtures, name, "input.txt"), "utf8")).confidence] as const);
  assert.deepEqual(
    confidences.filter(([, confidence]) => confidence === 0).map(([name]) => name),
    noHelp,
  );
  assert.ok(confidences.every(([, confidence]) => confidence <= 0.5));
});

test("parseHelp() takes neither examples nor prose for units", () => {
  const page = parse(
    "Usage: tool [options]\n\nOptions:\n  --real  Real\n\nExamples:\n  --fake  Fake\n\nRun it with care:\n  -1 is returned when it fails\n  --not a row of anything here\n",
  );
  assert.deepEqual(
    page.flags.map(({ long }) => long),
    ["--real"],
  );
});

test("parseHelp() is sure of nothing when a text complains", () => {
  for (const text of ["error: unknown command 'x'\n\nUsage: tool <command>\n", "tool: unrecognized option '--x'\nUsage: tool FILE\n"])
    assert.deepEqual(parse(text), { confidence: 0, framework: "generic", usageWords: [], commands: [], args: [], flags: [] });
  assert.ok(parse("unknown option -- -\nusage: tool [-a x] [-b]\n").confidence > 0);
});

test("parseHelp() takes a value with a colon behind it for the default", () => {
  const page = parse("Options:\n    -A, --all=false:\n\tAll of them.\n\n    --size=500:\n\tHow many.\n\n    -k, --kinds=[]:\n\tWhich.\n");
  assert.deepEqual(page.flags, [
    { long: "--all", short: "-A", takes_value: false, description: "All of them." },
    { long: "--size", takes_value: true, description: "How many.", default: "500" },
    { long: "--kinds", short: "-k", takes_value: true, description: "Which." },
  ]);
});
