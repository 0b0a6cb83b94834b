import { fromByteString } from "../content/stored-content.ts";
import { decodeText } from "../content/utf8.ts";
import { quotePath } from "../paths/refusal.ts";
import type { Hunk, HunkLine } from "./file-patch.ts";
import { splitLines } from "./text-hunks.ts";

/** The new content, or why a hunk does not fit: one sentence that names the hunk, the line and both texts. */
export type HunksOutcome = { readonly type: "applied"; readonly text: string } | { readonly type: "failed"; readonly message: string };

/**
 * Applies hunks to a byte string. Every line of context and every removed one has to be there byte for byte. A hunk is applied at the
 * line that its header names, or where all of its lines stand, when that is one place alone; one without lines of context before or
 * after its changes only where the file begins or ends, as that is what it says.
 */
export function applyHunks(source: string, hunks: readonly Hunk[]): HunksOutcome {
  const lines = splitLines(source);
  const parts: string[] = [];
  let done = 0;
  let shift = 0;
  for (const [index, hunk] of hunks.entries()) {
    const old = hunk.lines.filter(({ type }) => type !== "added");
    const place = placeHunk(lines, hunk, old, done, shift);
    if (typeof place === "string")
      return { type: "failed", message: `does not fit in hunk ${String(index + 1)} (${hunk.header}): ${place}` };
    parts.push(...lines.slice(done, place), ...hunk.lines.flatMap(({ type, text }) => (type === "removed" ? [] : [text])));
    done = place + old.length;
    shift = place - startOf(hunk, old);
  }
  parts.push(...lines.slice(done));
  const glued = parts.findIndex((part, at) => at < parts.length - 1 && !part.endsWith("\n"));
  if (glued === -1) return { type: "applied", text: parts.join("") };
  return { type: "failed", message: `leaves line ${String(glued + 1)} without a newline, though other lines follow it` };
}

/** The index of the first line that a hunk is about, by its header. */
function startOf({ oldStart }: Hunk, old: readonly HunkLine[]): number {
  return old.length === 0 ? oldStart : oldStart - 1;
}

/** The index at which a hunk is applied, or why there is none. */
function placeHunk(lines: readonly string[], hunk: Hunk, old: readonly HunkLine[], from: number, shift: number): number | string {
  const stated = startOf(hunk, old);
  const fits = (at: number): boolean => mismatch(lines, hunk, old, at) === undefined;
  if (shift === 0 && stated >= from && fits(stated)) return stated;
  const places: number[] = [];
  for (let at = from; at + old.length <= lines.length; at += 1) if (fits(at)) places.push(at);
  const [only, second] = places;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined) {
    const shown = places.slice(0, 5).map((at) => String(at + 1));
    return `its lines are not at line ${String(stated + 1)}, but at several others: ${shown.join(", ")}${places.length > 5 ? ", …" : ""}`;
  }
  if (stated + shift < from) return `it is about lines before the end of the hunk before it`;
  return mismatch(lines, hunk, old, stated + shift) ?? "its lines are nowhere";
}

/** The first thing that keeps a hunk from being applied at an index; `undefined` when it fits there. */
function mismatch(lines: readonly string[], { lines: all, oldStart }: Hunk, old: readonly HunkLine[], at: number): string | undefined {
  for (const [index, { text, patchLine }] of old.entries()) {
    const actual = lines[at + index];
    if (actual === text) continue;
    const is = actual === undefined ? "does not exist" : `is ${quoteLine(actual)}`;
    return `line ${String(at + index + 1)} of the file ${is}, and line ${String(patchLine)} of the patch wants ${quoteLine(text)}`;
  }
  if (all[0]?.type !== "context" && oldStart <= 1 && at > 0)
    return "it has no context before its changes, and is not at the start of the file";
  const end = at + old.length;
  if (all.at(-1)?.type !== "context" && end < lines.length) {
    return `it has no context after its changes, so that the file has to end there, but line ${String(end + 1)} follows`;
  }
  return undefined;
}

/** A line as it is shown in a message; that it has no line feed at its end is said, as it is what differs then. */
function quoteLine(line: string): string {
  const text = line.endsWith("\n") ? line.slice(0, -1) : line;
  return `${quotePath(decodeText(fromByteString(text)) ?? text)}${line.endsWith("\n") ? "" : " without a newline"}`;
}
