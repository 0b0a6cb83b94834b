import type { ClaudeEvent } from "./event.ts";

/**
 * What a run printed, in numbers: `events` counts the known ones by type, those with an unknown part included; `unknownParts` are blocks
 * of messages, events of streamed responses, and requests of Claude Code.
 */
export interface EventCounts {
  readonly events: { readonly [Type in Exclude<ClaudeEvent["type"], "unknown" | "malformed">]?: number };
  readonly unknownEvents: number;
  readonly unknownParts: number;
  readonly malformedLines: number;
}

/** Where `countEvents` begins. */
export const noEvents: EventCounts = { events: {}, unknownEvents: 0, unknownParts: 0, malformedLines: 0 };

/** A fold: the counts with one more event. */
export function countEvents(counts: EventCounts, event: ClaudeEvent): EventCounts {
  if (event.type === "unknown") return { ...counts, unknownEvents: counts.unknownEvents + 1 };
  if (event.type === "malformed") return { ...counts, malformedLines: counts.malformedLines + 1 };
  return {
    ...counts,
    events: { ...counts.events, [event.type]: (counts.events[event.type] ?? 0) + 1 },
    unknownParts: counts.unknownParts + unknownPartsOf(event),
  };
}

function unknownPartsOf(event: Exclude<ClaudeEvent, { type: "unknown" | "malformed" }>): number {
  if (event.type === "stream_event") return event.event.type === "unknown" ? 1 : 0;
  if (event.type === "control_request") return event.request.subtype === "unknown" ? 1 : 0;
  if (event.type !== "assistant" && event.type !== "user") return 0;
  const { content } = event.message;
  return typeof content === "string" ? 0 : content.filter(({ type }) => type === "unknown").length;
}
