import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import { flagNames, type ArgShape, type CommandRow, type FlagShape, type HelpPage } from "../../help-page.ts";
import type { HelpParser } from "../help-parser.ts";
import { isPresent, lastOfEach, mergeArgs } from "../merge-units.ts";
import { cutSections, indentOf, rowsOf, smallestIndent, type Section } from "../sections.ts";
import { descriptionColumn, isAligned, isAlone } from "./description-column.ts";
import { flowParagraphs } from "./flow-paragraphs.ts";
import { argOfRow, commandOfRow, flagOfRow } from "./unit-rows.ts";
import { readUsage } from "./usage-line.ts";

/**
 * Reads what programs made with commander (Node.js, versions 2 to 14) print as help, at any width. commander has no completion
 * scripts.
 */
export const commanderParser: HelpParser = {
  parseHelp,
  parseCompletion: () => undefined,
  isPseudoCommand: (name) => name === "help",
};

function parseHelp(text: string): HelpPage {
  const { intro, usage, sections } = cutSections(fromUsage(text));
  const commands: CommandRow[] = [];
  const shownArgs: ArgShape[] = [];
  const shownFlags: FlagShape[] = [];
  const columns = new Set(sections.filter(hasKnownTitle).map(descriptionColumn).filter(isPresent));
  for (const section of sections) {
    switch (kindOf(section, columns)) {
      case "commands":
        commands.push(...rowsIn(section).map(commandOfRow).filter(isPresent));
        break;
      case "args":
        shownArgs.push(...rowsIn(section).map(argOfRow).filter(isPresent));
        break;
      case "flags":
        shownFlags.push(...flagsIn(section.lines).map((flag) => (/^global\b/i.test(section.title) ? { ...flag, global: true } : flag)));
        break;
      case "text":
        break;
    }
  }
  // Help that is written by hand lists flags below the text, without a heading.
  const ownFlags = flagsIn(intro);
  const prose = withoutFlagRows(intro);
  const rows = lastOfEach([...shownFlags, ...ownFlags], flagKey);
  const switches = new Set(rows.filter(({ takes_value }) => !takes_value).flatMap(flagNames));
  const inUsage = readUsage(usage, { hasCommands: commands.length > 0, switches });
  const known = new Set(rows.flatMap(flagNames));
  const [about, ...further] = flowParagraphs(prose.join("\n"));
  return omitAbsent({
    about,
    description: further.length > 0 ? [about, ...further].join("\n\n") : undefined,
    usage: usage.length > 0 ? usage.join("\n") : undefined,
    usageWords: inUsage.words,
    commands: lastOfEach(commands, ({ name }) => name),
    args: mergeArgs(shownArgs, inUsage.args),
    flags: markNegatable([...rows, ...inUsage.flags.filter((flag) => !flagNames(flag).some((name) => known.has(name)))]),
  });
}

/** The text from its usage on, without the indent that old versions give every line: what stands before is a banner or a log. */
function fromUsage(text: string): string {
  const usage = /^[\t ]{0,4}usage:/im.exec(text);
  if (usage === null) return text;
  const indent = indentOf(usage[0]);
  return text
    .slice(usage.index)
    .split("\n")
    .map((line) => line.slice(Math.min(indent, indentOf(line))))
    .join("\n");
}

/** What a section lists. A heading of the program's own is one of commands when its rows stand in the columns of the others. */
function kindOf(section: Section, columns: ReadonlySet<number>): "commands" | "args" | "flags" | "text" {
  const smallest = smallestIndent(section.lines);
  const first = section.lines.find((line) => line !== "" && indentOf(line) === smallest)?.trim();
  if (first === undefined || /^(?:examples?|notes?|see also|tips?)$/i.test(section.title)) return "text";
  if (/^--?[^\s-]/.test(first)) return "flags";
  if (/\b(?:sub)?commands?$/i.test(section.title)) return "commands";
  if (/^arguments$/i.test(section.title)) return "args";
  const column = descriptionColumn(section);
  return column !== undefined && columns.has(column) && rowsIn(section).every((row) => commandOfRow(row) !== undefined)
    ? "commands"
    : "text";
}

function hasKnownTitle({ title }: Section): boolean {
  return /^(?:arguments|(?:\w+ )?(?:options|commands))$/i.test(title);
}

/**
 * The rows of commands or arguments. Descriptions with line feeds of their own come back to the rows' indent: what does not
 * stand like a row is one's text, and so is what has no description and follows a blank line, which commander puts nowhere
 * between rows.
 */
function rowsIn(section: Section): ReturnType<typeof rowsOf> {
  const smallest = smallestIndent(section.lines);
  const column = descriptionColumn(section);
  const first = section.lines.findIndex((line) => line !== "");
  const lines = section.lines.map((line, index) =>
    index > first && section.lines[index - 1] === "" && isAlone(line) && line !== "" ? `  ${line}` : line,
  );
  return rowsOf(lines, (line) => indentOf(line) === smallest && isAligned(line, column));
}

function flagsIn(lines: readonly string[]): readonly FlagShape[] {
  const isStart = flagRowStart(lines);
  return lastOfEach(rowsOf(lines, isStart).map(flagOfRow).filter(isPresent), flagKey);
}

/** Which lines begin the row of a flag: those at the smallest indent of any such. */
function flagRowStart(lines: readonly string[]): (line: string) => boolean {
  const starts = lines.filter(
    (line) => /^\s+--?[^\s-]/.test(line) && rowsOf([line], () => true).some((row) => flagOfRow(row) !== undefined),
  );
  const smallest = smallestIndent(starts);
  const known = new Set(starts);
  return (line) => known.has(line) && indentOf(line) === smallest;
}

function withoutFlagRows(lines: readonly string[]): readonly string[] {
  const isStart = flagRowStart(lines);
  const from = lines.findIndex(isStart);
  return from === -1 ? lines : lines.slice(0, from);
}

/** `--no-x` is a flag of its own; beside a flag `--x` it is also said that this one can be negated. */
function markNegatable(flags: readonly FlagShape[]): readonly FlagShape[] {
  const negations = new Set(flags.flatMap(flagNames).filter((name) => name.startsWith("--no-")));
  return flags.map((flag) =>
    flag.long !== undefined && negations.has(flag.long.replace("--", "--no-")) ? { ...flag, negatable: true } : flag,
  );
}
