import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import type { ArgShape, CommandRow, FlagShape, HelpPage } from "../../help-page.ts";
import { cutFlagNames } from "../flag-names.ts";
import { confidenceByMarks } from "../framework-marks.ts";
import type { HelpParser } from "../help-parser.ts";
import { isPresent, lastOfEach, mergeArgs } from "../merge-units.ts";
import { cutSections, indentOf, rowsOf, smallestIndent, trimBlankLines, type Section } from "../sections.ts";
import { clapMarks } from "./clap-marks.ts";
import { argsOfRow, commandOfRow, flagOfRow, startsWithPlaceholder } from "./unit-rows.ts";
import { argumentRows, usageArgs, usageWords } from "./usage-line.ts";
import { parseZshCompletion } from "./zsh-completion.ts";

/** Reads what programs made with clap (Rust, versions 2 to 4) print: short and long help, and zsh completion scripts. */
export const clapParser: HelpParser = {
  parseHelp,
  parseCompletion: parseZshCompletion,
  isPseudoCommand: (name) => name === "help",
};

function parseHelp(text: string): HelpPage {
  const { intro, usage, sections } = cutSections(text);
  const words = usageWords(usage[0]);
  const commands: CommandRow[] = [];
  const shownArgs: ArgShape[] = [];
  /** By their keys. Of two in one section the last counts, of two sections the first. */
  const flags = new Map<string, FlagShape>();
  const isArgumentRow = argumentRows(usage);
  for (const section of sections) {
    const smallest = smallestIndent(section.lines);
    switch (kindOf(section, smallest, { program: words[0], isArgumentRow })) {
      case "commands":
        for (const row of rowsOf(section.lines, (line) => indentOf(line) === smallest)) {
          const command = commandOfRow(row);
          if (command !== undefined) commands.push(command);
        }
        break;
      case "args":
        for (const row of rowsOf(section.lines, (line) => indentOf(line) === smallest))
          for (const arg of argsOfRow(row)) shownArgs.push(arg);
        break;
      case "flags":
        for (const [key, flag] of flagsOf(section, smallest)) if (!flags.has(key)) flags.set(key, flag);
        break;
      case "text":
        break;
    }
  }
  const about = aboutOf(intro);
  return omitAbsent({
    confidence: usage.length > 0 ? confidenceByMarks(text, clapMarks) : 0,
    about: about[0],
    description: about[1],
    usage: usage.length > 0 ? usage.join("\n") : undefined,
    usageWords: words,
    commands: lastOfEach(commands, ({ name }) => name),
    args: mergeArgs(
      shownArgs,
      usageArgs(usage, { flags: [...flags.values()], shown: new Set(shownArgs.map(({ name }) => name)), hasCommands: commands.length > 0 }),
    ),
    flags: [...flags.values()],
  });
}

function flagsOf(section: Section, smallest: number): ReadonlyMap<string, FlagShape> {
  const shown = rowsOf(section.lines, flagRowStart(section.lines, smallest)).map(flagOfRow).filter(isPresent);
  return new Map(shown.map((flag) => [flagKey(flag), inSection(flag, section)]));
}

/** What a section lists. Its rows decide where they can: headings of flags and arguments are free text. */
function kindOf(
  { title, lines }: Section,
  smallest: number,
  { program, isArgumentRow }: { readonly program: string | undefined; readonly isArgumentRow: (row: string) => boolean },
): "commands" | "args" | "flags" | "text" {
  const rows = lines.filter((line) => line !== "" && indentOf(line) === smallest).map((line) => line.trim());
  const first = rows[0];
  if (first === undefined) return "text";
  // Under `flatten_help` each sub-command's flags follow below its full name; they belong to its own help.
  if (program !== undefined && title.startsWith(`${program} `)) return "text";
  const name = title.endsWith(")") ? title.slice(0, title.lastIndexOf("(")).trimEnd() : title;
  if (/^(?:examples?|notes?|see also|tips?)$/i.test(name)) return "text";
  if (/^--?[^\s-]/.test(first)) return isCommandLine(first) ? "text" : "flags";
  if (/\b(?:sub)?commands?$/i.test(name)) return "commands";
  if (/^(?:positional )?arg(?:ument)?s$/i.test(name)) return "args";
  // `Format specifiers:` may have rows of placeholders as well.
  return rows.every(startsWithPlaceholder) && rows.some(isArgumentRow) ? "args" : "text";
}

/** Whether a line shows flags in use, `--env A=1 --env B=2`, and not what one of them is. */
function isCommandLine(line: string): boolean {
  const [head = ""] = line.split(/\s{2}/, 1);
  return /\s--?[A-Za-z]/.test(cutFlagNames(head).value);
}

/** Rows start at the smallest indent, or four columns further for a flag without a short form among flags that have one. */
function flagRowStart(lines: readonly string[], smallest: number): (line: string) => boolean {
  const hasShort = lines.some((line) => indentOf(line) === smallest && /^\s*-[^-\s]/.test(line));
  return (line) => {
    const indent = indentOf(line);
    return (indent === smallest && /^\s*--?[^\s-]/.test(line)) || (hasShort && indent === smallest + 4 && /^\s*--[^\s-]/.test(line));
  };
}

function inSection(flag: FlagShape, { title }: Section): FlagShape {
  return /^global\b/i.test(title) ? { ...flag, global: true } : flag;
}

/** First paragraph on one line, and the whole text when it says more. */
function aboutOf(intro: readonly string[]): readonly [about: string | undefined, description: string | undefined] {
  // clap 2 and 3 begin with the program's name and version.
  const banner = /^\S+ v?\d+(?:\.\d+)+\S*$/.test(intro[0] ?? "");
  const lines = trimBlankLines(banner ? intro.slice(1) : intro);
  if (lines.length === 0) return [undefined, undefined];
  const end = lines.indexOf("");
  const paragraph = lines.slice(0, end === -1 ? lines.length : end);
  const about = paragraph.map((line) => line.trim()).join(" ");
  return [about, end === -1 ? undefined : lines.join("\n").replaceAll(/\n{3,}/g, "\n\n")];
}
