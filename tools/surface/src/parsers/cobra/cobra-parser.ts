import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import { flagNames, type FlagShape, type HelpPage } from "../../help-page.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import type { HelpParser } from "../help-parser.ts";
import { lastOfEach, mergeArgs } from "../merge-units.ts";
import { trimBlankLines } from "../sections.ts";
import { commandsIn, hasOnlyCommands } from "./command-rows.ts";
import { confidenceOf } from "./confidence.ts";
import { flagsIn } from "./flag-rows.ts";
import { cutTemplate, isFlagTitle, isTextTitle, isUnitTitle, type CobraSection, type CobraTemplate } from "./template.ts";
import { readUsage } from "./usage-line.ts";

/**
 * Reads what programs made with cobra (Go) print as help: cobra's own template and those of gh, kubectl, podman and docker.
 * What such a program completes is read from the answers of its `__complete` command instead of a script.
 */
export const cobraParser: HelpParser = {
  parseHelp,
  parseCompletion: () => undefined,
  isPseudoCommand: (name) => name === "help",
  rowSaysAbout: true,
};

function parseHelp(text: string): HelpPage {
  const template = cutTemplate(text);
  const { intro, usage, sections } = template;
  const commands = lastOfEach(
    sections.filter((section) => listsCommands(section)).flatMap(({ lines }) => commandsIn(lines)),
    ({ name }) => name,
  );
  const flags = lastOfEach(
    sections.filter(({ title }) => isFlagTitle(title)).flatMap(({ title, lines }) => flagsIn(lines).map((flag) => inSection(flag, title))),
    flagKey,
  );
  const names = namesOf(template, flags);
  const { words, args } = readUsage(usage, {
    name: names[0],
    hasCommands: commands.length > 0,
    switches: new Set(flags.filter(({ takes_value }) => !takes_value).flatMap(flagNames)),
  });
  const [about, ...further] = flowParagraphs(intro.join("\n"));
  const aliases = aliasesOf(names, words);
  return omitAbsent({
    confidence: confidenceOf(text, template, { commands, flags }),
    about,
    description: further.length > 0 ? trimBlankLines(intro).join("\n").trim() : undefined,
    usage: usage.length > 0 ? usage.join("\n") : undefined,
    usageWords: words,
    commands,
    args: mergeArgs([], args),
    flags,
    aliases: aliases.length > 0 ? aliases : undefined,
  });
}

/** Whether a section lists commands. cobra's groups have titles of the program's own: their rows tell. */
function listsCommands({ title, lines }: CobraSection): boolean {
  if (isTextTitle(title) || isFlagTitle(title)) return false;
  return isUnitTitle(title) || hasOnlyCommands(lines);
}

function inSection(flag: FlagShape, title: string): FlagShape {
  return /^(?:global|inherited|parent|persistent)\b/i.test(title) ? { ...flag, global: true } : flag;
}

/** The names of the command, its own first, as far as the help says them: below `Aliases:`, or in the text of `--help`. */
function namesOf({ sections }: CobraTemplate, flags: readonly FlagShape[]): readonly string[] {
  const listed = sections.find(({ title }) => /^aliases$/i.test(title))?.lines ?? [];
  const names = listed
    .flatMap((line) => line.split(","))
    .map((name) => name.trim().replaceAll(/\s+/g, " "))
    .filter((name) => name !== "");
  const own = /^help for (\S+)$/.exec(flags.find(({ long }) => long === "--help")?.description ?? "")?.[1];
  return own === undefined || names[0] === own ? names : [own, ...names];
}

/** The paths of the further names: each is one word, or a whole command line of the same parent. */
function aliasesOf(names: readonly string[], words: readonly string[]): readonly (readonly string[])[] {
  const parent = words.slice(0, -1).join(" ");
  const last = names.flatMap((name) => {
    const at = name.lastIndexOf(" ");
    return at === -1 ? [name] : name.slice(0, at) === parent ? [name.slice(at + 1)] : [];
  });
  const above = words.slice(1, -1);
  return [...new Set(last)].filter((name) => name !== words.at(-1)).map((name) => [...above, name]);
}
