import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import type { DeclaredFlag, FlagShape } from "../../help-page.ts";
import { oclifParser } from "./oclif-parser.ts";
import { readOclifManifest } from "./oclif-manifest.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures");
const manifest = readFileSync(join(fixtures, "oclif-manifest/heroku/input.txt"), "utf8");

test("oclif-manifest/heroku reads as the expected declarations", () => {
  assertGolden(join(fixtures, "oclif-manifest/heroku/expected.json"), renderJson(readOclifManifest(manifest)));
});

test("readOclifManifest() and the help of the same commands say the same of visible flags", () => {
  const helps = { "addons:attach": "heroku-required-flag", "auth:2fa": "heroku-aliased", "pg:upgrade:run": "heroku-text-below" };
  const commands = readOclifManifest(manifest)?.commands ?? [];
  const withoutProse = ({ description: _description, hidden: _hidden, ...flag }: DeclaredFlag): FlagShape => flag;
  const byName = (a: FlagShape, b: FlagShape): number => ((a.long ?? "") < (b.long ?? "") ? -1 : 1);
  for (const [id, folder] of Object.entries(helps)) {
    const page = oclifParser.parseHelp(cleanText(readFileSync(join(fixtures, "oclif", folder, "input.txt"), "utf8")));
    const declared = commands.find(({ path }) => path.join(" ") === id);
    const visible = declared?.flags.filter(({ hidden }) => hidden !== true).map(withoutProse) ?? [];
    assert.ok(visible.length > 0, id);
    assert.deepEqual(page.flags.map(withoutProse).toSorted(byName), visible.toSorted(byName), id);
    assert.deepEqual(
      page.args.map(({ name, required, variadic }) => ({ name, required, variadic })),
      (declared?.args ?? []).map(({ name, required, variadic }) => ({ name, required, variadic })),
      id,
    );
    assert.deepEqual(page.aliases, declared?.aliases, id);
  }
});

test("readOclifManifest() makes words of an id where the package writes spaces", () => {
  const paths = (separator: ":" | " "): unknown => readOclifManifest('{"commands":{"a:b":{"aliases":["c:d"]}}}', separator)?.commands;
  assert.deepEqual(paths(":"), [{ path: ["a:b"], flags: [], aliases: [["c:d"]] }]);
  assert.deepEqual(paths(" "), [{ path: ["a", "b"], flags: [], aliases: [["c", "d"]] }]);
});

test("readOclifManifest() reads each field of a flag and the args of old versions", () => {
  const flags = {
    level: {
      name: "level",
      char: "l",
      type: "option",
      options: ["a", "b"],
      multiple: true,
      default: "a",
      env: "LEVEL",
      aliases: ["lvl", "v"],
    },
    pair: { name: "pair", type: "option", helpValue: ["<k>", "<v>"], deprecated: { message: "no" }, helpGroup: "GLOBAL" },
    color: { name: "color", type: "boolean", allowNo: true, default: true, hidden: true, summary: "Short", description: "Long" },
  };
  const args = [{ name: "file", required: true, description: "It" }, { name: "more" }];
  const text = JSON.stringify({
    commands: { x: { description: "Does x\nat length", state: "deprecated", hidden: true, strict: false, flags, args } },
  });
  assert.deepEqual(readOclifManifest(text)?.commands, [
    {
      path: ["x"],
      flags: [
        {
          long: "--level",
          short: "-l",
          takes_value: true,
          value_name: "option",
          repeatable: true,
          aliases: ["--lvl", "-v"],
          default: "a",
          possible_values: ["a", "b"],
          env: "LEVEL",
        },
        { long: "--pair", takes_value: true, value_name: "k", deprecated: true, value_names: ["k", "v"], global: true },
        { long: "--color", takes_value: false, description: "Short", negatable: true, hidden: true },
      ],
      about: "Does x",
      args: [
        { name: "FILE", required: true, variadic: true, note: "It", description: "It" },
        { name: "MORE", required: false, variadic: true },
      ],
      hidden: true,
      deprecated: true,
    },
  ]);
});

test("readOclifManifest() is total, and gives undefined for what is no manifest", () => {
  for (const text of ["", "{", "[]", "null", '{"commands":[]}', '{"version":"1"}']) assert.equal(readOclifManifest(text), undefined, text);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (commands) => {
      for (const { path, flags } of readOclifManifest(JSON.stringify({ commands }))?.commands ?? [])
        assert.ok(path.length > 0 && flags.every(({ long }) => long !== "--"));
    }),
  );
});
