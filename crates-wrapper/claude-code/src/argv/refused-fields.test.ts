import assert from "node:assert/strict";
import { test } from "node:test";
import { mcpAddArgv } from "./mcp.ts";
import { pluginDisableArgv } from "./plugin.ts";
import { printArgv } from "./print.ts";

/** As JavaScript calls it. */
type Builder = (request: unknown) => unknown;
const print = printArgv as unknown as Builder;

const refusals: readonly (readonly [builder: unknown, request: unknown, message: string])[] = [
  [print, undefined, "The request is undefined, wanted an object"],
  [print, { prompt: "p", maxTurn: 1 }, 'The request has the unknown field "maxTurn", did you mean "maxTurns"?'],
  [print, { prompt: "p", "allowed-tools": [] }, 'The request has the unknown field "allowed-tools", did you mean "allowedTools"?'],
  [print, { prompt: 5 }, 'Field "prompt" of the request is 5, wanted a text'],
  [print, { prompt: "p", maxTurns: "1" }, 'Field "maxTurns" of the request is "1", wanted a number'],
  [print, { prompt: "p", tools: "Bash" }, 'Field "tools" of the request is "Bash", wanted a list of texts'],
  [print, { prompt: "p", debug: 1 }, 'Field "debug" of the request is 1, wanted true, false or a text'],
  [print, { prompt: "p", resume: true }, 'Field "resume" of the request is true, wanted a text'],
  [print, { prompt: "p", chrome: "no" }, 'Field "chrome" of the request is "no", wanted true or false'],
  [print, { prompt: "p", extraArgs: "--x" }, 'Field "extraArgs" of the request is "--x", wanted a list of texts'],
  [mcpAddArgv, { name: "a", url: "https://host/", header: ["A: b"] }, 'Field "header" of the request is a list, wanted an object of texts'],
  [pluginDisableArgv, { name: "a" }, 'The request has the unknown field "name"; it has scope, all, json, plugin, extraArgs'],
];
for (const [builder, request, message] of refusals) {
  test(`a builder refuses ${JSON.stringify(request)}`, () => {
    assert.throws(() => (builder as Builder)(request), { name: "ClaudeCodeError", code: "CLAUDE_CODE_REQUEST", message });
  });
}
