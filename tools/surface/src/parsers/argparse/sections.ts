import { indentOf } from "../sections.ts";
import type { ArgparseSection } from "./section-rows.ts";

/** A help text of argparse cut into usage, text and sections. Tabs are eight spaces. */
export interface ArgparseText {
  /** The lines of the usage, trimmed. */
  readonly usage: readonly string[];
  /** The text between the usage and the first heading. */
  readonly intro: readonly string[];
  /** A line without indent ends a section: what comes then is an epilog, up to the next heading. */
  readonly sections: readonly ArgparseSection[];
}

/** Cuts a clean help text. The usage ends at a blank line or at a line without indent. */
export function cutText(text: string): ArgparseText {
  const lines = text.split("\n").map((line) => line.replaceAll("\t", "        ").trimEnd());
  const at = lines.findIndex((line) => /^usage:/i.test(line));
  const from = at === -1 ? 0 : at + 1;
  const stop = lines.findIndex((line, index) => index >= from && indentOf(line) === 0);
  const end = at === -1 ? 0 : stop === -1 ? lines.length : stop;
  const first = at === -1 ? "" : (lines[at] ?? "").replace(/^usage:\s*/i, "");
  const usage = at === -1 ? [] : [first, ...lines.slice(from, end).map((line) => line.trim())].filter((line) => line !== "");
  const intro: string[] = [];
  const sections: { title: string; lines: string[] }[] = [];
  let open = false;
  for (let index = end; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (isHeading(lines, index)) {
      sections.push({ title: line.slice(0, -1), lines: [] });
      open = true;
    } else if (line !== "" && indentOf(line) === 0) {
      open = false;
      if (sections.length === 0) intro.push(line);
    } else if (sections.length === 0) intro.push(line);
    else if (open) sections.at(-1)?.lines.push(line);
  }
  return { usage, intro, sections };
}

/** `title:` with indented lines below. */
function isHeading(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  if (!/^\S.*:$/.test(line)) return false;
  const next = lines[index + 1] ?? "";
  const below = next === "" ? (lines[index + 2] ?? "") : next;
  return below !== "" && indentOf(below) > 0;
}
