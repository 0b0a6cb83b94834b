import type { ArgShape, CommandRow, FlagShape } from "../../help-page.ts";
import { isPresent } from "../merge-units.ts";
import { indentOf, rowsOf, smallestIndent, type Row, type Section } from "../sections.ts";
import { descriptionColumn, isAligned, isAlone } from "./description-column.ts";
import { argOfRow, commandOfRow, flagOfRow } from "./unit-rows.ts";

/** The commands of a section. `*`, which stands for any other word, is none. */
export function commandsIn(section: Section): readonly CommandRow[] {
  const isRow = (line: string): boolean => /^\s*\*(?:\s|$)/.test(line) || commandOfLine(line) !== undefined;
  return rowsIn(section, isRow).map(commandOfRow).filter(isPresent);
}

/** Whether every row of a section is one of a command. */
export function hasOnlyCommands(section: Section): boolean {
  return rowsIn(section, () => true).every((row) => commandOfRow(row) !== undefined);
}

/**
 * The args of a section.
 * @param inUsage the names in the usage, where an arg without a description stands: any other word alone is text
 */
export function argsIn(section: Section, inUsage: ReadonlySet<string>): readonly ArgShape[] {
  return rowsIn(section, (line) => !isAlone(line) || inUsage.has(line.trim()))
    .map(argOfRow)
    .filter(isPresent);
}

/** The flags whose rows stand among some lines. */
export function flagsIn(lines: readonly string[]): readonly FlagShape[] {
  return readRows(lines, flagRowStart(lines)).map(flagOfRow).filter(isPresent);
}

/** The lines above the first row of a flag. */
export function linesAboveFlags(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex(flagRowStart(lines));
  return first === -1 ? lines : lines.slice(0, first);
}

/**
 * The rows of commands or args. Descriptions with line feeds of their own come back to the rows' indent: what does not stand
 * like a row is one's text, and so is what has no description and follows a blank line, which commander puts nowhere between
 * rows.
 */
function rowsIn({ lines }: Section, isRow: (line: string) => boolean): readonly Row[] {
  const smallest = smallestIndent(lines);
  const column = descriptionColumn({ lines });
  const first = lines.findIndex((line) => line !== "");
  const indented = lines.map((line, index) =>
    index > first && line !== "" && lines[index - 1] === "" && isAlone(line) ? `  ${line}` : line,
  );
  return readRows(indented, (line) => indentOf(line) === smallest && isAligned(line, column) && isRow(line));
}

/** Which lines begin the row of a flag: those at the smallest indent of any such. */
function flagRowStart(lines: readonly string[]): (line: string) => boolean {
  const starts = new Set(lines.filter((line) => /^\s+--?[^\s-]/.test(line) && flagOfLine(line) !== undefined));
  const smallest = smallestIndent([...starts]);
  return (line) => starts.has(line) && indentOf(line) === smallest;
}

function commandOfLine(line: string): CommandRow | undefined {
  return readRows([line], () => true)
    .map(commandOfRow)
    .find(isPresent);
}

function flagOfLine(line: string): FlagShape | undefined {
  return readRows([line], () => true)
    .map(flagOfRow)
    .find(isPresent);
}

/** Rows with their descriptions as printed; whoever reads them makes paragraphs of these. */
function readRows(lines: readonly string[], isRowStart: (line: string) => boolean): readonly Row[] {
  return rowsOf(lines, isRowStart, (beside, below) => [beside, ...below].join("\n"));
}
