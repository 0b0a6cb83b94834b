import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import { flagNames, type FlagShape, type HelpPage } from "../../help-page.ts";
import { markNegatable } from "../flag-names.ts";
import { confidenceByMarks } from "../framework-marks.ts";
import type { HelpParser } from "../help-parser.ts";
import { isPresent, lastOfEach, mergeArgs } from "../merge-units.ts";
import { cutSections, indentOf, smallestIndent, type Section } from "../sections.ts";
import { commanderMarks } from "./commander-marks.ts";
import { descriptionColumn } from "./description-column.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import { argsIn, commandsIn, flagsIn, hasOnlyCommands, linesAboveFlags } from "./section-units.ts";
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
  const { intro, usage, sections } = cutSections(fromUsage(text), standsAlone);
  const columns = new Set(sections.filter(hasKnownTitle).map(descriptionColumn).filter(isPresent));
  const ofKind = (kind: SectionKind): readonly Section[] => sections.filter((section) => kindOf(section, columns) === kind);

  const commands = lastOfEach(ofKind("commands").flatMap(commandsIn), ({ name }) => name);
  const inSections = ofKind("flags").flatMap(({ title, lines }) => flagsIn(lines).map((flag) => inSection(flag, title)));
  // Help that is written by hand lists flags below the text, without a heading.
  const shownFlags = lastWithAllNames([...inSections, ...flagsIn(intro)]);
  const switches = new Set(shownFlags.filter(({ takes_value }) => !takes_value).flatMap(flagNames));
  const inUsage = readUsage(usage, { hasCommands: commands.length > 0, switches });
  const shownArgs = ofKind("args").flatMap((section) => argsIn(section, new Set(inUsage.args.map(({ name }) => name))));

  const [about, ...further] = flowParagraphs(linesAboveFlags(intro).join("\n"));
  return omitAbsent({
    confidence: usage.length > 0 ? confidenceByMarks(text, commanderMarks) : 0,
    about,
    description: further.length > 0 ? [about, ...further].join("\n\n") : undefined,
    usage: usage.length > 0 ? usage.join("\n") : undefined,
    usageWords: inUsage.words,
    commands,
    args: mergeArgs(shownArgs, inUsage.args),
    flags: markNegatable(withUnseen(shownFlags, inUsage.flags)),
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

/** Whether a line that ends in a colon is a heading: with a blank line above, and indented text below. */
function standsAlone(lines: readonly string[], index: number): boolean {
  const below = lines.slice(index + 1, index + 3).find((line) => line.trim() !== "");
  return (lines[index - 1] ?? "").trim() === "" && below !== undefined && /^\s/.test(below);
}

type SectionKind = "commands" | "args" | "flags" | "text";

/** What a section lists. A heading of the program's own is one of commands when its rows stand in the columns of the others. */
function kindOf(section: Section, columns: ReadonlySet<number>): SectionKind {
  const smallest = smallestIndent(section.lines);
  const first = section.lines.find((line) => line !== "" && indentOf(line) === smallest)?.trim();
  if (first === undefined || /^(?:examples?|notes?|see also|tips?)$/i.test(section.title)) return "text";
  if (/^--?[^\s-]/.test(first)) return "flags";
  if (/\b(?:sub)?commands?$/i.test(section.title)) return "commands";
  if (/^arguments$/i.test(section.title)) return "args";
  const column = descriptionColumn(section);
  return column !== undefined && columns.has(column) && hasOnlyCommands(section) ? "commands" : "text";
}

function hasKnownTitle({ title }: Section): boolean {
  return /^(?:arguments|(?:\w+ )?(?:options|commands))$/i.test(title);
}

function inSection(flag: FlagShape, title: string): FlagShape {
  return /^global\b/i.test(title) ? { ...flag, global: true } : flag;
}

/** Of flags that are declared twice the last, with the other spellings of the earlier ones: the program takes all of them. */
function lastWithAllNames(flags: readonly FlagShape[]): readonly FlagShape[] {
  const byKey = Map.groupBy(flags, flagKey);
  return lastOfEach(flags, flagKey).map((flag) => {
    const names = flagNames(flag);
    const others = (byKey.get(flagKey(flag)) ?? []).flatMap(flagNames).filter((name) => !names.includes(name));
    return others.length === 0 ? flag : { ...flag, aliases: [...new Set([...(flag.aliases ?? []), ...others])] };
  });
}

/** The flags that have a row, then those that only the usage shows. */
function withUnseen(shown: readonly FlagShape[], inUsage: readonly FlagShape[]): readonly FlagShape[] {
  const known = new Set(shown.flatMap(flagNames));
  return [...shown, ...inUsage.filter((flag) => !flagNames(flag).some((name) => known.has(name)))];
}
