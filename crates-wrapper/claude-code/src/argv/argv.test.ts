import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ArgvToken } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { scenarios } from "../coverage/scenarios.ts";

import { edgeRequests } from "./golden/requests.ts";
import { printArgv } from "./print.ts";

const golden = join(import.meta.dirname, "golden/command-lines.txt");

test("every builder makes the committed command lines of all scenarios and edge requests", () => {
  const blocks = [
    ...scenarios.map(({ name, argv }) => `${name}\n  ${lineOf(argv)}\n`),
    ...edgeRequests.flatMap(({ builder, cases }) =>
      cases.map(({ request, argv }) => `${builder} ${printed(request)}\n  ${lineOf(argv)}\n`),
    ),
  ];
  const text = blocks.join("\n");
  if (process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined) writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, "utf8"), "The golden file differs. Run the test with UPDATE_GOLDEN=1");
});

test("every builder has edge requests under its own name", async () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /^[\w-]+\.ts$/.test(name));
  const modules = await Promise.all(files.map((name) => import(join(import.meta.dirname, name)) as Promise<object>));
  const builders = modules.flatMap((module) => Object.keys(module).filter((name) => name.endsWith("Argv")));
  assert.ok(builders.length > 50);
  assert.deepEqual(edgeRequests.map(({ builder }) => builder).toSorted(), builders.toSorted());
  for (const { builder, cases } of edgeRequests) assert.ok(cases.length > 0, builder);
});

test("a builder keeps every value inside of one word, whatever it is", () => {
  const values = ["--resume", "-", "--", "a=b", "two words", "ünï\ncode", "$(x)", "'\""];
  for (const value of values) {
    const argv = printArgv({ prompt: value, model: value, allowedTools: [value], debug: value, addDir: [value] });
    assert.deepEqual(
      argv.map(({ token }) => token),
      ["--print", `--model=${value}`, `--allowedTools=${value}`, `--add-dir=${value}`, `--debug=${value}`],
    );
  }
});

test("a prompt is no word of a run", () => {
  for (const { name, argv } of scenarios.filter((scenario) => /^(?:print|a (?:message|new session))/.test(scenario.name)))
    assert.ok(
      argv().every(({ token }) => token !== "Do it" && token !== "Go on"),
      name,
    );
});

/** As a shell would want it; words that the caller passes through in brackets, a refusal behind an exclamation mark. */
function lineOf(argv: () => readonly ArgvToken[]): string {
  try {
    return argv()
      .map(({ token, origin }) => (origin === "typed" ? quoted(token) : `[${quoted(token)}]`))
      .join(" ");
  } catch (error) {
    assert.ok(error instanceof ClaudeCodeError && error.code === "CLAUDE_CODE_REQUEST", String(error));
    return `! ${error.message}`;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}

function printed(request: object): string {
  return JSON.stringify(request, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value));
}
