import { parseContract } from "@lockstep/contracts";
import type { JournalEvent } from "../journal.ts";

/**
 * The events of the journal at `path`, one for each line. What stands behind the last line end is no line: a process was killed while it
 * wrote that. Throws `InputError` naming path and line for any other line that is no event.
 */
export function parseJournal(path: string, text: string): readonly JournalEvent[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line, index) => parsePlainStep(line) ?? parseContract("PlanJournalEvent", `${path}:${String(index + 1)}`, line, hint));
}

/** The line of a step of one path, as `journalLine` writes it, with nothing to unescape: most lines are, and every command reads them all. */
function parsePlainStep(line: string): JournalEvent | undefined {
  const [, type, path] = /^\{"type":"(changing|changed)","path":"([^"\\\p{Cc}]+)"\}$/u.exec(line) ?? [];
  return path === undefined ? undefined : { type: type === "changing" ? "changing" : "changed", path };
}

/** A journal's line of an event, with its end. */
export function journalLine(event: JournalEvent): string {
  return `${JSON.stringify(event)}\n`;
}

const hint = "Look at the files that its first line names, then move its folder away";
