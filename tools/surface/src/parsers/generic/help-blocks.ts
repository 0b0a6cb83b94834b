import { indentOf } from "../sections.ts";

/** What the lines below a heading list; `text` for what stands below none, or below one that says nothing of units. */
export type BlockKind = "usage" | "flags" | "commands" | "args" | "examples" | "text";

/** A run of lines below one heading. */
export interface HelpBlock {
  readonly kind: BlockKind;
  /** Whether the heading names units and nothing else: `Commands:`, `Global options:`. */
  readonly isPlain: boolean;
  readonly lines: readonly string[];
}

/** Cuts a text at its headings, whatever style they have. Lines keep their indent; tabs are eight spaces. Total. */
export function cutBlocks(text: string): readonly HelpBlock[] {
  const lines = text.split("\n").map((line) => line.replaceAll("\t", "        ").trimEnd());
  const below = linesBelow(lines);
  const blocks: { kind: BlockKind; isPlain: boolean; lines: string[] }[] = [{ kind: "text", isPlain: false, lines: [] }];
  let indent = -1;
  for (const [index, line] of lines.entries()) {
    const nextAt = below[index];
    const next = nextAt === undefined ? undefined : lines[nextAt];
    const usage = blocks.some(({ kind }) => kind === "usage") ? null : /^\s{0,4}(?:[Uu]sage:|USAGE[: ])\s*(\S.*)$/.exec(line);
    const current = blocks.at(-1);
    if (usage?.[1] !== undefined) {
      indent = indentOf(line);
      blocks.push({ kind: "usage", isPlain: true, lines: [usage[1]] });
    } else if (isHeading(line, next) || (nextAt !== undefined && isAboveGroups(line, lines[nextAt], lines[nextAt + 1]))) {
      indent = indentOf(line);
      blocks.push({ ...kindOf(line.trim().replace(/:$/, "")), lines: [] });
    } else if (current?.kind === "usage") {
      // A usage ends with its paragraph, or where the rows of flags begin.
      const ends = line === "" ? current.lines.some((each) => each !== "") : /^\s*-\S.*\S\s{2,}\S/.test(line);
      if (ends) blocks.push({ kind: "text", isPlain: false, lines: [line] });
      else current.lines.push(line);
      if (ends) indent = -1;
    } else if (line !== "" && indentOf(line) <= indent && !continues(current, line, next)) {
      indent = -1;
      blocks.push({ kind: "text", isPlain: false, lines: [line] });
    } else current?.lines.push(line);
  }
  return blocks;
}

/** For each line the index of the next one that is not blank. */
function linesBelow(lines: readonly string[]): readonly (number | undefined)[] {
  const below: (number | undefined)[] = [];
  let next: number | undefined;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    below[index] = next;
    if (lines[index] !== "") next = index;
  }
  return below;
}

const MAX_HEADING = 80;

function isHeading(line: string, next: string | undefined): boolean {
  const title = line.trim();
  if (title === "" || title.length > MAX_HEADING || indentOf(line) > 4 || next === undefined) return false;
  if (/^usage:?$/i.test(title)) return true;
  const isTitle = /^[A-Za-z(].*:$/.test(title) || /^[A-Z][A-Z /-]+$/.test(title) || kindOf(title).isPlain;
  return isTitle && indentOf(next) > indentOf(line);
}

/** Whether a heading speaks of commands, and the line below it is the title of the first group of them. */
function isAboveGroups(line: string, next: string | undefined, afterNext: string | undefined): boolean {
  const isTitle = /^[A-Za-z].*:$/.test(line) && line.length <= MAX_HEADING && kindOf(line.slice(0, -1)).kind === "commands";
  return isTitle && next !== undefined && indentOf(next) === 0 && isCommandRow(afterNext);
}

function isCommandRow(line: string | undefined): boolean {
  return line !== undefined && /^\s+[a-z]\S*\s{2,}\S/.test(line);
}

/** A line above the rows of a group of commands does not end their list. */
function continues(block: HelpBlock | undefined, line: string, next: string | undefined): boolean {
  return block?.kind === "commands" && next !== undefined && indentOf(next) > indentOf(line) && isCommandRow(next);
}

function kindOf(title: string): Pick<HelpBlock, "kind" | "isPlain"> {
  const isPlain = /^(?:[\w/-]+ ){0,2}(?:usage|options|flags|(?:sub-?)?commands|arguments|args)$/i.test(title);
  if (/^usage$/i.test(title)) return { kind: "usage", isPlain };
  if (/\bexamples?\b/i.test(title)) return { kind: "examples", isPlain: false };
  if (/\b(?:options?|flags?|switches)\b/i.test(title)) return { kind: "flags", isPlain };
  if (/^(?:\S+ ){0,4}(?:sub-?)?commands?\b/i.test(title)) return { kind: "commands", isPlain };
  return /^(?:positional )?arg(?:ument)?s$/i.test(title) ? { kind: "args", isPlain } : { kind: "text", isPlain: false };
}
