import type { TestContext } from "node:test";
import * as testing from "@lockstep/wrapper/testing";
import { ClaudeCodeError, type ClaudeCodeErrorCode } from "./claude-code-error.ts";
import { type ClaudeCode, type ClaudeCodeOptions, openClaudeCode } from "./client.ts";
import type { InitMessage, ModelUsage, ResultSuccess } from "./generated/stream-message.ts";

/** Clients of scripts that play Claude Code, and what became of their calls; for tests only. */

export { all, printing } from "@lockstep/wrapper/testing";

/** A client, and the folder of its own in which its processes run. */
export type ScriptedClaude = ClaudeCode & { readonly cwd: string };

/**
 * A Claude Code that is a Node script in a temporary folder. In the script, `fs` is there; `say(event)` prints one event, `init()`, `text(t)`,
 * `tool(name, input)` and `result(fields)` print good ones; `hear(listener)` gives the listener each object of stdin, `onEnd(listener)`
 * its end. The client believes it to be 2.1.332 unless `options` say otherwise.
 */
export async function scripted(t: TestContext, script: string, options: Partial<ClaudeCodeOptions> = {}): Promise<ScriptedClaude> {
  const { binary, folder: cwd } = testing.scriptedProgram(t, "claude", `${preface}\n${script}`);
  return { ...(await openClaudeCode({ binary, cwd, version: "2.1.332", timeouts: { totalMs: 30_000 }, ...options })), cwd };
}

/** Asserts at the end of the test that no run has left a temporary folder. */
export function watchTemporaryFolder(t: TestContext): void {
  testing.watchTemporaryFolder(t, ClaudeCodeError);
}

export async function assertFails(call: Promise<unknown>, code: ClaudeCodeErrorCode): Promise<ClaudeCodeError> {
  return testing.assertFails(call, ClaudeCodeError, code);
}

/** What a model used: 10 tokens of each kind, and 1 USD. */
export const modelUsage: ModelUsage = {
  inputTokens: 10,
  outputTokens: 10,
  cacheReadInputTokens: 10,
  cacheCreationInputTokens: 10,
  webSearchRequests: 0,
  costUSD: 1,
  contextWindow: 200_000,
};

/** The first message of a turn. */
export const initMessage: InitMessage = {
  type: "system",
  subtype: "init",
  cwd: "/",
  model: "opus",
  tools: [],
  mcp_servers: [],
  permissionMode: "default",
  slash_commands: [],
  apiKeySource: "none",
  claude_code_version: "2.1.332",
  output_style: "default",
  plugins: [],
  uuid: "u",
  session_id: "s1",
};

/** The end of a turn that went well. */
export const resultMessage: ResultSuccess = {
  type: "result",
  subtype: "success",
  is_error: false,
  result: "Done",
  num_turns: 1,
  stop_reason: "end_turn",
  duration_ms: 1,
  duration_api_ms: 1,
  total_cost_usd: 1,
  usage: { input_tokens: 10, output_tokens: 10, cache_creation_input_tokens: 10, cache_read_input_tokens: 10 },
  modelUsage: { opus: modelUsage },
  permission_denials: [],
  uuid: "u",
  session_id: "s1",
};

const preface = `
const fs = require("node:fs");
const say = (event) => console.log(JSON.stringify(event));
const init = () => say(${JSON.stringify(initMessage)});
const result = (fields) => say({ ...${JSON.stringify(resultMessage)}, ...fields });
const message = (...content) => say({ type: "assistant", message: { id: "m", type: "message", role: "assistant", model: "opus", content, stop_reason: null, stop_sequence: null, usage: { input_tokens: 1, output_tokens: 1 } }, parent_tool_use_id: null, uuid: "u", session_id: "s1" });
const text = (text) => message({ type: "text", text });
const listeners = [];
const endings = [];
const hear = (listener) => listeners.push(listener);
const onEnd = (listener) => endings.push(listener);
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => listeners.forEach((listener) => listener(JSON.parse(line))));
lines.on("close", () => endings.forEach((listener) => listener()));`;
