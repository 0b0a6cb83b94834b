import type { Line } from "@lockstep/runtime";
import {
  isKeyOf,
  type MalformedLine,
  mistake,
  mistakesOf,
  mistakesOfType,
  objectOn,
  type RawObject,
  type UnknownEvent,
} from "@lockstep/wrapper";
import { type AskedRequest, parseAsked } from "../control/asked.ts";
import type {
  ApiMessage,
  ApiStreamEvent,
  AssistantMessage,
  ContentBlock,
  ControlRequestMessage,
  ResultError,
  ResultSuccess,
  StreamEventMessage,
  StreamMessage,
  SystemMessage,
  UserMessage,
} from "../generated/stream-message.ts";
import * as guards from "../generated/stream-message.validators.js";
import { contentBlocks, plainEvents, results, streamEvents, systemEvents } from "./known-events.ts";

/**
 * One line of `claude -p --output-format stream-json`: the JSON object as Claude Code printed it, fields that no schema knows included.
 * `type` says what it is, and `subtype` what a `system` or `result` is. What `schemas/stream-message.schema.json` does not know is kept:
 * `unknown` for an object of another type, subtype or shape, `malformed` for a line that is no JSON object or was cut at the limit.
 */
export type ClaudeEvent =
  | SystemMessage
  | ResultEvent
  | AssistantEvent
  | UserEvent
  | StreamEvent
  | AskedEvent
  | PlainEvent
  | UnknownEvent
  | MalformedLine;

/** The end of a turn: `is_error` says whether it failed, `subtype` `success` with `is_error` that the API did. */
export type ResultEvent = ResultSuccess | ResultError;

/** A part of a message, or one that is not known. */
export type ClaudeBlock = ContentBlock | UnknownPart;

/** A part of a message that is of no known type and shape; its message is known all the same. */
export interface UnknownPart {
  readonly type: "unknown";
  readonly raw: RawObject;
  /** JSON pointer into `raw` and what was wanted there; empty for an unknown type. */
  readonly mistakes: readonly string[];
}

/** What the model said: one block of a response, or an error of the API. */
export interface AssistantEvent extends Omit<AssistantMessage, "message"> {
  readonly message: Omit<ApiMessage, "content"> & { readonly content: readonly ClaudeBlock[] };
}

/** Results of tools, and what is said in the user's name. */
export interface UserEvent extends Omit<UserMessage, "message"> {
  readonly message: Omit<UserMessage["message"], "content"> & { readonly content: string | readonly ClaudeBlock[] };
}

/** A part of a response as it arrives. */
export interface StreamEvent extends Omit<StreamEventMessage, "event"> {
  readonly event: ApiStreamEvent | UnknownPart;
}

/** Claude Code asks its client, which has to answer with the same `request_id`. */
export interface AskedEvent extends Omit<ControlRequestMessage, "request"> {
  readonly request: AskedRequest;
}

/** An event without parts of its own, as Claude Code printed it. */
export type PlainEvent = Exclude<
  StreamMessage,
  SystemMessage | ResultEvent | AssistantMessage | UserMessage | StreamEventMessage | ControlRequestMessage | ContentBlock | ApiStreamEvent
>;

/** Never throws. */
export function parseEvent(line: Line): ClaudeEvent {
  const raw = objectOn(line);
  if (raw === undefined) return { type: "malformed", line };
  const { type, subtype } = raw;
  if (type === "system") return isKeyOf(systemEvents, subtype) ? checked(systemEvents[subtype], raw) : ofSubtype(subtype, raw);
  if (type === "result") return isKeyOf(results, subtype) ? checked(results[subtype], raw) : ofSubtype(subtype, raw);
  if (isKeyOf(plainEvents, type)) return checked(plainEvents[type], raw);
  switch (type) {
    case "assistant":
      return inParts(guards.AssistantMessage, raw, withBlocks);
    case "user":
      return inParts(guards.UserMessage, raw, withBlocks);
    case "stream_event":
      return inParts(guards.StreamEventMessage, raw, ({ event }) => ({ event: parsePart(streamEvents, event as RawObject) }));
    case "control_request":
      return inParts(guards.ControlRequestMessage, raw, ({ request }) => ({ request: parseAsked(request as unknown as RawObject) }));
    default:
      return { type: "unknown", raw, mistakes: mistakesOfType(type) };
  }
}

/**
 * Whether the run came forward. Signs of life, repeated attempts, answers to what the client itself asks, notices for people,
 * and what is not understood, do not show it.
 */
export function isProgress(event: ClaudeEvent): boolean {
  if (event.type === "system") return !idleSystemEvents.has(event.subtype);
  if (event.type === "stream_event") return event.event.type !== "ping" && event.event.type !== "unknown";
  return !idleEvents.has(event.type);
}

const idleSystemEvents: ReadonlySet<SystemMessage["subtype"]> = new Set([
  "api_retry",
  "control_request_progress",
  "informational",
  "notification",
  "ui_invalidate",
] as const);

const idleEvents: ReadonlySet<ClaudeEvent["type"]> = new Set([
  "auth_status",
  "control_cancel_request",
  "control_response",
  "keep_alive",
  "malformed",
  "rate_limit_event",
  "tool_progress",
  "unknown",
] as const);

/** An unknown subtype is no mistake; no subtype at all is one. */
function ofSubtype(subtype: unknown, raw: RawObject): UnknownEvent {
  return { type: "unknown", raw, mistakes: typeof subtype === "string" ? [] : [mistake("/subtype", "string", subtype)] };
}

function checked<Event>(guard: guards.Guard<Event>, raw: RawObject): Event | UnknownEvent {
  return guard(raw) ? raw : { type: "unknown", raw, mistakes: mistakesOf(guard.errors, raw) };
}

/** The event with its parts read; the object itself when all of them are known. */
function inParts<Whole>(guard: guards.Guard<Whole>, raw: RawObject, parts: (whole: Whole & RawObject) => object): ClaudeEvent {
  if (!guard(raw)) return { type: "unknown", raw, mistakes: mistakesOf(guard.errors, raw) };
  const read = parts(raw);
  const isSame = Object.entries(read).every(([name, part]) => raw[name] === part);
  return (isSame ? raw : { ...raw, ...read }) as unknown as ClaudeEvent;
}

function withBlocks({ message }: (AssistantMessage | UserMessage) & RawObject): object {
  const { content } = message;
  if (typeof content === "string") return {};
  const blocks = content.map((block) => parsePart(contentBlocks, block as RawObject));
  return blocks.every((block, index) => block === content[index]) ? {} : { message: { ...message, content: blocks } };
}

function parsePart<Part extends { readonly type: string }>(
  table: { readonly [Type in Part["type"]]: guards.Guard<Part> },
  raw: RawObject,
): Part | UnknownPart {
  const { type } = raw;
  if (!isKeyOf(table, type)) return { type: "unknown", raw, mistakes: mistakesOfType(type) };
  const guard: guards.Guard<Part> = table[type];
  return guard(raw) ? raw : { type: "unknown", raw, mistakes: mistakesOf(guard.errors, raw) };
}
