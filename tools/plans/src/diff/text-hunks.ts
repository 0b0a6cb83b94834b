import { structuredPatch } from "diff";

/** Lines of context before and after each change. */
const CONTEXT = 3;
/** Beyond so many added and removed lines the shortest diff takes too long to find; then everything that differs is one change. */
const MAX_EDITS = 2000;

/** The hunks of a unified diff between two texts, each line with its line feed; `""` when they are the same. */
export function renderHunks(before: string, after: string): string {
  const found = structuredPatch("", "", before, after, undefined, undefined, { context: CONTEXT, maxEditLength: MAX_EDITS });
  const hunks = found?.hunks ?? [replaceMiddle(before, after)];
  return hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) => {
      const header = `@@ -${renderRange(oldStart, oldLines)} +${renderRange(newStart, newLines)} @@`;
      return [header, ...lines].map((line) => `${line}\n`).join("");
    })
    .join("");
}

interface TextHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/** An empty range names the line before it. */
function renderRange(start: number, count: number): string {
  const first = count === 0 ? start - 1 : start;
  return count === 1 ? String(first) : `${String(first)},${String(count)}`;
}

/** One hunk that replaces all lines between the first and the last difference. */
function replaceMiddle(before: string, after: string): TextHunk {
  const old = splitLines(before);
  const now = splitLines(after);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const from = Math.max(head - CONTEXT, 0);
  const trailing = Math.min(tail, CONTEXT);
  const oldEnd = old.length - tail;
  const newEnd = now.length - tail;
  const marked = (sign: string, lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => (line.endsWith("\n") ? [`${sign}${line.slice(0, -1)}`] : [`${sign}${line}`, "\\ No newline at end of file"]));
  return {
    oldStart: from + 1,
    oldLines: oldEnd + trailing - from,
    newStart: from + 1,
    newLines: newEnd + trailing - from,
    lines: [
      ...marked(" ", old.slice(from, head)),
      ...marked("-", old.slice(head, oldEnd)),
      ...marked("+", now.slice(head, newEnd)),
      ...marked(" ", old.slice(oldEnd, oldEnd + trailing)),
    ],
  };
}

/** Lines with their line feeds; the last one has none when the text ends without. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(/(?<=\n)/u);
  return lines[0] === "" ? [] : lines;
}
