import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import type { ArgShape, CommandRow, FlagShape, HelpPage } from "../../help-page.ts";
import { isCommandName } from "../command-name.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import type { HelpParser } from "../help-parser.ts";
import { isPresent, lastOfEach } from "../merge-units.ts";
import { indentOf } from "../sections.ts";
import { flagOfRow, type FlagRow } from "./flag-row.ts";
import { readNotes } from "./notes.ts";
import { actionsOf, commandsOf, type ActionRow, type ArgparseSection } from "./section-rows.ts";
import { cutText } from "./sections.ts";
import { joinUsage, readUsage, type UsageShape } from "./usage.ts";
import { choicesOf } from "./value.ts";

/** Reads what programs made with argparse (Python) print as help, at any width. argparse has no completion of its own. */
export const argparseParser: HelpParser = {
  parseHelp,
  parseCompletion: () => undefined,
  isPseudoCommand: () => false,
};

function parseHelp(text: string): HelpPage {
  const { usage: usageLines, intro, sections } = cutText(text);
  const usage = joinUsage(usageLines);
  const inUsage = new Set(usage.flatMap((line) => line.split(/[\s[\]()|]+/)));
  const actions = sections.map((section) => ({ section, rows: actionsOf(section.lines, inUsage) }));
  // A usage that argparse made names every flag: a row of any other is text that begins like one.
  const isMade = inUsage.has("-h") && !/\[options?\]/i.test(usage.join(" "));
  const flagRows = actions
    .flatMap(({ rows }) => rows.map(flagOfRow).filter(isPresent))
    .filter(({ spellings }) => !isMade || spellings.some((name) => inUsage.has(name)));
  const others = actions
    .filter(({ section }) => isPositional(section))
    .flatMap(({ rows }) => rows.filter(({ head }) => !head.startsWith("-")));
  const withCommands = actions.flatMap(({ rows }) => rows).find((row) => !row.head.startsWith("-") && row.commands.length > 0);
  const shape = readUsage(usage, {
    values: new Map(flagRows.flatMap(({ spellings, value }) => spellings.map((name) => [name, value] as const))),
    rowNames: new Set(others.map(({ head }) => head)),
    commandRow: withCommands?.head,
  });
  const commands = commandRows(shape, withCommands, sections);
  const rows = actions.flatMap((each) => each.rows);
  const args = withRows(shape, rows, { others, hasCommands: commands.length > 0, commandHead: withCommands?.head });
  const [about, ...further] = introOf(intro, sections, actions, args);
  return omitAbsent({
    confidence: confidenceOf(text, usage, { commands, args, flags: flagRows.length }),
    about,
    description: further.length > 0 ? [about, ...further].join("\n\n") : undefined,
    usage: usage.length > 0 ? usage.join("\n") : undefined,
    usageWords: shape.words,
    commands,
    args,
    flags: flagsOf(flagRows),
  });
}

function isPositional({ title }: ArgparseSection): boolean {
  return /^(?:positional )?arguments$/i.test(title);
}

function flagsOf(rows: readonly FlagRow[]): readonly FlagShape[] {
  return lastOfEach(
    rows.map(({ flag }) => flag),
    flagKey,
  );
}

/** The sub-commands: those with rows, and those that only the choices in the usage name. */
function commandRows(shape: UsageShape, row: ActionRow | undefined, sections: readonly ArgparseSection[]): readonly CommandRow[] {
  const slot = shape.commandSlot;
  const unnamed = row === undefined && slot !== undefined && !slot.startsWith("{") ? undefined : row;
  const shown =
    unnamed?.commands ??
    (shape.hasUnnamedRest ? sections.filter(({ lines }) => isNestedOnly(lines)).flatMap(({ lines }) => commandsOf(lines)) : []);
  const choices =
    slot !== undefined && /^\{.*\}$/s.test(slot)
      ? choicesOf(slot)
      : row !== undefined && /^\{.*\}$/s.test(row.head)
        ? choicesOf(row.head)
        : [];
  const known = new Set(shown.flatMap(({ name, aliases }) => [name, ...aliases]));
  const further = choices.filter((name) => !known.has(name) && isCommandName(name)).map((name) => ({ name, aliases: [] }));
  return lastOfEach([...shown, ...further], ({ name }) => name);
}

/** Whether a section has nothing but rows of sub-commands: their action has an empty name. */
function isNestedOnly(lines: readonly string[]): boolean {
  const rows = lines.filter((line) => line !== "");
  return rows.length > 0 && Math.min(...rows.slice(0, 1).map(indentOf)) === 4 && !/^\s*-/.test(rows[0] ?? "");
}

/** The args of the usage with what their rows say, then the rest that only a row names. */
function withRows(
  shape: UsageShape,
  rows: readonly ActionRow[],
  {
    others,
    hasCommands,
    commandHead,
  }: { readonly others: readonly ActionRow[]; readonly hasCommands: boolean; readonly commandHead: string | undefined },
): readonly ArgShape[] {
  const texts = new Map(rows.map(({ head, text }) => [head.replace(/ \.\.\.$/, ""), text]));
  const shown = shape.args
    .filter(({ name }) => !(hasCommands && name === shape.commandSlot))
    .map((arg) => describe(arg, texts.get(arg.name)));
  const names = new Set([...shape.args.map(({ name }) => name), commandHead ?? "", shape.commandSlot ?? ""]);
  const unseen = others.filter(
    ({ head, text }) =>
      !names.has(head) &&
      (shape.hasUnnamedRest || shape.words.length === 0) &&
      /^[^\s-]\S*$/.test(head) &&
      (text !== "" || shape.hasUnnamedRest),
  );
  return lastOfEach(
    [...shown, ...unseen.map(({ head, text }) => describe({ name: head, required: false, variadic: shape.hasUnnamedRest }, text))],
    ({ name }) => name,
  );
}

function describe(arg: ArgShape, text: string | undefined): ArgShape {
  if (text === undefined) return { ...arg, note: "inferred from usage" };
  const notes = readNotes(text);
  return omitAbsent({
    name: arg.name,
    required: arg.required,
    variadic: arg.variadic,
    note: notes.description,
    description: notes.description,
    default: notes.default,
    possible_values: arg.possible_values,
  });
}

/** The paragraphs of the text between usage and the first section that has units; text with headings of its own is part of it. */
function introOf(
  intro: readonly string[],
  sections: readonly ArgparseSection[],
  actions: readonly { readonly rows: readonly ActionRow[] }[],
  args: readonly ArgShape[],
): readonly string[] {
  const names = new Set(args.map(({ name }) => name));
  const first = actions.findIndex(({ rows }) =>
    rows.some((row) => flagOfRow(row) !== undefined || row.commands.length > 0 || names.has(row.head)),
  );
  const prose = sections
    .slice(0, Math.max(first, 0))
    .filter(({ title }) => !isPositional({ title, lines: [] }) && !/^options$/i.test(title));
  return flowParagraphs([...intro, ...prose.flatMap(({ title, lines }) => ["", `${title}:`, ...lines])].join("\n"));
}

/** How surely a text is help of argparse: its usage begins in lower case, and it says how `--help` and args are called. */
function confidenceOf(
  text: string,
  usage: readonly string[],
  { commands, args, flags }: { readonly commands: readonly CommandRow[]; readonly args: readonly ArgShape[]; readonly flags: number },
): number {
  const isLower = /^usage:/m.test(text);
  const hasHelpRow =
    /^ {2}-h, --help {2,}show this help message and exit$/m.test(text) || /^[ ]+show this help message and exit$/m.test(text);
  if (!isLower) return usage.length > 0 && hasHelpRow ? 0.4 : 0;
  if (hasHelpRow || /^positional arguments:$/m.test(text)) return 1;
  if (/^usage: .*\[-h\]/m.test(text) || /^Positional arguments:$/m.test(text)) return 0.9;
  return commands.length + args.length + flags > 0 ? 0.3 : 0.1;
}
