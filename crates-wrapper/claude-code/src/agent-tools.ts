import { type AgentEvent, type AgentToolKind, isObject } from "@lockstep/wrapper";
import type { ClaudeBlock } from "./events/event.ts";
import type { ToolResultBlock } from "./generated/stream-message.ts";

/** The tool calls that have begun, by id. */
export type AgentCalls = Map<string, { readonly kind: AgentToolKind; readonly tool: string }>;

/** The common events for a block of a message. */
export function* blockEvents(block: ClaudeBlock, calls: AgentCalls): Generator<AgentEvent, void, undefined> {
  switch (block.type) {
    case "text":
      yield { type: "text", text: block.text };
      return;
    case "thinking":
      if (block.thinking !== "") yield { type: "reasoning", text: block.thinking };
      return;
    case "tool_use":
    case "server_tool_use": {
      const { id, name, input } = block;
      // Not a tool of the agent's, but the way in which the answer to a schema comes.
      if (name === "StructuredOutput") return;
      const call = { kind: kindOf(name), tool: toolName(name) };
      calls.set(id, call);
      yield { type: "tool-started", id, ...call, input };
      if (name === "TodoWrite") yield* todoEvents(input);
      return;
    }
    case "tool_result": {
      const call = calls.get(block.tool_use_id);
      if (call === undefined) return;
      yield { type: "tool-finished", id: block.tool_use_id, ...call, ok: block.is_error !== true, output: textOf(block.content) };
      return;
    }
    case "web_search_tool_result": {
      const call = calls.get(block.tool_use_id);
      if (call === undefined) return;
      const isError = isObject(block.content) && block.content["type"] === "web_search_tool_result_error";
      yield { type: "tool-finished", id: block.tool_use_id, ...call, ok: !isError, output: JSON.stringify(block.content) };
      return;
    }
    case "unknown":
      yield { type: "unknown", raw: block.raw };
      return;
    case "redacted_thinking":
    case "image":
    case "document":
  }
}

/** A tool of an MCP server is `mcp__<server>__<tool>`. */
export function toolName(name: string): string {
  const [, server, tool] = /^mcp__(.+?)__(.+)$/.exec(name) ?? [];
  return server === undefined || tool === undefined ? name : `${server}/${tool}`;
}

function kindOf(name: string): AgentToolKind {
  if (name.startsWith("mcp__")) return "mcp";
  return kinds[name] ?? "other";
}

const kinds: Readonly<Record<string, AgentToolKind>> = {
  Bash: "command",
  Edit: "file-change",
  Write: "file-change",
  NotebookEdit: "file-change",
  WebFetch: "web",
  WebSearch: "web",
  web_search: "web",
};

function* todoEvents({ todos }: Readonly<Record<string, unknown>>): Generator<AgentEvent, void, undefined> {
  if (!Array.isArray(todos)) return;
  const items = todos.flatMap((todo: unknown) =>
    isObject(todo) && typeof todo["content"] === "string" ? [{ text: todo["content"], isDone: todo["status"] === "completed" }] : [],
  );
  yield { type: "todo", items };
}

function textOf(content: ToolResultBlock["content"] = ""): string {
  if (typeof content === "string") return content;
  return content.map((block) => ("text" in block && typeof block.text === "string" ? block.text : JSON.stringify(block))).join("\n");
}
