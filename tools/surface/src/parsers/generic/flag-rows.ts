import { omitAbsent } from "@lockstep/kernel";
import { flagNames, saysDeprecated, type FlagShape } from "../../help-page.ts";
import { mostFrequentColumn } from "../most-frequent-column.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import { isPresent } from "../merge-units.ts";
import { saysRepeatable } from "../repeatable-prose.ts";
import { indentOf } from "../sections.ts";
import { flagsOfHead } from "./flag-head.ts";
import type { HelpBlock } from "./help-blocks.ts";

/** The flags of a help and whether each row was sure to be one. */
export interface FlagRows {
  readonly flags: readonly FlagShape[];
  /** Rows with a description. */
  readonly described: number;
}

interface FlagRow {
  readonly flags: readonly FlagShape[];
  readonly indent: number;
  /** Where the description stands beside the head. */
  readonly column: number | undefined;
  readonly text: string[];
}

/**
 * The flags that have a row. A row begins with a flag and has its description behind two spaces, in the column of the others,
 * or indented below; one without is a row only below a heading that speaks of flags. A spelling that was seen before is none
 * again.
 */
export function readFlagRows(blocks: readonly HelpBlock[]): FlagRows {
  const shown = blocks.filter(({ kind }) => kind !== "usage" && kind !== "examples");
  const column = descriptionColumn(shown.flatMap(({ lines }) => lines));
  const flags: FlagShape[] = [];
  const seen = new Set<string>();
  let described = 0;
  for (const block of shown) {
    for (const { flags: shapes, text } of rowsOfBlock(block.lines, column)) {
      if (text.length === 0 && block.kind !== "flags") continue;
      if (text.length > 0) described += 1;
      for (const shape of shapes) {
        if (flagNames(shape).some((name) => seen.has(name))) continue;
        for (const name of flagNames(shape)) seen.add(name);
        flags.push(describe(shape, text));
      }
    }
  }
  return { flags, described };
}

function rowsOfBlock(lines: readonly string[], column: number | undefined): readonly FlagRow[] {
  const rows: FlagRow[] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    const last = isOpen ? rows.at(-1) : undefined;
    const isText = last !== undefined && line !== "" && indentOf(line) >= (last.column ?? last.indent + MIN_TEXT_INDENT);
    const row = isText && !(last.column === undefined && /^\s*-/.test(line)) ? undefined : rowAt(line, lines[index + 1] ?? "", column);
    if (row !== undefined) {
      rows.push(row);
      isOpen = true;
    } else if (last === undefined || line === "" || indentOf(line) <= last.indent) isOpen = false;
    else last.text.push(line.trim());
  }
  return rows;
}

/** Flags without a short form stand up to four columns further than those that have one. */
const MIN_TEXT_INDENT = 5;

function rowAt(line: string, below: string, column: number | undefined): FlagRow | undefined {
  if (!/^\s*--?[^\s-]/.test(line)) return undefined;
  const indent = indentOf(line);
  const gap = /\S(\s{2,})\S/.exec(line.slice(indent));
  const textAt = gap === null ? undefined : indent + gap.index + gap[0].length - 1;
  const hasTextBelow = below !== "" && indentOf(below) > indent && !/^\s*-/.test(below);
  if (gap !== null && textAt !== undefined) {
    const flags = flagsOfHead(line.slice(indent, indent + gap.index + 1), true);
    if (flags !== undefined) return { flags, indent, column: textAt, text: [line.slice(textAt)] };
  } else if (indent > 0) {
    const flags = flagsOfHead(line.trim(), hasTextBelow);
    if (flags !== undefined) return { flags, indent, column: undefined, text: [] };
  }
  // A head that ends right before the column has one space there.
  if (column === undefined || indent >= column || line[column - 1] !== " " || !/^\S$/.test(line[column] ?? "")) return undefined;
  const flags = flagsOfHead(line.slice(indent, column).trim(), false);
  return flags === undefined ? undefined : { flags, indent, column, text: [line.slice(column)] };
}

/** The column in which the descriptions of most rows begin; `undefined` when fewer than three stand in one. */
function descriptionColumn(lines: readonly string[]): number | undefined {
  const columns = lines.map((line) => /^\s*-\S.{0,200}?\S?\s{2,}(?=\S)/.exec(line)?.[0].length).filter(isPresent);
  return mostFrequentColumn(columns, 3);
}

function describe(shape: FlagShape, text: readonly string[]): FlagShape {
  const description = flowParagraphs(text.join("\n"))[0];
  const value =
    description === undefined || !shape.takes_value ? undefined : /[([]default:? ([^()[\]]{1,200})[)\]]\.?$/i.exec(description)?.[1];
  const { long, short, takes_value, value_name, repeatable, aliases, ...others } = shape;
  return omitAbsent({
    long,
    short,
    takes_value,
    value_name,
    repeatable: repeatable === true || (takes_value && saysRepeatable(description)) ? true : undefined,
    aliases,
    description,
    default: value?.replace(/^"(.*)"$/, "$1"),
    deprecated: saysDeprecated(description) ? true : undefined,
    ...others,
  });
}
