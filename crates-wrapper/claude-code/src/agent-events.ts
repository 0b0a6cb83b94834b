import {
  type AgentEvent,
  type AgentOutcome,
  type AgentPermissionDecided,
  type AgentPermissionDecision,
  type AgentResult,
  type AgentTranslation,
  type AgentUsage,
  outcomeOf,
  type WrapperError,
} from "@lockstep/wrapper";
import { type AgentCalls, blockEvents, toolName } from "./agent-tools.ts";
import type { RunResult } from "./calls/claude-code-run.ts";
import { factsOf, keepEvent, nothingKept, type RunFacts, type RunFailureReason } from "./calls/run-facts.ts";
import { ClaudeCodeError } from "./claude-code-error.ts";
import type { PermissionDecision } from "./control/permission.ts";
import type { AssistantEvent, ClaudeEvent, UserEvent } from "./events/event.ts";
import { isMainMessage } from "./events/main-conversation.ts";
import type { RunUsage } from "./events/usage.ts";
import type { CanUseToolRequest } from "./generated/client-request.ts";
import type { SystemMessage } from "./generated/stream-message.ts";

/** What Claude Code's events mean in those of every agent, and what is to be told of decisions as they are made. */
export interface ClaudeTranslation extends AgentTranslation<ClaudeEvent, RunResult> {
  decided(request: CanUseToolRequest, decision: PermissionDecision): void;
}

/** A translation for one run. */
export function translation(): ClaudeTranslation {
  const calls: AgentCalls = new Map();
  let kept = nothingKept;
  const asked = new Set<string>();
  let decisions: AgentPermissionDecided[] = [];
  /** Decisions are made as questions arrive, which may be long before those are read. */
  const due = (isDue: (decision: AgentPermissionDecided) => boolean): readonly AgentPermissionDecided[] => {
    const told = decisions.filter(isDue);
    decisions = decisions.filter((decision) => !isDue(decision));
    return told;
  };
  return {
    translate(event) {
      const before = kept.facts.sessionId;
      kept = keepEvent(kept, event);
      const told = due(({ id }) => asked.has(id));
      for (const { id } of told) asked.delete(id);
      if (event.type === "result") return [...told, { type: "usage", usage: usageOf(factsOf(kept).usage) }];
      if (event.type === "system" && event.subtype === "init") {
        const { session_id: sessionId, model } = event;
        return sessionId === before ? told : [...told, { type: "session-started", sessionId, model }];
      }
      const events = [...eventsOf(event, calls)];
      for (const each of events) if (each.type === "permission-asked") asked.add(each.id);
      return [...told, ...events];
    },
    decided({ tool_use_id: id, tool_name: tool }, decision) {
      decisions.push({ type: "permission-decided", id, tool: toolName(tool), by: "callback", decision: agentDecision(decision) });
    },
    rest: () => due(() => true),
    completed: (result) => ({ ...leftBy(result), outcome: "completed", structured: result.structured, error: undefined }),
    failed: (error) => ({
      ...leftBy(error instanceof ClaudeCodeError ? error.run : undefined),
      outcome: outcomeOfRun(error),
      structured: undefined,
      error,
    }),
  };
}

function* eventsOf(event: ClaudeEvent, calls: AgentCalls): Generator<AgentEvent, void, undefined> {
  if (event.type === "unknown") yield { type: "unknown", raw: event.raw };
  if (event.type === "malformed") yield { type: "unknown", raw: event.line.text };
  if (event.type === "system") yield* systemEvents(event);
  if (event.type === "assistant" || event.type === "user") yield* messageEvents(event, calls);
  if (event.type !== "control_request") return;
  const { request } = event;
  if (request.subtype === "unknown") yield { type: "unknown", raw: request.raw };
  if (request.subtype === "can_use_tool")
    yield { type: "permission-asked", id: request.tool_use_id, tool: toolName(request.tool_name), input: request.input };
}

/** Messages of sub-agents are inside of a tool call, and an error of the API stands in the result. */
function* messageEvents(event: AssistantEvent | UserEvent, calls: AgentCalls): Generator<AgentEvent, void, undefined> {
  const { content } = event.message;
  if (!isMainMessage(event) || typeof content === "string" || (event.type === "assistant" && event.error !== undefined)) return;
  for (const block of content) if (event.type === "assistant" || block.type !== "text") yield* blockEvents(block, calls);
}

function* systemEvents(event: SystemMessage): Generator<AgentEvent, void, undefined> {
  if (event.subtype === "api_retry") {
    const { attempt, max_retries: most, retry_delay_ms: delay, error_status: status, error } = event;
    const why = status === null ? error : `${error}, HTTP status ${String(status)}`;
    const message = `Attempt ${String(attempt)} of ${String(most)} to ask the model again, in ${String(Math.round(delay))} ms (${why})`;
    yield { type: "notice", kind: "retry", message };
  }
  if (event.subtype === "permission_denied") {
    const { tool_use_id: id, tool_name: tool, message } = event;
    yield { type: "permission-decided", id, tool: toolName(tool), by: "rule", decision: { type: "deny", message } };
  }
  if (
    event.subtype === "model_fallback" ||
    event.subtype === "model_refusal_fallback" ||
    event.subtype === "model_refusal_no_fallback" ||
    (event.subtype === "informational" && event.level === "warning")
  )
    yield { type: "notice", kind: "warning", message: event.content };
}

function agentDecision(decision: PermissionDecision): AgentPermissionDecision {
  if (decision.behavior === "deny") {
    const { message, interrupt } = decision;
    return interrupt === undefined ? { type: "deny", message } : { type: "deny", message, ends: interrupt };
  }
  return decision.updatedInput === undefined ? { type: "allow" } : { type: "allow", input: decision.updatedInput };
}

function leftBy(facts: RunFacts | undefined): Omit<AgentResult, "outcome" | "structured" | "error"> {
  return {
    text: facts?.finalMessage ?? "",
    sessionId: facts?.sessionId,
    usage: facts && usageOf(facts.usage),
    costUsd: facts?.costUsd,
  };
}

function usageOf({ inputTokens, cacheReadInputTokens: read, cacheCreationInputTokens: written, outputTokens }: RunUsage): AgentUsage {
  return { scope: "run", inputTokens: inputTokens + read + written, cachedInputTokens: read, outputTokens };
}

function outcomeOfRun(error: WrapperError): AgentOutcome {
  const reason = error instanceof ClaudeCodeError ? error.reason : undefined;
  return (reason === undefined ? undefined : outcomes[reason]) ?? outcomeOf(error);
}

const outcomes: { readonly [Reason in RunFailureReason]?: AgentOutcome } = {
  "max-turns": "max-turns",
  budget: "budget",
  interrupted: "interrupted",
};
