import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type ArgShape, type CommandRow, type FlagShape } from "../../help-page.ts";
import { commandNamesOf } from "../command-name.ts";
import { cutFlagNames, nameFlag } from "../flag-names.ts";
import type { Row } from "../sections.ts";
import { readAnnotations } from "./annotations.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import { saysRepeatable } from "../repeatable-prose.ts";
import { readValue } from "./value.ts";

/** Reads one row of a flag section: `-d, --debug [filter]`, `--tools, --allowed-tools <tools...>`; `undefined` when it is prose. */
export function flagOfRow({ head, text }: Row): FlagShape | undefined {
  const shape = flagOfHead(head);
  if (shape === undefined) return undefined;
  const notes = readAnnotations(flowParagraphs(text).join("\n\n"));
  // A parser that collects values has a list as its default; prose says it too.
  const collects = shape.takes_value && (notes.default === "[]" || saysRepeatable(notes.description));
  return omitAbsent({
    ...shape,
    repeatable: shape.repeatable === true || collects ? true : undefined,
    description: notes.description,
    default: notes.default,
    possible_values: notes.possibleValues,
    env: notes.env,
    deprecated: saysDeprecated(notes.description) ? true : undefined,
  });
}

/** Reads the spellings of a flag and the value behind them; `undefined` when anything else follows. */
export function flagOfHead(head: string): FlagShape | undefined {
  const { names, value: rest } = cutFlagNames(head);
  if (names.length === 0 || !/^(?:[\s=]?[<[].*)?$/s.test(rest)) return undefined;
  const value = readValue(rest.replace(/^[\s=]/, ""));
  if (rest !== "" && value === undefined) return undefined;
  const { long, short, aliases, negatable } = nameFlag(names, []);
  return omitAbsent({
    long,
    short,
    takes_value: value !== undefined,
    value_name: value?.names[0],
    repeatable: value?.variadic === true ? true : undefined,
    aliases,
    optional_value: value?.required === false ? true : undefined,
    value_names: value !== undefined && value.names.length > 1 ? value.names : undefined,
    variadic: value?.variadic === true ? true : undefined,
    negatable,
  });
}

/** Reads one row of the arguments: `name  description`; `undefined` when it is prose. Whether it is required only the usage tells. */
export function argOfRow({ head, text }: Row): ArgShape | undefined {
  const value = readValue(head);
  const name = value?.names[0] ?? (/^[^\s<>[\]()-][^\s<>[\]()]*$/.test(head) ? head.replace(/\.\.\.$/, "") : "");
  if (name === "" || name.endsWith(":")) return undefined;
  const notes = readAnnotations(flowParagraphs(text).join("\n\n"));
  return omitAbsent({
    name,
    required: value?.required === true,
    variadic: value?.variadic === true || head.endsWith("..."),
    note: notes.description,
    description: notes.description,
    default: notes.default,
    possible_values: notes.possibleValues,
  });
}

/** Reads one row of a command section: `name|alias [options] <arg>`; `undefined` when it is prose. */
export function commandOfRow({ head, text }: Row): CommandRow | undefined {
  const names = /^\S+(?: (?:<[^>]*>|\[[^\]]*\]))*$/.test(head) ? commandNamesOf(head) : undefined;
  if (names === undefined || names.some((name) => name.endsWith(":"))) return undefined;
  const [name, ...others] = names;
  return omitAbsent({ name, aliases: [...new Set(others)].filter((alias) => alias !== name), about: flowParagraphs(text)[0] });
}
