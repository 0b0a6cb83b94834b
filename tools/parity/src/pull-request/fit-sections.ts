/** A part of a text whose rows may be cut. */
export interface Section {
  /** What stands above the rows; a section without rows is left out whole. */
  readonly heading: string;
  /** What a table has between its heading and its rows; absent for a section that is no table. */
  readonly tableHead?: string;
  readonly rows: readonly string[];
  /** The command that lists all rows. */
  readonly all?: string;
  /** Of two sections the one with the smaller number gets its rows first. */
  readonly priority: number;
}

/** What stands where rows were cut, with as much room as it can need. */
const REMARK_ROOM = 200;

/**
 * The sections one after another, in no more than `length` UTF-16 code units. Where not all rows fit, the sections of lower priority
 * lose theirs from the end, and each that did says how many and where they are.
 */
export function fitSections(sections: readonly Section[], length: number): { readonly text: string; readonly isCut: boolean } {
  const filled = sections.filter(({ rows }) => rows.length > 0);
  const frames = filled.map((section) => render(section, []).length + REMARK_ROOM);
  let left = length - frames.reduce((sum, frame) => sum + frame + 2, 0);
  const kept = new Map<Section, readonly string[]>();
  for (const section of filled.toSorted((a, b) => a.priority - b.priority)) {
    const rows: string[] = [];
    for (const row of section.rows) {
      if (row.length + 1 > left) break;
      left -= row.length + 1;
      rows.push(row);
    }
    // Nothing of less weight takes the room that a row of more weight did not find.
    if (rows.length < section.rows.length) left = 0;
    kept.set(section, rows);
  }
  return {
    text: filled.map((section) => render(section, kept.get(section) ?? [])).join("\n\n"),
    isCut: filled.some((section) => (kept.get(section)?.length ?? 0) < section.rows.length),
  };
}

function render({ heading, tableHead, rows: all, all: command }: Section, rows: readonly string[]): string {
  const cut = all.length - rows.length;
  const where = command === undefined ? "" : `; all of them: \`${command}\``;
  return [
    heading,
    ...(rows.length === 0 ? [] : ["", ...(tableHead === undefined ? [] : [tableHead]), ...rows]),
    ...(cut === 0 ? [] : ["", `Cut: ${String(cut)} of ${String(all.length)} do not fit here${where}.`]),
  ].join("\n");
}
