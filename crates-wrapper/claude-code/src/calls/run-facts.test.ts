import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClaudeEvent } from "../events/event.ts";
import type { ResultError } from "../generated/stream-message.ts";
import { initMessage, modelUsage, resultMessage } from "../scripted-claude.ts";
import { factsOf, keepEvent, nothingKept, reasonOf, type RunFacts } from "./run-facts.ts";

const twice = { ...modelUsage, costUSD: 2, inputTokens: 20 };

/** What stands in place of a turn's result when Claude Code has crashed. */
const crashMessage: ResultError = {
  type: "result",
  subtype: "error_during_execution",
  is_error: true,
  errors: ["It broke"],
  num_turns: 0,
  stop_reason: null,
  duration_ms: 0,
  duration_api_ms: 0,
  total_cost_usd: 0,
  usage: resultMessage.usage,
  modelUsage: {},
  permission_denials: [],
  uuid: "u",
  session_id: "s1",
};

function factsAfter(...events: readonly ClaudeEvent[]): RunFacts {
  return factsOf(events.reduce(keepEvent, nothingKept));
}

test("the cost of a run is the sum of its turns where Claude Code tells each turn's share", () => {
  // A conversation that has cost 5 USD before, as versions say it that count per conversation.
  const turn = (before: number): ClaudeEvent => ({
    ...resultMessage,
    total_cost_usd: before + 1,
    modelUsage: { opus: { ...modelUsage, costUSD: before + 1, inputTokens: 990 } },
    model_usage_since_last_result: { opus: modelUsage },
  });
  const facts = factsAfter(initMessage, turn(5), turn(6));
  assert.deepEqual(
    [facts.costUsd, facts.turns, facts.usage],
    [2, 2, { inputTokens: 20, cacheReadInputTokens: 20, cacheCreationInputTokens: 20, outputTokens: 20 }],
  );
  assert.equal(facts.modelUsage["opus"]?.contextWindow, 200_000);
});

test("the cost of a run is the last word of a process that counts for itself", () => {
  const facts = factsAfter(initMessage, resultMessage, { ...resultMessage, modelUsage: { opus: twice, haiku: modelUsage } });
  assert.deepEqual([facts.costUsd, facts.usage.inputTokens, Object.keys(facts.modelUsage)], [3, 30, ["opus", "haiku"]]);
});

test("the cost of a run stays what it was when a crash ends it, whose result has zeros", () => {
  const crash: ClaudeEvent = { ...crashMessage };
  assert.equal(factsAfter(initMessage, resultMessage, crash).costUsd, 1);
  const told = { ...resultMessage, model_usage_since_last_result: { opus: modelUsage } };
  assert.equal(factsAfter(initMessage, told, crash).costUsd, 1);
  // The counters have gone on behind it.
  assert.equal(factsAfter(initMessage, resultMessage, crash, { ...resultMessage, modelUsage: { opus: twice } }).costUsd, 2);
  // That of a version which tells shares may have the conversation's counters all the same.
  assert.equal(factsAfter(initMessage, told, { ...crashMessage, modelUsage: { opus: { ...modelUsage, costUSD: 9 } } }).costUsd, 1);
});

test("the cost of a run goes on when /clear sets the counters of its process back", () => {
  const cleared: ClaudeEvent = { ...resultMessage, num_turns: 0, result: "", modelUsage: {} };
  const facts = factsAfter(initMessage, resultMessage, cleared, resultMessage);
  assert.deepEqual([facts.costUsd, facts.usage.inputTokens], [2, 20]);
});

test("a refused tool call counts once, and the model is that of the begin", () => {
  const denial = { tool_name: "Bash", tool_use_id: "t1", tool_input: {} };
  const denied = { ...resultMessage, permission_denials: [denial] };
  const facts = factsAfter(initMessage, denied, { ...initMessage, model: "haiku" }, denied);
  assert.deepEqual([facts.denials, facts.model, facts.sessionId], [[denial], "opus", "s1"]);
});

test("reasonOf() judges by the last result alone", () => {
  const failed: ClaudeEvent = { ...resultMessage, is_error: true };
  assert.equal(reasonOf([initMessage, failed, resultMessage].reduce<typeof nothingKept>(keepEvent, nothingKept)), undefined);
  assert.equal(reasonOf([initMessage, resultMessage, failed].reduce<typeof nothingKept>(keepEvent, nothingKept)), "api-error");
  assert.equal(reasonOf(nothingKept), "no-result");
});

test("what stands in place of a message when the API failed is no message of the model", () => {
  const message = (text: string): ClaudeEvent & { readonly type: "assistant" } => ({
    type: "assistant",
    message: {
      id: "m1",
      role: "assistant",
      model: "opus",
      content: [{ type: "text", text }],
      stop_reason: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    },
    parent_tool_use_id: null,
    session_id: "s1",
    uuid: "u1",
  });
  const facts = factsAfter(initMessage, message("Half of it"), { ...message("API Error: 500"), error: "server_error" });
  assert.equal(facts.finalMessage, "Half of it");
});
