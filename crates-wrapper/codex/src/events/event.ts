import type { Line } from "@lockstep/runtime";
import {
  isKeyOf,
  isObject,
  type MalformedLine,
  mistake,
  mistakesOf,
  mistakesOfType,
  objectOn,
  type RawObject,
  type UnknownEvent,
} from "@lockstep/wrapper";
import type { ExecEvent, ThreadItem } from "../generated/exec-event.ts";
import * as guards from "../generated/exec-event.validators.js";

export type { Usage } from "../generated/exec-event.ts";

/**
 * One line of `codex exec --json`: the JSON object as codex printed it, fields that no schema knows included.
 * What `schemas/exec-event.schema.json` does not know is kept: `unknown` for an object of another type or shape,
 * `malformed` for a line that is no JSON object or was cut at the limit.
 */
export type CodexEvent = PlainEvent | ItemEvent | UnknownEvent | MalformedLine;

/** A message, command, file change, …: `type` says which. */
export type CodexItem = ThreadItem | UnknownItem;

/** An object that is no item of a known type and shape; its event is known all the same. */
export interface UnknownItem {
  readonly type: "unknown";
  readonly id: string | undefined;
  readonly raw: RawObject;
  /** JSON pointer into `raw` and what was wanted there; empty for an unknown type. */
  readonly mistakes: readonly string[];
}

/** What becomes of an item. */
export interface ItemEvent {
  readonly type: Exclude<ExecEvent, PlainEvent>["type"];
  readonly item: CodexItem;
}

/** An event without an item, as codex printed it. */
export type PlainEvent = Exclude<ExecEvent, { readonly item: unknown }>;

/** Never throws. */
export function parseEvent(line: Line): CodexEvent {
  const raw = objectOn(line);
  if (raw === undefined) return { type: "malformed", line };
  const type = raw["type"];
  if (isKeyOf(itemEvents, type)) return parseItemEvent(raw);
  if (!isKeyOf(plainEvents, type)) return { type: "unknown", raw, mistakes: mistakesOfType(type) };
  const guard = plainEvents[type];
  return guard(raw) ? raw : { type: "unknown", raw, mistakes: mistakesOf(guard.errors, raw) };
}

/** Whether the run came forward: notices such as reconnections, and what is not understood, do not show it. */
export function isProgress(event: CodexEvent): boolean {
  return event.type !== "error" && event.type !== "unknown" && event.type !== "malformed";
}

function parseItemEvent(raw: RawObject): CodexEvent {
  const item = raw["item"];
  if (!isObject(item)) return { type: "unknown", raw, mistakes: [mistake("/item", "object", item)] };
  const parsed = parseItem(item);
  return (parsed.type === "unknown" ? { ...raw, item: parsed } : raw) as unknown as ItemEvent;
}

function parseItem(raw: RawObject): CodexItem {
  const { id: rawId, type } = raw;
  const id = typeof rawId === "string" ? rawId : undefined;
  if (!isKeyOf(items, type)) return { type: "unknown", id, raw, mistakes: mistakesOfType(type) };
  const guard = items[type];
  return guard(raw) ? raw : { type: "unknown", id, raw, mistakes: mistakesOf(guard.errors, raw) };
}

/** A type that the schema gains does not compile before it stands here. */
const plainEvents: { readonly [Type in PlainEvent["type"]]: guards.Guard<PlainEvent> } = {
  "thread.started": guards.ThreadStartedEvent,
  "turn.started": guards.TurnStartedEvent,
  "turn.completed": guards.TurnCompletedEvent,
  "turn.failed": guards.TurnFailedEvent,
  error: guards.ErrorEvent,
};

const itemEvents: { readonly [Type in ItemEvent["type"]]: true } = { "item.started": true, "item.updated": true, "item.completed": true };

const items: { readonly [Type in ThreadItem["type"]]: guards.Guard<ThreadItem> } = {
  agent_message: guards.AgentMessageItem,
  reasoning: guards.ReasoningItem,
  command_execution: guards.CommandExecutionItem,
  file_change: guards.FileChangeItem,
  mcp_tool_call: guards.McpToolCallItem,
  collab_tool_call: guards.CollabToolCallItem,
  web_search: guards.WebSearchItem,
  todo_list: guards.TodoListItem,
  error: guards.ErrorItem,
};
