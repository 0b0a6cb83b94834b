import type { Section } from "../sections.ts";

/** A help text of yargs cut at its headings. Lines keep their indent; tabs are eight spaces. */
export interface HelpBlocks {
  /** The lines above the first section: a banner, the usage, the text about the command. */
  readonly intro: readonly string[];
  readonly sections: readonly Section[];
}

/**
 * Cuts a clean help text. yargs prints the title of a group as the program spells it, often without a colon: a heading is a line
 * without indent that ends in a colon above an indented line, or stands above the row of a flag.
 */
export function cutBlocks(text: string): HelpBlocks {
  const lines = text.split("\n").map((line) => line.replaceAll("\t", "        ").trimEnd());
  const intro: string[] = [];
  const sections: { title: string; lines: string[] }[] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (isHeading(lines, index)) {
      sections.push({ title: line.replace(/:$/, ""), lines: [] });
      isOpen = true;
    } else if (sections.length === 0) intro.push(line);
    else {
      isOpen &&= line === "" || line.startsWith(" ");
      if (isOpen) sections.at(-1)?.lines.push(line);
    }
  }
  return { intro, sections };
}

function isHeading(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  const below = lines[index + 1] ?? "";
  if (!/^\S/.test(line) || /^usage:/i.test(line) || !below.startsWith("  ")) return false;
  return (line.endsWith(":") && (lines[index - 1] ?? "") === "") || isFlagRow(below);
}

/** Whether a line is the first one of a flag's row: spellings, and nothing else before a gap or a note. */
export function isFlagRow(line: string): boolean {
  return /^ {2,6}--?[^\s,[\]-][^\s,[\]]*(?:, --?[^\s,[\]-][^\s,[\]]*)*(?:,?$| {2}| ?\[)/.test(line);
}
