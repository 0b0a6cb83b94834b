import {
  type AgentEvent,
  type AgentResult,
  type AgentToolKind,
  type AgentTranslation,
  type AgentUsage,
  outcomeOf,
} from "@lockstep/wrapper";
import type { RunResult } from "./calls/codex-run.ts";
import type { CodexEvent, CodexItem, ItemEvent, Usage } from "./events/event.ts";

/** What codex's events mean in those of every agent. @param scope whose tokens codex tells */
export function translation(scope: AgentUsage["scope"]): AgentTranslation<CodexEvent, RunResult> {
  let sessionId: string | undefined;
  let text = "";
  let usage: AgentUsage | undefined;
  const started = new Set<string>();
  return {
    translate(event) {
      if (event.type === "thread.started") sessionId = event.thread_id;
      if (event.type === "turn.completed") usage = usageOf(event.usage, scope);
      if (event.type === "item.completed" && "item" in event && event.item.type === "agent_message") ({ text } = event.item);
      return [...eventsOf(event, { scope, started })];
    },
    completed: ({ finalMessage, structured, threadId }): AgentResult => ({
      outcome: "completed",
      text: finalMessage,
      structured,
      sessionId: threadId,
      usage,
      costUsd: undefined,
      error: undefined,
    }),
    failed: (error): AgentResult => ({
      outcome: outcomeOf(error),
      text,
      structured: undefined,
      sessionId,
      usage,
      costUsd: undefined,
      error,
    }),
  };
}

interface Told {
  readonly scope: AgentUsage["scope"];
  /** Ids of tool calls whose begin was told; codex does not tell that of every tool. */
  readonly started: Set<string>;
}

function* eventsOf(event: CodexEvent, told: Told): Generator<AgentEvent, void, undefined> {
  switch (event.type) {
    case "thread.started":
      yield { type: "session-started", sessionId: event.thread_id, model: undefined };
      return;
    case "turn.completed":
      yield { type: "usage", usage: usageOf(event.usage, told.scope) };
      return;
    case "error":
      yield { type: "notice", kind: /reconnect|retry/i.test(event.message) ? "retry" : "warning", message: event.message };
      return;
    case "item.started":
    case "item.updated":
    case "item.completed":
      yield* eventsOfItem(event, told);
      return;
    case "unknown":
      yield { type: "unknown", raw: event.raw };
      return;
    case "malformed":
      yield { type: "unknown", raw: event.line.text };
      return;
    case "turn.started":
    case "turn.failed":
  }
}

function* eventsOfItem({ type, item }: ItemEvent, { started }: Told): Generator<AgentEvent, void, undefined> {
  const isDone = type === "item.completed";
  if (item.type === "unknown") {
    yield { type: "unknown", raw: item.raw };
  } else if (item.type === "todo_list") {
    yield { type: "todo", items: item.items.map(({ text, completed }) => ({ text, isDone: completed })) };
  } else if (item.type === "agent_message") {
    if (isDone) yield { type: "text", text: item.text };
  } else if (item.type === "reasoning") {
    if (isDone) yield { type: "reasoning", text: item.text };
  } else if (item.type === "error") {
    if (isDone) yield { type: "notice", kind: "warning", message: item.message };
  } else {
    const { id, kind, tool, input, ok, output } = toolCall(item);
    if (!started.has(id)) yield { type: "tool-started", id, kind, tool, input };
    started.add(id);
    if (isDone) yield { type: "tool-finished", id, kind, tool, ok, output };
  }
}

type ToolItem = Exclude<CodexItem, { type: "agent_message" | "reasoning" | "todo_list" | "error" | "unknown" }>;

interface ToolCall {
  readonly id: string;
  readonly kind: AgentToolKind;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly output: string;
}

function toolCall(item: ToolItem): ToolCall {
  const { id, type } = item;
  switch (type) {
    case "command_execution":
      return {
        id,
        kind: "command",
        tool: type,
        input: { command: item.command },
        ok: item.status === "completed" && (item.exit_code ?? 0) === 0,
        output: item.aggregated_output,
      };
    case "file_change": {
      const output = item.changes.map(({ kind, path }) => `${kind} ${path}`).join("\n");
      return { id, kind: "file-change", tool: type, input: { changes: item.changes }, ok: item.status === "completed", output };
    }
    case "mcp_tool_call":
      return {
        id,
        kind: "mcp",
        tool: `${item.server}/${item.tool}`,
        input: { arguments: item.arguments },
        ok: item.status === "completed" && item.error === null,
        output: item.error?.message ?? textOf(item.result?.content ?? []),
      };
    case "web_search":
      return { id, kind: "web", tool: type, input: { query: item.query, action: item.action }, ok: true, output: "" };
    case "collab_tool_call":
      return { id, kind: "other", tool: item.tool, input: { prompt: item.prompt }, ok: item.status === "completed", output: "" };
  }
}

/** The texts of an MCP answer; of other content its JSON. */
function textOf(content: readonly unknown[]): string {
  return content.map((block) => (isText(block) ? block.text : JSON.stringify(block))).join("\n");
}

function isText(block: unknown): block is { readonly text: string } {
  return typeof block === "object" && block !== null && "text" in block && typeof block.text === "string";
}

function usageOf(usage: Usage, scope: AgentUsage["scope"]): AgentUsage {
  const { input_tokens: inputTokens, cached_input_tokens: cachedInputTokens, output_tokens: outputTokens } = usage;
  return { scope, inputTokens, cachedInputTokens, outputTokens };
}
