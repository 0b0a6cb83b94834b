import { indentOf, smallestIndent, trimBlankLines, type Row } from "../sections.ts";

/**
 * The rows of an oclif list. It has its descriptions beside the rows, aligned, or, as soon as one of them is long, every
 * description below its row, indented by four, with blank lines between the rows. A row without a description, and the first
 * one, have no indent; others may stand four further, where flags without a short form are aligned with those that have one.
 */
export function listRows(lines: readonly string[]): readonly Row[] {
  const shown = trimBlankLines(lines);
  return hasTextBelow(shown) ? rowsWithTextBelow(shown) : rowsWithTextBeside(shown);
}

const INDENT_BELOW = 4;

function hasTextBelow(lines: readonly string[]): boolean {
  const least = smallestIndent(lines);
  const starts = lines.map((line, index) => ({ line, index })).filter(({ line }) => line !== "" && indentOf(line) === least);
  const areApart = starts.every(({ line, index }) => !hasGap(line) && (index === 0 || lines[index - 1] === ""));
  const second = lines[1] ?? "";
  const isFlagBeside = /^\s*--[^\s-]/.test(second) && hasGap(second);
  return areApart && !isFlagBeside && second !== "" && indentOf(second) === least + INDENT_BELOW;
}

function hasGap(line: string): boolean {
  return /\S {2,}\S/.test(line);
}

function rowsWithTextBelow(lines: readonly string[]): readonly Row[] {
  const least = smallestIndent(lines);
  const rows: { head: string; text: string[] }[] = [];
  for (const line of lines) {
    if (line !== "" && indentOf(line) === least) rows.push({ head: line.trim(), text: [] });
    else rows.at(-1)?.text.push(line.trim());
  }
  return rows.map(({ head, text }) => ({ head, text: trimBlankLines(text).join("\n") }));
}

function rowsWithTextBeside(lines: readonly string[]): readonly Row[] {
  const rows: { head: string; text: string[] }[] = [];
  let column = Number.MAX_SAFE_INTEGER;
  for (const line of lines) {
    const indent = indentOf(line);
    if (line === "" || indent >= column || (rows.length > 0 && indent !== 0 && indent !== INDENT_BELOW)) {
      rows.at(-1)?.text.push(line.trim());
      continue;
    }
    const gap = /\S( {2,})\S/.exec(line.trimStart());
    const end = gap === null ? line.length : indent + gap.index + 1;
    if (gap !== null) column = end + (gap[1]?.length ?? 0);
    rows.push({ head: line.slice(0, end).trim(), text: gap === null ? [] : [line.slice(column)] });
  }
  return rows.map(({ head, text }) => ({ head, text: trimBlankLines(text).join("\n") }));
}
