import type { CodexEvent } from "./event.ts";

/** What a run printed, in numbers: `events` counts the known ones by type, those with an unknown item included. */
export interface EventCounts {
  readonly events: { readonly [Type in Exclude<CodexEvent["type"], "unknown" | "malformed">]?: number };
  readonly unknownEvents: number;
  readonly unknownItems: number;
  readonly malformedLines: number;
}

/** Where `countEvents` begins. */
export const noEvents: EventCounts = { events: {}, unknownEvents: 0, unknownItems: 0, malformedLines: 0 };

/** A fold: the counts with one more event. */
export function countEvents(counts: EventCounts, event: CodexEvent): EventCounts {
  if (event.type === "unknown") return { ...counts, unknownEvents: counts.unknownEvents + 1 };
  if (event.type === "malformed") return { ...counts, malformedLines: counts.malformedLines + 1 };
  const unknownItems = counts.unknownItems + ("item" in event && event.item.type === "unknown" ? 1 : 0);
  return { ...counts, unknownItems, events: { ...counts.events, [event.type]: (counts.events[event.type] ?? 0) + 1 } };
}
