/** A help text cut at its headings. Lines keep their indent; tabs are eight spaces. */
export interface HelpSections {
  /** The lines before the usage, and those between it and the first section. */
  readonly intro: readonly string[];
  /** The text after `Usage:`, one trimmed line each; `[]` when there is no usage. */
  readonly usage: readonly string[];
  readonly sections: readonly Section[];
}

/** The lines below one heading. A line without indent that is no heading ends its section. */
export interface Section {
  /** Without the colon. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** One entry of a section: its first line, cut where two spaces set off a description, and the lines below it. */
export interface Row {
  readonly head: string;
  /** The description, lines joined by a line feed and without their common indent; "" when there is none. */
  readonly text: string;
}

/**
 * Cuts a clean help text into usage and sections. Total: any text gives some cut.
 * @param isHeading tells headings below the usage from prose that ends a line with a colon, by the line and those around it
 */
export function cutSections(text: string, isHeading: (lines: readonly string[], index: number) => boolean = () => true): HelpSections {
  const intro: string[] = [];
  const usage: string[] = [];
  const sections: { title: string; lines: string[] }[] = [];
  let open: "intro" | "usage" | "section" | "prose" = "intro";
  let usageSeen = false;
  const all = text.split("\n");
  for (const [index, raw] of all.entries()) {
    const line = raw.replaceAll("\t", "        ").trimEnd();
    const usageStart = usageSeen ? undefined : /^\s{0,4}usage:(?:\s+(.*))?$/i.exec(line);
    if (usageStart) {
      usageSeen = true;
      open = "usage";
      if (usageStart[1] !== undefined && usageStart[1] !== "") usage.push(usageStart[1].trim());
    } else if (open === "usage" && line !== "" && /^\s/.test(line)) {
      usage.push(line.trim());
    } else if (/^\S.*:$/.test(line) && (usageSeen ? isHeading(all, index) : isUnitTitle(line.slice(0, -1)))) {
      open = "section";
      sections.push({ title: line.slice(0, -1), lines: [] });
    } else if (open === "section" && (line === "" || /^\s/.test(line))) {
      sections.at(-1)?.lines.push(line);
    } else if (open === "usage" && line === "" && usage.length === 0) {
      continue;
    } else if (sections.length === 0) {
      open = usageSeen ? "prose" : "intro";
      intro.push(line);
    } else {
      open = "prose";
    }
  }
  return { intro, usage, sections };
}

/** Whether a heading says by itself that commands, arguments or flags follow. */
function isUnitTitle(title: string): boolean {
  return /^(?:(?:\w+ )?(?:sub)?commands?|arguments|args|(?:\w+ )?(?:options|flags))$/i.test(title);
}

/** The width of a line's indent. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The smallest indent of the lines that are not blank. */
export function smallestIndent(lines: readonly string[]): number {
  return lines.reduce((least, line) => (line === "" ? least : Math.min(least, indentOf(line))), Number.MAX_SAFE_INTEGER);
}

/**
 * Groups the lines of a section into rows; `isRowStart` decides which lines begin one. Lines before the first row are dropped.
 * @param join makes a description of the text beside the head and the lines below
 */
export function rowsOf(
  lines: readonly string[],
  isRowStart: (line: string) => boolean,
  join: (beside: string, below: readonly string[]) => string = describe,
): readonly Row[] {
  const groups: string[][] = [];
  for (const line of lines) {
    if (line !== "" && isRowStart(line)) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups.map(([first = "", ...below]) => {
    const gap = /\S(\s{2,})\S/.exec(first.trimStart());
    const head = gap === null ? first.trim() : first.trimStart().slice(0, gap.index + 1);
    const beside =
      gap === null
        ? ""
        : first
            .trimStart()
            .slice(gap.index + 1)
            .trim();
    return { head, text: join(beside, below) };
  });
}

/** Joins a description: text beside the head is wrapped (its lines become one), text below it keeps its lines. */
function describe(beside: string, below: readonly string[]): string {
  const indent = smallestIndent(below);
  const lines = below.map((line) => line.slice(Math.min(indent, indentOf(line))));
  if (beside === "") return trimBlankLines(lines).join("\n");
  const rest = trimBlankLines(lines);
  const wrapped = rest.slice(0, rest.includes("") ? rest.indexOf("") : rest.length);
  const further = rest.slice(wrapped.length);
  // A list of values stays a list even when the text starts beside the head.
  const list = wrapped.findIndex((line) => /^(?:Possible values:|- )/.test(line));
  const flowing = list === -1 ? wrapped : wrapped.slice(0, list);
  return [[beside, ...flowing].join(" "), ...(list === -1 ? [] : wrapped.slice(list)), ...further].join("\n");
}

/** The lines without blank ones at either end. */
export function trimBlankLines(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => line.trim() !== "");
  if (from === -1) return [];
  const to = lines.findLastIndex((line) => line.trim() !== "");
  return lines.slice(from, to + 1);
}
