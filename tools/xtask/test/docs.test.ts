import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { assertGolden } from "@lockstep/testing";
import { globSync } from "glob";
import { command, commandPages, renderCommandPage, renderIndex } from "../build/command-pages/render-page.ts";
import { commandNames, firstWords, loadCommand } from "../src/commands.ts";
import { main } from "../src/main.ts";
import type { Outside } from "../src/world.ts";
import { abridged } from "./abridged.ts";
import { committedFiles } from "./committed-files.ts";

const root = join(import.meta.dirname, "../../..");
const readme = join(root, "README.md");
const example = "crates-wrapper/codex/examples/ask.ts";
const pages = globSync("{README,CONTRIBUTING,CHANGELOG,docs/**/*}.md", { cwd: root }).toSorted();
const outputStart = "<!-- output -->\n\n```console\n";
const outputEnd = "```\n\n<!-- /output -->\n";

for (const page of commandPages.keys()) {
  test(`docs/commands/${page}.md has what the declarations of its commands say (${command})`, async () => {
    const path = `docs/commands/${page}.md`;
    assertGolden(join(root, path), await renderCommandPage(page, read(path)));
  });
}

test(`docs/commands/README.md lists every command (${command})`, async () => {
  assertGolden(join(root, "docs/commands/README.md"), await renderIndex());
});

test("the exit codes of a command stand in its declaration, and 0 and 64 are among them", async () => {
  for (const name of commandNames) {
    const exits = (await loadCommand(name))?.exits ?? {};
    assert.deepEqual(
      [0, 64].filter((code) => !(code in exits)),
      [],
      `The command ${name} must say in "exits" what its exit codes mean`,
    );
    for (const meaning of Object.values(exits)) assert.match(meaning, /[^.]$/, name);
  }
});

test("every schema of schemas/cli is a document of one command, and every document has its schema", async () => {
  const declared = (await Promise.all(commandNames.map(loadCommand))).flatMap((each) => each?.documents ?? []);
  const schemas = globSync("schemas/cli/*.json", { cwd: root }).map((path) => basename(path, ".json"));
  assert.deepEqual(declared.toSorted(), schemas.toSorted());
});

const pagesWithOutput = pages.filter((page) => read(page).includes("\n<!-- output -->\n"));

test("the README and other pages have checked output", () => {
  assert.ok(pagesWithOutput.includes("README.md"));
  assert.ok(pagesWithOutput.length > 1);
});

for (const page of pagesWithOutput) {
  test(`${page} shows what its commands print on the committed files`, async () => {
    const [before = "", ...blocks] = read(page).split(outputStart);
    assert.equal(
      blocks.length,
      read(page).split("\n<!-- output -->\n").length - 1,
      `Each "<!-- output -->" must stand before a console block`,
    );
    let expected = before;
    for (const block of blocks) {
      const [session = "", after, ...more] = block.split(outputEnd);
      assert.ok(after !== undefined && more.length === 0, `A block of "${page}" does not end with "<!-- /output -->"`);
      expected += `${outputStart}${await replay(session)}${outputEnd}${after}`;
    }
    assertGolden(join(root, page), expected);
  });
}

test("the pages for users quote the compiled example of the wrapper", () => {
  for (const page of [readme, join(root, "docs/using-the-codex-wrapper.md")])
    assertQuotes(page, example, "ts", readFileSync(join(root, example), "utf8"));
});

test("the README's table of commands has every command, or its group, once, in the order of the help", () => {
  const rows = [...read("README.md").matchAll(/^\| \[`([^`]+)`\]\(docs\/commands\/([^)]+)\.md\) +\|/gm)];
  assert.deepEqual(
    rows.map(([, shown]) => shown),
    firstWords,
  );
  assert.deepEqual(
    rows.map(([, , page]) => page),
    firstWords,
  );
});

test("every relative link in the docs leads to a file", () => {
  const links = pages.flatMap((page) => relativeLinks(page).map((target) => ({ page, target })));
  assert.ok(links.length > commandNames.length);
  assert.deepEqual(
    links.filter(({ page, target }) => !existsSync(join(root, dirname(page), target))),
    [],
  );
});

test("every link to a part of a page leads to one of its headings", () => {
  const links = pages.flatMap((page) =>
    [...withoutCode(read(page)).matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)].map(([, target = "", part = ""]) => ({ page, target, part })),
  );
  assert.ok(links.length > 0);
  const known = new Map<string, readonly string[]>();
  const dead = links.filter(({ page, target, part }) => {
    const path = target === "" ? page : join(dirname(page), target);
    if (!path.endsWith(".md") || !existsSync(join(root, path))) return false;
    const parts = known.get(path) ?? anchors(read(path));
    known.set(path, parts);
    return !parts.includes(part);
  });
  assert.deepEqual(dead, []);
});

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** What a command prints off a terminal, which is 100 columns wide. */
async function print(words: readonly string[], world: Outside): Promise<string> {
  let printed = "";
  const collect = (text: string): void => void (printed += text);
  const code = await main(words, { world, stdout: collect, stderr: collect });
  assert.ok([0, 2].includes(code), printed);
  return printed;
}

/** The session with what its commands print now. An output that is abridged by `…`, for a part of a line or for whole lines, is kept while it is true. */
async function replay(session: string): Promise<string> {
  const calls = session.split(/^\$ /m).slice(1);
  assert.ok(calls.length > 0, `"${session}" has no command`);
  let replayed = "";
  for (const call of calls) {
    const end = call.indexOf("\n") + 1;
    const [line, shown] = [call.slice(0, end), call.slice(end)];
    const words = (line.match(/'[^']*'|[^\s']+/g) ?? []).map((word) => word.replaceAll("'", ""));
    const printed = await print(words.slice(words.indexOf("xtask") + 1), committedFiles());
    replayed += `$ ${line}${abridged(shown).test(printed) ? shown : printed}`;
  }
  return replayed;
}

/** Checks the fenced block between `<!-- label -->` and `<!-- /label -->`; `UPDATE_GOLDEN=1` rewrites it. */
function assertQuotes(path: string, label: string, language: string, text: string): void {
  const page = readFileSync(path, "utf8");
  const [start, end] = [`<!-- ${label} -->\n`, `<!-- /${label} -->\n`];
  const [before = "", inside, ...others] = page.split(start);
  const [, after, ...more] = (inside ?? "").split(end);
  assert.ok(
    after !== undefined && others.length === 0 && more.length === 0,
    `"${path}" must have one block "${start.trim()}" … "${end.trim()}"`,
  );
  assertGolden(path, `${before}${start}\n\`\`\`${language}\n${text}\`\`\`\n\n${end}${after}`);
}

/** The targets of a page's links, without those to other sites and to headings. */
function relativeLinks(page: string): readonly string[] {
  const prose = read(page).replaceAll(/^```.*?^```$/gms, "");
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target.split("#", 1)[0] ?? "");
  return targets.filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

/** The anchors of a page's headings, as GitHub makes them: a heading that was there before gets a number. */
function anchors(page: string): readonly string[] {
  const counts = new Map<string, number>();
  return [...withoutCode(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, text = ""]) => {
    const anchor = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${String(count)}`;
  });
}

/** A page without its fenced blocks. */
function withoutCode(page: string): string {
  return page.replaceAll(/^```.*?^```$/gms, "");
}
