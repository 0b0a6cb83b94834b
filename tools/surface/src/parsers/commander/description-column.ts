import { mostFrequentColumn } from "../most-frequent-column.ts";
import { isPresent } from "../merge-units.ts";
import { indentOf, smallestIndent, type Section } from "../sections.ts";

/** The column in which most descriptions beside rows of a section begin; `undefined` where none stands beside its row. */
export function descriptionColumn({ lines }: Pick<Section, "lines">): number | undefined {
  const smallest = smallestIndent(lines);
  return mostFrequentColumn(
    lines
      .filter((line) => indentOf(line) === smallest)
      .map(columnOf)
      .filter(isPresent),
  );
}

/** Whether a line stands like a row: its description in the column, two spaces behind a head that is too long, or not beside it. */
export function isAligned(line: string, column: number | undefined): boolean {
  const own = columnOf(line);
  return own === undefined || column === undefined || own === column || (own > column && /\S {2}\S/.test(line.slice(0, own + 1)));
}

/** Whether a line has no description beside its head. */
export function isAlone(line: string): boolean {
  return columnOf(line) === undefined;
}

/** Where the text behind the first gap of two spaces begins. */
function columnOf(line: string): number | undefined {
  const gap = /\S(\s{2,})\S/.exec(line);
  return gap === null ? undefined : gap.index + gap[0].length - 1;
}
