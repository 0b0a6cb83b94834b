import assert from "node:assert/strict";
import { test } from "node:test";
import { testBuilders } from "@lockstep/wrapper/testing";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { scenarios } from "../coverage/scenarios.ts";
import { edgeRequests } from "./golden/requests.ts";
import { printArgv } from "./print.ts";

testBuilders({
  folder: import.meta.dirname,
  scenarios,
  edgeRequests,
  isRefusal: (error) => error instanceof ClaudeCodeError && error.code === "CLAUDE_CODE_REQUEST",
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
