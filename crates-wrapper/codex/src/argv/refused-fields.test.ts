import assert from "node:assert/strict";
import { test } from "node:test";
import { appServerArgv } from "./app-server.ts";
import { completionArgv } from "./diagnosis.ts";
import { execArgv } from "./exec.ts";
import { execResumeArgv } from "./exec-resume.ts";
import { mcpAddArgv } from "./mcp.ts";
import { responsesApiProxyArgv } from "./responses-api-proxy.ts";
import { reviewArgv } from "./review.ts";
import { reviewPrompt } from "./review-target.ts";
import { sandboxArgv } from "./sandbox.ts";
import { CodexError } from "../codex-error.ts";

/** As JavaScript calls it. */
type Builder = (request: unknown) => unknown;
const exec = execArgv as unknown as Builder;

const refusals: readonly (readonly [builder: unknown, request: unknown, message: string | RegExp])[] = [
  [exec, undefined, "The request is undefined, wanted an object"],
  [exec, null, "The request is null, wanted an object"],
  [exec, ["p"], "The request is a list, wanted an object"],
  [exec, "p", 'The request is "p", wanted an object'],
  [exec, {}, 'The request lacks the field "prompt", wanted a text'],
  [exec, { prompt: undefined }, 'The request lacks the field "prompt", wanted a text'],
  [exec, { prompt: "p", sandBox: "read-only" }, 'The request has the unknown field "sandBox", did you mean "sandbox"?'],
  [exec, { prompt: "p", "output-schema": "s" }, 'The request has the unknown field "output-schema", did you mean "outputSchema"?'],
  [exec, { prompt: "p", addDirs: [] }, 'The request has the unknown field "addDirs", did you mean "addDir"?'],
  [exec, { prompt: "p", constructor: 1 }, /^The request has the unknown field "constructor"; it has sandbox, approveForMe, /],
  [exec, { prompt: 5 }, 'Field "prompt" of the request is 5, wanted a text'],
  [exec, { prompt: "p", model: true }, 'Field "model" of the request is true, wanted a text'],
  [exec, { prompt: "p", model: null }, 'Field "model" of the request is null, wanted a text'],
  [exec, { prompt: "p", oss: "yes" }, 'Field "oss" of the request is "yes", wanted true or false'],
  [exec, { prompt: "p", image: 1 }, 'Field "image" of the request is 1, wanted a list of texts'],
  [exec, { prompt: "p", addDir: "/a" }, 'Field "addDir" of the request is "/a", wanted a list of texts'],
  [exec, { prompt: "p", addDir: ["/a", 1] }, 'Field "addDir" of the request is a list, wanted a list of texts'],
  [exec, { prompt: "p", enable: "x" }, 'Field "enable" of the request is "x", wanted a list of texts'],
  [exec, { prompt: "p", config: null }, 'Field "config" of the request is null, wanted an object or words'],
  [exec, { prompt: "p", config: { a: null } }, 'Config value of "a" is null, wanted a text, number, boolean, list or table'],
  [exec, { prompt: "p", config: { a: { b: [1n] } } }, 'Config value of "a.b.0" is a bigint, wanted a text, number, boolean, list or table'],
  [exec, { prompt: "p", config: [1] }, 'Config override 1 has no key, wanted a word such as "name=value"'],
  [exec, { prompt: "p", mcpServers: [] }, 'Field "mcpServers" of the request is a list, wanted an object'],
  [exec, { prompt: "p", mcpServers: { a: null } }, 'MCP server "a" is null, wanted an object with the type "stdio" or "http"'],
  [exec, { prompt: "p", mcpServers: { a: { command: "c" } } }, /^MCP server "a" is an object with the type undefined, wanted /],
  [exec, { prompt: "p", mcpServers: { a: { type: "stdio" } } }, 'MCP server "a" lacks the field "command", wanted a text'],
  [
    exec,
    { prompt: "p", mcpServers: { a: { type: "stdio", command: "c", arg: [] } } },
    'MCP server "a" has the unknown field "arg", did you mean "args"?',
  ],
  [execResumeArgv, { prompt: "p", session: "abc" }, 'Field "session" is "abc", wanted an object with the type "id" or "last"'],
  [execResumeArgv, { prompt: "p", session: { type: "id" } }, 'Field "session" lacks the field "id", wanted a text'],
  [reviewArgv, {}, 'The request lacks the field "target", wanted a value'],
  [reviewArgv, { target: { type: "base" } }, 'Field "target" lacks the field "branch", wanted a text'],
  [
    reviewArgv,
    { target: { type: "toString" } },
    /^Field "target" is an object with the type "toString", wanted an object with the type "un/,
  ],
  [reviewPrompt, undefined, /^Field "target" is undefined, wanted an object with the type /],
  [sandboxArgv, {}, 'The request lacks the field "command", wanted a list of texts'],
  [sandboxArgv, { command: "ls -l" }, 'Field "command" of the request is "ls -l", wanted a list of texts'],
  [mcpAddArgv, { name: "a", command: ["c"], env: { A: 1 } }, 'Field "env" of the request is an object, wanted an object of texts'],
  [mcpAddArgv, { name: "a", command: ["c"], env: ["A=1"] }, 'Field "env" of the request is a list, wanted an object of texts'],
  [responsesApiProxyArgv, { port: "80" }, 'Field "port" of the request is "80", wanted a number'],
  [completionArgv, {}, 'The request lacks the field "shell", wanted a text'],
  [appServerArgv, { listen: () => 1 }, 'Field "listen" of the request is a function, wanted a text'],
];
for (const [builder, request, message] of refusals) {
  const asked = JSON.stringify(request, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  test(`a builder refuses ${asked}: ${String(message)}`, () => {
    assert.throws(
      () => (builder as Builder)(request),
      (error) => {
        assert.ok(error instanceof CodexError && error.code === "CODEX_REQUEST", String(error));
        if (typeof message === "string") assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
  });
}

test("a builder takes a field that is undefined for one that is absent, known or not", () => {
  const request = { prompt: "p", model: undefined, whatever: undefined };
  assert.deepEqual(exec(request), execArgv({ prompt: "p" }));
});

test("a builder cuts a long value short in a refusal", () => {
  assert.throws(() => exec({ prompt: "p", oss: "x".repeat(1000) }), /is "x{40}…", wanted/);
});
