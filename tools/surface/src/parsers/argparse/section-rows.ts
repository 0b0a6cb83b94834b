import type { CommandRow } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { flowRow } from "../flow-paragraphs.ts";
import { indentOf, rowsOf, smallestIndent, type Row } from "../sections.ts";

/** The lines below one title. */
export interface ArgparseSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** One action of argparse: its row, and those of its sub-commands. */
export interface ActionRow extends Row {
  readonly commands: readonly CommandRow[];
}

/**
 * The rows of a section. A row stands at the smallest indent; below it may be its help and, two columns further in than the
 * row, the sub-commands, each with help of its own.
 * @param inUsage the words of the usage, which tell a row from the text about a section
 */
export function actionsOf(section: readonly string[], inUsage: ReadonlySet<string>): readonly ActionRow[] {
  const lines = withoutText(section, inUsage);
  const smallest = smallestIndent(lines);
  const groups: string[][] = [];
  for (const line of lines) {
    if (line !== "" && indentOf(line) === smallest) groups.push([line]);
    else groups.at(-1)?.push(line);
  }
  return groups.flatMap((group) => {
    const [first = "", ...below] = group;
    const nested = below.filter((line) => line !== "" && indentOf(line) === smallest + NESTED);
    // Help stands at one column for all; sub-commands have theirs further right, or below.
    const isNested = !first.trim().startsWith("-") && nested.some((line) => commandOfLine(line) !== undefined);
    const own = isNested
      ? below.slice(
          0,
          below.findIndex((line) => indentOf(line) === smallest + NESTED && line !== ""),
        )
      : below;
    const [row] = rowsOf([first, ...own], (line) => line === first, flowRow);
    return row === undefined ? [] : [{ ...row, commands: isNested ? commandsOf(below.slice(own.length), smallest + NESTED) : [] }];
  });
}

/** Drops the text about a section: a paragraph at the rows' indent, with a blank line and rows below. */
function withoutText(lines: readonly string[], inUsage: ReadonlySet<string>): readonly string[] {
  const smallest = smallestIndent(lines);
  const from = lines.findIndex((line) => line !== "");
  const end = lines.findIndex((line, index) => index > from && line === "");
  const isParagraph = end !== -1 && lines.slice(from, end).every((line) => indentOf(line) === smallest);
  const first = /^[^\s,]+/.exec((lines[from] ?? "").trim())?.[0] ?? "";
  const hasRows = lines.some((line, index) => index > end && line !== "");
  return isParagraph && hasRows && !inUsage.has(first) ? lines.slice(end + 1) : lines;
}

/** The sub-commands below an action without a name, which has no row. */
export function commandsOf(lines: readonly string[], indent = smallestIndent(lines)): readonly CommandRow[] {
  return rowsOf(lines, (line) => indentOf(line) === indent, flowRow).flatMap(({ head, text }) => {
    const command = commandOfHead(head);
    return command === undefined ? [] : [{ ...command, ...(text === "" ? {} : { about: text }) }];
  });
}

/** How much further in the rows of sub-commands stand. */
const NESTED = 2;

function commandOfLine(line: string): CommandRow | undefined {
  return commandOfHead(/^\s*(\S.*?)(?:\s{2,}.*)?$/.exec(line)?.[1] ?? "");
}

/** Reads `name` and `name (alias, alias)`. */
function commandOfHead(head: string): CommandRow | undefined {
  const [, name = "", list] = /^([^\s()]+)(?: \(([^()]*)\))?$/.exec(head) ?? [];
  const aliases = list === undefined ? [] : list.split(/,\s*/);
  return isCommandName(name) && aliases.every(isCommandName) ? { name, aliases } : undefined;
}
