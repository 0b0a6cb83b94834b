import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { assertGolden } from "@lockstep/testing";
import { globSync } from "glob";
import { commandNames } from "../src/commands.ts";
import { main } from "../src/main.ts";
import type { World } from "../src/world.ts";

const root = join(import.meta.dirname, "../../..");
const readme = join(root, "README.md");
const example = "crates-wrapper/codex/examples/ask.ts";

for (const name of commandNames) {
  test(`docs/commands/${name}.md quotes the help of the command`, async () => {
    assertQuotes(join(root, `docs/commands/${name}.md`), "help", "text", await helpOf(name));
  });
}

test("the README quotes the compiled example of the wrapper", () => {
  assertQuotes(readme, example, "ts", readFileSync(join(root, example), "utf8"));
});

test("the README's table of commands has every command once, in the order of the help", () => {
  const rows = [...readFileSync(readme, "utf8").matchAll(/^\| \[`([^`]+)`\]\(docs\/commands\/([^)]+)\.md\) +\|/gm)];
  assert.deepEqual(
    rows.map(([, shown]) => shown),
    commandNames,
  );
  assert.deepEqual(
    rows.map(([, , page]) => page),
    commandNames,
  );
});

test("every relative link in the docs leads to a file", () => {
  const pages = globSync("{README,CONTRIBUTING,CHANGELOG,docs/**/*}.md", { cwd: root });
  const links = pages.flatMap((page) => relativeLinks(page).map((target) => ({ page, target })));
  assert.ok(links.length > commandNames.length);
  assert.deepEqual(
    links.filter(({ page, target }) => !existsSync(join(root, dirname(page), target))),
    [],
  );
});

/** The help of a command off a terminal, which is 100 columns wide. */
async function helpOf(name: string): Promise<string> {
  let printed = "";
  const print = (text: string): void => void (printed += text);
  // Help is printed before anything of the world is touched.
  const code = await main([name, "--help"], { world: {} as World, stdout: print, stderr: print });
  assert.equal(code, 0, printed);
  return printed;
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
  const prose = readFileSync(join(root, page), "utf8").replaceAll(/^```.*?^```$/gms, "");
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target.split("#", 1)[0] ?? "");
  return targets.filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}
