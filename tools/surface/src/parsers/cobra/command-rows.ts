import { omitAbsent } from "@lockstep/kernel";
import type { CommandRow } from "../../help-page.ts";
import { mostFrequentColumn } from "../most-frequent-column.ts";
import { isCommandName } from "../command-name.ts";
import { isPresent } from "../merge-units.ts";
import { indentOf, smallestIndent } from "../sections.ts";

/** The commands of a section. cobra wraps no row; what stands elsewhere than the rows is text. */
export function commandsIn(lines: readonly string[]): readonly CommandRow[] {
  const rows = rowsIn(lines);
  const column = descriptionColumn(rows);
  return rows
    .filter((row) => isAligned(row, column))
    .map(({ name, text }) => (isCommandName(name) ? omitAbsent({ name, aliases: [], about: text === "" ? undefined : text }) : undefined))
    .filter(isPresent);
}

/** Whether all that a section has are rows of commands with descriptions in one column. */
export function hasOnlyCommands(lines: readonly string[]): boolean {
  const rows = rowsIn(lines);
  const column = descriptionColumn(rows);
  return (
    rows.length > 0 &&
    rows.length === lines.filter((line) => line !== "").length &&
    rows.every((row) => isCommandName(row.name) && row.text !== "" && isAligned(row, column))
  );
}

interface NamedLine {
  readonly name: string;
  readonly text: string;
  /** Where the text begins. */
  readonly column: number;
  readonly gap: number;
}

/** The lines at the smallest indent, cut behind their first word. gh sets a colon behind a name, docker a star behind a plugin. */
function rowsIn(lines: readonly string[]): readonly NamedLine[] {
  const smallest = smallestIndent(lines);
  return lines
    .filter((line) => line !== "" && indentOf(line) === smallest)
    .map((line) => {
      const [, indent = "", word = "", gap = "", text = ""] = /^(\s*)(\S+)(\s*)(.*)$/.exec(line) ?? [];
      const name = word.replace(/[:*]$/, "");
      return { name, text, column: indent.length + word.length + gap.length, gap: name === word ? gap.length : gap.length + 1 };
    });
}

/** The column in which most descriptions begin. */
function descriptionColumn(rows: readonly NamedLine[]): number | undefined {
  return mostFrequentColumn(rows.filter(({ text }) => text !== "").map(({ column }) => column));
}

/** The longest name has one space behind it: only the column tells its row from prose. */
function isAligned({ text, column, gap }: NamedLine, common: number | undefined): boolean {
  return text === "" || column === common || gap > 1;
}
