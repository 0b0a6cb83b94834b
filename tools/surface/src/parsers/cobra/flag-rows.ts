import { omitAbsent } from "@lockstep/kernel";
import type { FlagShape } from "../../help-page.ts";
import { cutFlagNames, nameFlag } from "../flag-names.ts";
import { isPresent } from "../merge-units.ts";
import { flowRow } from "../flow-paragraphs.ts";
import { indentOf, rowsOf, smallestIndent, type Row } from "../sections.ts";
import { readFlagNotes } from "./flag-notes.ts";

/** The flags of a section, as pflag prints them or as kubectl does. */
export function flagsIn(lines: readonly string[]): readonly FlagShape[] {
  const starts = lines.filter((line) => /^\s+--?[^\s-]/.test(line));
  const smallest = smallestIndent(starts);
  // A flag without a short form stands four columns further right, where the names of the others do.
  const isRow = (line: string): boolean =>
    (indentOf(line) === smallest || indentOf(line) === smallest + SHORT_WIDTH) && /^\s+--?[^\s-]/.test(line);
  return rowsOf(lines, isRow, flowRow).map(flagOfRow).filter(isPresent);
}

/** The width of `-s, `. */
const SHORT_WIDTH = 4;

/** Reads one row of flags; `undefined` when it is prose. */
function flagOfRow({ head, text }: Row): FlagShape | undefined {
  const { names, value } = cutFlagNames(head, "comma");
  if (names.length === 0) return undefined;
  const shape = value.startsWith("=") && value.endsWith(":") ? defaultOf(value.slice(1, -1)) : valueOf(value);
  if (shape === undefined) return undefined;
  const notes = readFlagNotes(text);
  const defaultValue = notes.default ?? shape.default;
  const isList = shape.takes_value && (notes.saysRepeatable || /^\[.*\]$/s.test(defaultValue ?? ""));
  const { long, short, aliases } = nameFlag(names, []);
  // A count whose level has a name (`-v`, `--verbose=n`) is printed like a flag that needs a value.
  const isCountWithLevel = notes.saysRepeatable && (notes.description ?? "").includes(`${long ?? ""}=${shape.value_name ?? "="}`);
  return omitAbsent({
    long,
    short,
    takes_value: shape.takes_value,
    value_name: shape.value_name,
    repeatable: shape.repeatable || isList || shape.isList ? true : undefined,
    aliases,
    description: notes.description,
    default: defaultValue,
    possible_values: notes.possibleValues,
    deprecated: notes.isDeprecated ? true : undefined,
    optional_value: shape.optional || isCountWithLevel ? true : undefined,
  });
}

/** What a row says of its flag's value. */
interface ValueShape {
  readonly takes_value: boolean;
  readonly value_name?: string;
  readonly default?: string;
  readonly repeatable: boolean;
  readonly isList: boolean;
  readonly optional: boolean;
}

const noValue: ValueShape = { takes_value: false, repeatable: false, isList: false, optional: false };

/**
 * Reads what stands behind the names: nothing for a switch, else the name in backquotes of the description or the type, and
 * `[=x]` for the value that the flag has when it is given without one.
 */
function valueOf(text: string): ValueShape | undefined {
  const match = /^(?: (\S(?:.*?\S)??))??(\[=[^[]*\])?$/.exec(text);
  if (match === null) return undefined;
  const [, name, bare] = match;
  if (name === undefined) return bare === undefined ? noValue : { ...noValue, takes_value: true, optional: true };
  // A count goes up with every `-v`.
  if (name === "count") return { ...noValue, repeatable: true };
  return { takes_value: true, value_name: name, repeatable: listTypes.test(name), isList: false, optional: bare !== undefined };
}

/** The types of pflag, and of docker, that collect values. */
const listTypes =
  /^(?:list|map|strings|ints|uints|bools|(?:string|bool|int|int32|int64|uint|float32|float64|duration|ip|ipNet)(?:Slice|Array)|stringTo\w+)$/;

/** Reads the default that kubectl's template prints for every flag: `=false`, `='x'`, `=[]`. */
function defaultOf(text: string): ValueShape {
  const isQuoted = /^'.*'$/s.test(text);
  const plain = isQuoted ? text.slice(1, -1) : text;
  if (!isQuoted && /^(?:true|false)$/.test(text)) return { ...noValue, ...(text === "true" ? { default: text } : {}) };
  const isList = !isQuoted && /^\[.*\]$/s.test(text);
  const isNothing = plain === "" || text === "[]";
  return { ...noValue, takes_value: true, isList, ...(isNothing ? {} : { default: plain }) };
}
