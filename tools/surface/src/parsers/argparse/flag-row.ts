import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type FlagShape } from "../../help-page.ts";
import { isFlagName, nameFlag } from "../flag-names.ts";
import type { Row } from "../sections.ts";
import { readNotes } from "./notes.ts";
import { readValue, repeatedName } from "./value.ts";

/** A flag and the text of its value, which the usage repeats. */
export interface FlagRow {
  readonly flag: FlagShape;
  readonly spellings: readonly string[];
  readonly value: string;
}

/** Reads one row of a group of options: `-f FOO, --foo FOO`, or since Python 3.13 `-f, --foo FOO`; `undefined` when it is prose. */
export function flagOfRow({ head, text }: Row): FlagRow | undefined {
  const parts = head.split(/, (?=-)/).map((part) => /^(--?[^\s,=[\]{}()]+)(?: (\S.*))?$/.exec(part));
  const spellings = parts.map((part) => part?.[1] ?? "");
  if (!spellings.every(isFlagName)) return undefined;
  const valueText = parts.at(-1)?.[2] ?? "";
  const value = readValue(valueText);
  const { long, short, aliases, negatable } = nameFlag(spellings, []);
  const notes = readNotes(text);
  // Values that stand once each are `value_names`; a name that stands twice is one value given twice.
  const names = value?.names ?? [];
  return {
    spellings,
    value: valueText,
    flag: omitAbsent({
      long,
      short,
      takes_value: value !== undefined,
      value_name: names[0],
      repeatable: notes.saysRepeatable ? true : undefined,
      aliases,
      description: notes.description,
      default: notes.default,
      possible_values: value?.choices,
      deprecated: saysDeprecated(notes.description) ? true : undefined,
      optional_value: value?.optional === true ? true : undefined,
      value_names: names.length > 1 ? names : undefined,
      variadic: value?.variadic === true || (value?.optional === true && repeatedName(valueText)) ? true : undefined,
      negatable,
    }),
  };
}
