import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type ArgShape, type CommandRow, type FlagShape } from "../../help-page.ts";
import { commandNamesOf, isCommandName } from "../command-name.ts";
import { cutFlagNames, isFlagName, nameFlag } from "../flag-names.ts";
import { closingBrackets, placeholderAt, type Placeholder } from "../placeholder.ts";
import type { Row } from "../sections.ts";
import { readAnnotations } from "./annotations.ts";

/** Reads one row of a flag section: `-c, --config <key=value>`, `--color[=<WHEN>]`, `-v...`; `undefined` when it is no flag. */
export function flagOfRow({ head, text }: Row): FlagShape | undefined {
  const { names, value } = cutFlagNames(head);
  if (names.length === 0) return undefined;
  const notes = readAnnotations(text);
  const further = [
    ...notes.aliases.map((alias) => (alias.startsWith("-") ? alias : `--${alias}`)),
    ...notes.shortAliases.map((alias) => (alias.startsWith("-") ? alias : `-${alias}`)),
  ];
  const { long, short, aliases, negatable } = nameFlag(names, further.filter(isFlagName));
  const valueNames = valueNamesOf(value);
  const isMarked = /\.\.\.[>\]]*$/.test(value);
  return omitAbsent({
    long,
    short,
    takes_value: valueNames.length > 0,
    value_name: valueNames[0],
    repeatable: isMarked ? true : undefined,
    aliases,
    description: notes.description,
    default: notes.default,
    possible_values: notes.possibleValues,
    env: notes.env,
    deprecated: saysDeprecated(notes.description) ? true : undefined,
    optional_value: valueNames.length > 0 && /^\s*\[/.test(value) ? true : undefined,
    value_names: valueNames.length > 1 ? valueNames : undefined,
    // clap marks a flag so that takes several values at once, and not one that may only be given again.
    variadic: valueNames.length > 0 && isMarked ? true : undefined,
    negatable,
  });
}

/** The names of the values that the text after a flag's spellings asks for: ` <A> <B>`, `[=<A>]`, ` [a]`, `=A`. */
function valueNamesOf(text: string): readonly string[] {
  const closers = closingBrackets(text);
  const marked: string[] = [];
  for (let at = text.indexOf("<"); at !== -1;) {
    const shown = placeholderAt(text, at, closers);
    if (shown !== undefined) marked.push(shown.name);
    at = text.indexOf("<", shown?.end ?? at + 1);
  }
  if (marked.length > 0) return marked;
  const opening = /^\s*\[/.exec(text)?.[0].length;
  const optional = opening === undefined ? undefined : placeholderAt(text, opening - 1, closers)?.name.replace(/^=/, "");
  const bare = optional ?? /^[\s=]<?([^\s[<]\S*)$/.exec(text.replace(/\.\.\.$/, ""))?.[1];
  const name = bare?.replace(/\.\.\.$/, "").trim();
  return name === undefined || name === "" ? [] : [name];
}

/** Reads one row of an argument section: `<NAME>`, `[NAME]...`, `<A> <B>`, `NAME`; `[]` when it is none. */
export function argsOfRow({ head, text }: Row): readonly ArgShape[] {
  const shown = placeholdersOf(head);
  const bare = /^\w[\w.-]*(?=(?:\.\.\.)?$)/.exec(head)?.[0];
  const units = bare === undefined ? shown : [{ name: bare, required: false, variadic: head.endsWith("...") }];
  const notes = readAnnotations(text);
  return units.map(({ name, required, variadic }) =>
    omitAbsent({
      name,
      required,
      variadic,
      note: notes.description,
      description: notes.description,
      default: notes.default,
      possible_values: notes.possibleValues,
    }),
  );
}

/** Whether a line starts like the row of an argument. */
export function startsWithPlaceholder(line: string): boolean {
  const first = placeholderAt(line, 0, closingBrackets(line));
  return first !== undefined && /^(?:\s|$)/.test(line.slice(first.end, first.end + 1));
}

/** The placeholders that a row's head consists of; the first alone where other text follows it. */
function placeholdersOf(head: string): readonly Placeholder[] {
  const closers = closingBrackets(head);
  const found: Placeholder[] = [];
  let at = 0;
  for (let next = placeholderAt(head, at, closers); next !== undefined; next = placeholderAt(head, at, closers)) {
    found.push(next);
    at = next.end + (head[next.end] === " " ? 1 : 0);
  }
  return at >= head.length ? found : found.slice(0, 1);
}

/** Reads one row of a command section: `name`, `name, alias`, `name|alias`; `undefined` when it is prose. */
export function commandOfRow({ head, text }: Row): CommandRow | undefined {
  const [name, ...others] = commandNamesOf(head) ?? [];
  if (name === undefined) return undefined;
  const notes = readAnnotations(text);
  const aliases = [...others, ...notes.aliases].filter((alias) => alias !== name && isCommandName(alias));
  const about = notes.description
    ?.split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
  return omitAbsent({ name, aliases: [...new Set(aliases)], about });
}
