import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { abridged } from "../abridged.ts";
import { type Block, edits, type Language, languages, page, readBlocks, root } from "./page.ts";

const blocks = readBlocks(page);
const first = blocks.findIndex(({ language }) => language !== undefined);

// The page shows what a reader on Linux on x64 sees.
const isShown = process.platform === "linux" && process.arch === "x64";

describe("docs/adopting.md, followed word by word in an empty repository", { skip: !isShown && "The page shows Linux on x64" }, () => {
  let folder: string;
  let start: string;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "adopting-")));
    start = join(folder, "start");
    mkdirSync(join(start, "vendor"), { recursive: true });
    pack(join(start, "vendor"));
    for (const block of blocks.slice(0, first)) follow(block, start, undefined);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const language of languages) {
    test(`with a wrapper in ${language}`, { timeout: 900_000 }, () => {
      const repository = join(folder, language);
      cpSync(start, repository, { recursive: true });
      const own = blocks.slice(first).filter((block) => block.language === undefined || block.language === language);
      assert.ok(own.some((block) => block.language === language));
      for (const block of own) follow(block, repository, language);
      // What the workflow of the page does, with what was committed.
      run("git add . && git commit --quiet --message 'fix: leave out --full-auto'", repository, 0);
      const steps = [...readFileSync(join(repository, ".github/workflows/gate.yml"), "utf8").matchAll(/^ +- run: (.+)$/gm)];
      assert.ok(steps.length > 0);
      const clone = join(folder, `${language}-clone`);
      run(`git clone --quiet '${repository}' '${clone}'`, folder, 0);
      for (const [, step = ""] of steps) run(step, clone, 0);
      assert.equal(run("git status --porcelain", clone, 0), "");
    });
  }
});

/** The page's first command, which belongs into a clone of Lockstep; this one has no need to be set up anew. */
function pack(destination: string): void {
  const texts = blocks.flatMap((block) => (block.type === "lockstep" ? [block.text] : []));
  assert.deepEqual(texts, ["make pack-xtask\n"]);
  const [, recipe = ""] = /^pack-xtask: setup .*\n\t@(.*)\n/m.exec(readFileSync(join(root, "Makefile"), "utf8")) ?? [];
  assert.equal(recipe, "$(SCRIPT)/pack.ts xtask");
  execFileSync(process.execPath, ["--import", "tsx", "tools/xtask/build/pack.ts", "xtask", destination], { cwd: root });
}

function follow(block: Block, repository: string, language: Language | undefined): void {
  switch (block.type) {
    case "lockstep":
      return;
    case "file":
      mkdirSync(dirname(join(repository, block.path)), { recursive: true });
      writeFileSync(join(repository, block.path), block.text);
      return;
    case "shell":
      run(`set -e\n${block.text}`, repository, 0);
      return;
    case "session":
      if (block.followsEdit) edit(repository, language ?? assert.fail("An edit stands before the wrappers"));
      for (const [index, { command, shown }] of block.calls.entries()) {
        const printed = run(command, repository, index === block.calls.length - 1 ? block.exitCode : 0);
        assert.ok(abridged(shown).test(printed), `"${command}" printed\n${printed}\nand docs/adopting.md shows\n${shown}`);
      }
  }
}

function edit(repository: string, language: Language): void {
  for (const [path, from, to] of edits[language]) {
    const text = readFileSync(join(repository, path), "utf8");
    assert.ok(text.includes(from), `"${path}" of docs/adopting.md has no ${JSON.stringify(from)}`);
    writeFileSync(join(repository, path), text.replace(from, to));
  }
}

/** Runs a line of the page and gives what a terminal would show of it. */
function run(line: string, cwd: string, exitCode: number): string {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `exec 2>&1\n${line}`], { cwd, env: readersEnvironment(), encoding: "utf8" });
  assert.equal(status, exitCode, `"${line}" ended with ${String(status)}\n${stdout}${stderr}`);
  return stdout;
}

/** That of a person with this Node, without what the run of these tests adds. */
function readersEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env;
  const person = Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((role) => [
      [`GIT_${role}_NAME`, "Reader"],
      [`GIT_${role}_EMAIL`, "reader@example.invalid"],
    ]),
  );
  return { ...env, ...person, PATH: [dirname(process.execPath), env["PATH"]].join(delimiter) };
}
