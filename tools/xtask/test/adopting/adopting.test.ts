import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commandNames, loadCommand } from "../../src/commands.ts";
import { abridged } from "../abridged.ts";
import { edits, languages, page, readBlocks, root } from "./page.ts";

const blocks = readBlocks(page);
const commands = blocks.flatMap((block) => (block.type === "session" ? block.calls.map(({ command }) => command) : []));

test("docs/adopting.md has files and a recording for each language", () => {
  for (const language of languages) {
    const own = blocks.filter((block) => block.language === language);
    assert.ok(own.filter(({ type }) => type === "file").length >= 2, language);
    assert.equal(own.filter(({ type }) => type === "session").length, 1, language);
  }
});

test("docs/adopting.md has in its files what its reader takes out of them", () => {
  for (const language of languages) {
    for (const [path, from] of edits[language]) {
      const file = blocks.find((block) => block.type === "file" && block.path === path && block.language === language);
      assert.ok(file?.type === "file" && file.text.includes(from), `"${path}" has no ${JSON.stringify(from)}`);
    }
  }
});

test("docs/adopting.md calls commands and options that there are", async () => {
  const words = commands.flatMap((line) => (line.startsWith("npx xtask ") ? [line.split(" -- ")[0]?.split(" ").slice(2) ?? []] : []));
  assert.ok(words.length > 5);
  for (const [name = "", ...rest] of words) {
    assert.ok(commandNames.includes(name), name);
    const known = Object.keys((await loadCommand(name))?.options ?? {});
    for (const word of rest.filter((given) => given.startsWith("--"))) assert.ok(known.includes(word.slice(2)), `${name} ${word}`);
  }
});

test("docs/adopting.md names the version of the package and the CLIs of the bundle", () => {
  const { version } = JSON.parse(readFileSync(join(root, "tools/xtask/package.json"), "utf8")) as { readonly version: string };
  assert.deepEqual([...new Set(page.match(/lockstep-xtask-[\d.]+\.tgz/g))], [`lockstep-xtask-${version}.tgz`]);
  const [, listed = ""] = /brings descriptors of (.+?)\./.exec(page) ?? [];
  const names = readdirSync(join(root, "manifests")).toSorted();
  assert.deepEqual(
    [...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    names,
  );
});

test("the workflow of docs/adopting.md uses the actions that this repository pins", () => {
  const ours = readFileSync(join(root, ".github/workflows/ci.yml"), "utf8");
  const used = page.match(/uses: .+/g) ?? [];
  assert.ok(used.length > 1);
  for (const line of used) assert.ok(ours.includes(line), line);
});

test("readBlocks() refuses a block that would not be run, and a marker without a block", () => {
  assert.throws(() => readBlocks("```sh\nls\n```\n"), /no marker/);
  assert.throws(() => readBlocks("<!-- run -->\n\nText\n"), /no block/);
  assert.throws(() => readBlocks("<!-- run -->\n\n```console\nls\n```\n"), /no command/);
});

test("abridged() matches what stands for lines and for parts of one, and nothing else", () => {
  assert.match("a 1 b\nx\ny\nc\n", abridged("a … b\n…\nc\n"));
  assert.doesNotMatch("a 1 b\nx\nc\nd\n", abridged("a … b\n…\nc\n"));
  assert.doesNotMatch("a 1 d\nc\n", abridged("a … b\n…\nc\n"));
});
