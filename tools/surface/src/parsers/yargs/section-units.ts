import { omitAbsent } from "@lockstep/kernel";
import { saysDeprecated, type ArgShape, type CommandRow, type FlagShape } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { isFlagName, nameFlag } from "../flag-names.ts";
import { isPresent } from "../merge-units.ts";
import type { Section } from "../sections.ts";
import { readCommandText, type CommandText } from "./command-text.ts";
import { isFlagRow } from "./help-blocks.ts";
import { readNotes, type NotedText } from "./notes.ts";
import { layRows, MAX_INDENT, NOTE_START, type LaidRow, type RowRules } from "./row-layout.ts";

/** What a section lists. */
export type SectionKind = "commands" | "args" | "flags" | "text";

/** What a section lists, by its first row and its title: groups of flags may have any. */
export function kindOf({ title, lines }: Section): SectionKind {
  if (/^examples?$/i.test(title)) return "text";
  if (isFlagRow(lines.find((line) => line !== "") ?? "")) return "flags";
  if (/^positionals$/i.test(title)) return "args";
  return /^commands$/i.test(title) ? "commands" : "text";
}

/** The rows of a section, laid out. */
export function rowsOf(
  section: Section,
  kind: Exclude<SectionKind, "text">,
  width: number,
  program: string | undefined,
): readonly LaidRow[] {
  return layRows(section.lines, { width, ...rules[kind](program) });
}

const rules: Readonly<Record<Exclude<SectionKind, "text">, (program: string | undefined) => Omit<RowRules, "width">>> = {
  flags: () => ({
    maxIndent: MAX_INDENT,
    isHead: (left) => /^--?[^\s-]/.test(left),
    // Behind a comma a whole spelling follows, and at the edge the rest of one.
    goesOn: ({ text, isFull }, left) => (text.endsWith(",") ? left.startsWith("-") : isFull && isRestOfName(left)),
    cutHead: (text) => {
      const head = /^--?[^\s,[\]-][^\s,[\]]*(?:, ?--?[^\s,[\]-][^\s,[\]]*)*,?/.exec(text)?.[0];
      return head === undefined ? cutBefore(text, text.search(/ ?\[/)) : [head, text.slice(head.length)];
    },
  }),
  args: () => ({
    maxIndent: 2,
    isHead: (left) => !/^[[<(]/.test(left),
    goesOn: ({ isFull }) => isFull,
    cutHead: (text) => cutBefore(text, text.indexOf("[")),
  }),
  commands: (program) => ({
    maxIndent: 2,
    isHead: (left) => (program === undefined ? /^[\w[<]/.test(left) : startsWithWord(left, program)),
    goesOn: (_head, left) => (program === undefined ? /^[[<]/.test(left) : !startsWithWord(left, program)),
    cutHead: (text) => cutBefore(text, text.search(/\[(?:default\]|aliases: |deprecated[\]:])/)),
  }),
};

/** Whether a text in the left column is the rest of a spelling, with nothing but further spellings or notes behind it. */
function isRestOfName(left: string): boolean {
  const rest = /^(?!--?[^\s-])[^\s[\],]+,? ?(.*)$/.exec(left)?.[1];
  return rest !== undefined && (rest === "" || rest.startsWith("-") || NOTE_START.test(rest));
}

function startsWithWord(text: string, word: string): boolean {
  return text === word || text.startsWith(`${word} `);
}

function cutBefore(text: string, at: number): readonly [string, string] {
  return at <= 0 ? [text, ""] : [text.slice(0, at).trimEnd(), text.slice(at)];
}

/** The text of a row, its lines joined. */
export type JoinRow = (row: LaidRow) => string;

/** A row of a flag: `-x, --long`, with what its notes say; `undefined` when it is none. */
export function flagOfRow(row: LaidRow, join: JoinRow): { readonly flag: FlagShape; readonly notes: NotedText } | undefined {
  const names = row.head.split(/, ?/).filter((name) => name !== "");
  if (names.length === 0 || !names.every(isFlagName)) return undefined;
  const notes = readNotes(join(row), "option");
  const { long, short, aliases, negatable } = nameFlag(names, []);
  const isList = notes.type === "array" || (notes.type === "number" && notes.default?.startsWith("[") === true);
  const description = flow(notes.prose);
  const isSwitch = notes.type === "boolean" || notes.type === "count" || (notes.type === undefined && OWN_FLAGS.has(description ?? ""));
  const flag = omitAbsent({
    long,
    short,
    takes_value: !isSwitch,
    repeatable: isList || notes.type === "count" ? true : undefined,
    aliases,
    description,
    default: notes.default,
    possible_values: notes.possibleValues,
    deprecated: notes.deprecated || saysDeprecated(description) ? true : undefined,
    // Without a type, a value that is given is taken, and none is needed.
    optional_value: !isSwitch && notes.type === undefined && notes.possibleValues === undefined ? true : undefined,
    variadic: isList ? true : undefined,
    negatable,
  });
  return { flag, notes };
}

/** The flags that yargs adds by itself; they are switches, also where a program hides all types. */
const OWN_FLAGS: ReadonlySet<string> = new Set(["Show help", "Show version number", "Show hidden options"]);

/** A row of a positional: its name, then its other names. */
export function argOfRow(row: LaidRow, join: JoinRow): ArgShape | undefined {
  const name = row.head.split(",", 1)[0] ?? "";
  if (!/^[^\s<>[\]()-][^\s<>[\]()]*$/.test(name)) return undefined;
  const notes = readNotes(join(row), "option");
  const description = flow(notes.prose);
  return omitAbsent({
    name,
    required: notes.required,
    variadic: notes.type === "array",
    note: description,
    description,
    default: notes.default,
    possible_values: notes.possibleValues,
  });
}

/** A row of a command: its text, and what its notes say. */
export interface ListedCommand {
  /** The row's head. */
  readonly spelled: string;
  readonly text: CommandText;
  readonly notes: NotedText;
}

/** Reads the row of a command, `tool path name <arg>`; `undefined` when it is prose. */
export function commandOfRow(row: LaidRow, join: JoinRow): ListedCommand | undefined {
  const notes = readNotes(join(row), "command");
  const text = readCommandText(row.head);
  return text.words.length === 0 && !notes.isDefault ? undefined : { spelled: row.head, text, notes };
}

/**
 * The sub-commands among listed commands, by the word behind the parent's own path. The command that runs where none is named
 * is the parent itself when its row has no word more.
 * @param own the words of the parent: the program, then its path
 */
export function commandsBelow(listed: readonly ListedCommand[], own: readonly string[]): readonly CommandRow[] {
  return listed
    .filter(({ text, notes }) => !notes.isDefault || text.words.length > own.length)
    .map(({ text, notes }): CommandRow | undefined => {
      const name = text.words.at(-1) ?? "";
      if (!isCommandName(name)) return undefined;
      const aliases = [...new Set(notes.aliases)].filter((alias) => isCommandName(alias) && alias !== name);
      return omitAbsent({ name, aliases, about: flow(notes.prose), deprecated: notes.deprecated ? (true as const) : undefined });
    })
    .filter(isPresent);
}

function flow(text: string): string | undefined {
  const flowing = text.trim().replaceAll(/\s+/g, " ");
  return flowing === "" ? undefined : flowing;
}
