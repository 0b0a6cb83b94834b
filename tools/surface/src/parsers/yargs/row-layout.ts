import { mostFrequentColumn } from "../most-frequent-column.ts";
import { indentOf } from "../sections.ts";
import { joinLines, type TextLine } from "./wrapped-text.ts";

/** One row of a section of yargs: what stands in its left column, and the lines of its description and notes. */
export interface LaidRow {
  readonly head: string;
  readonly lines: readonly TextLine[];
  /** How many of the lines are description: those before the first line of notes. */
  readonly described: number;
}

/** What decides where the rows of a section begin. */
export interface RowRules {
  /** The right edge of the page, where notes end. */
  readonly width: number;
  /** The largest indent of a row. */
  readonly maxIndent: number;
  /** Whether the left column of a line is a row's head, or its first line. */
  isHead(left: string): boolean;
  /** Whether a head, of which this is the last line, goes on in the left column of the next line. */
  goesOn(head: TextLine, left: string): boolean;
  /** Cuts a head, or the rest of one, from the notes that stand right behind it. */
  cutHead(text: string): readonly [head: string, rest: string];
}

/** What is narrower was not wrapped at an edge: its lines are that short. */
const NARROWEST_PAGE = 20;

/** The notes that yargs prints, by their first letters. */
export const NOTE_START = /^\[(?:boolean|string|number|array|count|required|choices:|default|deprecated|aliases:)/;

/**
 * Reads the rows of a section. yargs prints two columns, heads and descriptions, each wrapped for itself, and the notes to the
 * right edge: behind the description where there is room, else on lines of their own.
 */
export function layRows(lines: readonly string[], rules: RowRules): readonly LaidRow[] {
  // yargs gives heads half of the page at most; only then they are wrapped.
  const cap = Math.trunc(rules.width / 2) + 4;
  const isAtCap = (line: string): boolean => rules.width >= NARROWEST_PAGE && line.length === cap - 2 && indentOf(line) <= MAX_INDENT;
  const column = descriptionColumn(lines, rules.width) ?? (lines.some(isAtCap) ? cap : undefined);
  const isCapped = column === cap;
  const rows: RowBuilder[] = [];
  let isBelowBlank = true;
  for (const line of lines) {
    const row = rows.at(-1);
    const [left, right] = cutAt(line, column);
    const isHead = left !== "" && rules.isHead(left.trim()) && indentOf(line) <= rules.maxIndent;
    if (line === "") row?.addText("", 0, rules.width);
    else if (!standsInColumns(line, column) && row?.takesNote(line, column, rules.width, isHead) === true) row.addNote(line, rules.width);
    else if (left !== "" && isCapped && !isBelowBlank && row !== undefined && rules.goesOn(row.lastHead, left.trim())) {
      const [head, rest] = rules.cutHead(left.trim());
      row.addHead(head, left.length === column - 2);
      row.addText(`${rest} ${right}`.trim(), rest === "" ? column : 2, rules.width);
    } else if (isHead) {
      const [head, rest] = rules.cutHead(left.trim());
      const made = new RowBuilder(head, isCapped && left.length === column - 2, isCapped ? column - 2 - indentOf(line) : 0);
      if (rest === "") made.addText(right, column ?? line.length - right.length, rules.width);
      else made.addText(line.slice(indentOf(line) + head.length).trimStart(), line.length, rules.width);
      rows.push(made);
    } else if (left === "") row?.addText(right, column ?? 0, rules.width);
    isBelowBlank = line === "";
  }
  return rows.map((row) => row.laid());
}

/** The largest indent of any row: flags stand behind the place of a short name where any flag of the page has one. */
export const MAX_INDENT = 6;

class RowBuilder {
  readonly #heads: TextLine[];
  readonly #lines: TextLine[] = [];
  readonly #room: number;
  #notesFrom: number | undefined;

  constructor(head: string, isFull: boolean, room: number) {
    this.#room = room;
    this.#heads = [{ text: head, isFull, room }];
  }

  get lastHead(): TextLine {
    return this.#heads.at(-1) ?? { text: "", isFull: false, room: 0 };
  }

  addHead(text: string, isFull: boolean): void {
    this.#heads.push({ text, isFull, room: this.#room });
  }

  addText(text: string, column: number, width: number): void {
    this.#lines.push({ text, isFull: column + text.length === width, room: width - column });
  }

  addNote(line: string, width: number): void {
    this.#notesFrom ??= this.#lines.length;
    this.#lines.push({ text: line.trim(), isFull: indentOf(line) === 2 && line.length === width, room: width - 2 });
  }

  /**
   * Whether a line has nothing but notes: it ends at the right edge, and begins none of the columns.
   * @param isHead whether the line could begin the next row; it does, unless a note is open that takes the whole line
   */
  takesNote(line: string, column: number | undefined, width: number, isHead: boolean): boolean {
    if (line.length !== width || indentOf(line) === column) return false;
    const text = line.trimStart();
    if (NOTE_START.test(text)) return true;
    const isOpen = hasOpenNote(this.#lines.at(-1)?.text ?? "");
    if (isHead) return isOpen && !/\S {2,}\S/.test(line);
    return isOpen || this.#notesFrom !== undefined;
  }

  laid(): LaidRow {
    return { head: joinLines(this.#heads, false), lines: this.#lines, described: this.#notesFrom ?? this.#lines.length };
  }
}

/** Whether a note with a value begins in a line and does not end there. */
function hasOpenNote(text: string): boolean {
  const spaced = ` ${text} `;
  const from = Math.max(...OPENINGS.map((opening) => spaced.lastIndexOf(opening)));
  let depth = 0;
  for (const char of from === -1 ? "" : spaced.slice(from)) {
    if (char === "[") depth += 1;
    else if (char === "]") depth -= 1;
  }
  return depth > 0;
}

const OPENINGS = [" [choices: ", " [default: ", " [deprecated: ", " [aliases: "] as const;

/** The column in which most descriptions begin beside their heads; `undefined` where no row has one. */
function descriptionColumn(lines: readonly string[], width: number): number | undefined {
  const columns = lines.flatMap((line) => {
    const gap = indentOf(line) <= MAX_INDENT ? /\S( {2,})\S/.exec(line) : null;
    const column = gap === null ? undefined : gap.index + gap[0].length - 1;
    return column === undefined || isOnlyNotes(line.slice(column), line.length === width) ? [] : [column];
  });
  return mostFrequentColumn(columns);
}

function isOnlyNotes(text: string, isAtEdge: boolean): boolean {
  return NOTE_START.test(text) && (isAtEdge || text.endsWith("]"));
}

/** Whether a line has something in both columns. */
function standsInColumns(line: string, column: number | undefined): boolean {
  return (
    column !== undefined &&
    line.length > column &&
    line.slice(column - 2, column + 1).startsWith("  ") &&
    line.slice(0, column).trim() !== ""
  );
}

/** The left column of a line, with its indent, and the rest. */
function cutAt(line: string, column: number | undefined): readonly [left: string, right: string] {
  if (column !== undefined && line.slice(0, column).trim() === "") return ["", line.slice(column)];
  if (column !== undefined && line.slice(column - 2, column) === "  ") return [line.slice(0, column).trimEnd(), line.slice(column)];
  const gap = /\S( {2,})\S/.exec(line);
  if (gap === null) return [line, ""];
  return [line.slice(0, gap.index + 1), line.slice(gap.index + gap[0].length - 1)];
}
