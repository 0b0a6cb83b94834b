import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type ArgShape, type CommandRow, type FlagShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { cutFlagNames, nameFlag } from "../flag-names.ts";
import type { Row } from "../sections.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import { readAnnotations } from "./annotations.ts";

/** Reads one row of a flag section: `-a, --app=<value>`, `--[no-]x`, `--level=<option>...`; `undefined` when it is prose. */
export function flagOfRow({ head, text }: Row): FlagShape | undefined {
  const { names, value } = cutFlagNames(head);
  if (names.length === 0 || !/^(?:=\S.*)?$/.test(value)) return undefined;
  const notes = readAnnotations(text);
  const { long, short, aliases, negatable } = nameFlag(names, []);
  const shown = value.slice(1).split(" ");
  const valueNames = value === "" ? [] : shown.map(valueNameOf);
  const isMultiple = valueNames.length > 0 && value.endsWith("...");
  // Of a flag whose values are shown instead of a name for them.
  const choices = shown.length === 1 && value.includes("|") && !value.startsWith("=<") ? valueNames[0]?.split("|") : undefined;
  return omitAbsent({
    long,
    short,
    takes_value: valueNames.length > 0,
    value_name: choices === undefined ? valueNames[0] : undefined,
    repeatable: isMultiple ? true : undefined,
    aliases,
    description: notes.description,
    default: notes.default,
    possible_values: choices ?? notes.possibleValues,
    env: notes.env,
    deprecated: saysDeprecated(notes.description) ? true : undefined,
    value_names: valueNames.length > 1 ? valueNames : undefined,
    negatable,
  });
}

function valueNameOf(shown: string): string {
  const plain = shown.replace(/\.\.\.$/, "");
  return /^<[^<>]+>$/.test(plain) ? plain.slice(1, -1) : plain;
}

/** Reads one row of the arguments: `NAME`, `[NAME]`, `NAME...`. Whether one without brackets is required only the usage tells. */
export function argOfRow({ head, text }: Row): ArgShape | undefined {
  const match = /^\[?([^\s[\]]+?)(\.\.\.)?\]?$/.exec(head);
  const name = match?.[1];
  if (name === undefined) return undefined;
  const notes = readAnnotations(text);
  return omitAbsent({
    name,
    required: false,
    variadic: match?.[2] !== undefined,
    note: notes.description,
    description: notes.description,
    default: notes.default,
    possible_values: notes.possibleValues,
  });
}

/**
 * Reads one row of a list of topics or commands, which spells the whole id: `apps:create`, `org create`; `undefined` when it is
 * prose or the id of a command that is not below the one whose help this is.
 * @param own the path of that command
 */
export function commandOfRow({ head, text }: Row, own: readonly string[]): CommandRow | undefined {
  const path = head.split(" ");
  const name = path.at(-1) ?? "";
  if (!path.every(isCommandName)) return undefined;
  const above = own.join(" ");
  const isBelow = path.length === 1 ? above === "" || name.startsWith(`${above}:`) : path.slice(0, -1).join(" ") === above;
  return isBelow ? omitAbsent({ name, path, aliases: [], about: flowParagraphs(text)[0] }) : undefined;
}
