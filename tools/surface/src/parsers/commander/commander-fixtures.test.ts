import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseContract } from "@lockstep/contracts";
import { renderJson } from "@lockstep/kernel";
import { assertGolden } from "@lockstep/testing";
import { cleanText } from "../../clean-text.ts";
import { flagNames } from "../../help-page.ts";
import { commanderParser } from "./commander-parser.ts";

const fixtures = join(import.meta.dirname, "../../../fixtures/commander");
const cases = readdirSync(fixtures).map((name) => ({ name, files: readdirSync(join(fixtures, name)) }));
const read = (...path: readonly string[]): string => readFileSync(join(fixtures, ...path), "utf8");
const parse = (text: string): ReturnType<typeof commanderParser.parseHelp> => commanderParser.parseHelp(cleanText(text));

for (const { name, files } of cases) {
  test(`commander/${name} parses to the expected surface`, () => {
    assertGolden(join(fixtures, name, "expected.json"), renderJson(parse(read(name, "input.txt"))));
  });
  // The same command's help, as it was printed at another width.
  for (const file of files.filter((each) => each.startsWith("columns-"))) {
    test(`commander/${name} parses to the same surface when printed at ${file.replace(/\D/g, "")} columns`, () => {
      assert.deepEqual(parse(read(name, file)), parse(read(name, "input.txt")));
    });
  }
  test(`commander/${name} parses to the same surface when lines end in CRLF or have colours`, () => {
    const text = read(name, "input.txt");
    const expected = parse(text);
    assert.deepEqual(parse(text.replaceAll("\n", "\r\n")), expected);
    assert.deepEqual(parse(text.replaceAll(/^(\s*)(\S+)/gm, "$1\u001B[1;36m$2\u001B[0m")), expected);
    assert.deepEqual(parse(`${text.replaceAll(/[^\S\n]+$/gm, "")}\u001B[?25h`), expected);
  });
}

test("the fixtures have helps of several programs, printed at several widths", () => {
  assert.ok(cases.length >= 12);
  assert.ok(cases.flatMap(({ files }) => files).filter((file) => file.startsWith("columns-")).length >= 12);
});

test("the committed snapshots have every flag that a row of the root's help shows", () => {
  const snapshots = join(import.meta.dirname, "../../../../../manifests/claude_code/snapshots");
  let compared = 0;
  for (const { name } of cases.filter((each) => each.name.startsWith("claude-root-"))) {
    const path = join(snapshots, name.slice("claude-root-".length), "linux-x64.json");
    if (!existsSync(path)) continue;
    compared += 1;
    const { commands } = parseContract("UpstreamSnapshotV1", path, readFileSync(path, "utf8"));
    const known = new Set(commands.find((command) => command.path.length === 0)?.flags?.flatMap(flagNames));
    const shown = read(name, "input.txt")
      .split("\n")
      .flatMap((line) => {
        const head = /^ {2}(-\S.*?)(?: {2,}.*)?$/.exec(line)?.[1] ?? "";
        return head.replaceAll(/<[^>]*>|\[[^\]]*\]/g, "").match(/--?[A-Za-z][\w-]*/g) ?? [];
      });
    assert.ok(shown.length > 60, name);
    for (const flag of shown) assert.ok(known.has(flag), `${name}: ${flag}`);
  }
  assert.ok(compared > 0);
});
