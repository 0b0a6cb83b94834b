import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import type { CommandRow, HelpPage } from "../../help-page.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import type { HelpParser } from "../help-parser.ts";
import { isPresent, lastOfEach, mergeArgs } from "../merge-units.ts";
import { cutOclifSections, type OclifSection } from "./oclif-sections.ts";
import { listRows } from "./list-rows.ts";
import { argOfRow, commandOfRow, flagOfRow } from "./unit-rows.ts";
import { joinUsage, readUsage } from "./usage-line.ts";

/**
 * Reads what programs made with oclif (Node.js) print as help. Where a program writes the ids of its commands with colons,
 * `heroku apps:create`, such an id is one word of its command line, and the path of the command is that one word; where it
 * writes them with spaces, the path is the words. Completion scripts of oclif are read from the manifest instead.
 */
export const oclifParser: HelpParser = {
  parseHelp,
  parseCompletion: () => undefined,
  isPseudoCommand: (name) => name === "help",
};

function parseHelp(text: string): HelpPage {
  const { intro, sections } = cutOclifSections(text);
  const titled = (title: RegExp): readonly OclifSection[] => sections.filter((section) => title.test(section.title));
  const usage = joinUsage(titled(/^USAGE$/)[0]?.lines ?? []);
  const isOclif = usage.some(({ hasPrompt }) => hasPrompt);
  const listed = [...titled(/^TOPICS$/), ...titled(/^COMMANDS$/)].flatMap(({ lines }) => listRows(lines));
  const { words, args: usageArgs } = readUsage(
    usage.map(({ text: line }) => line),
    listed.length > 0,
  );
  const rows = listed.map((row) => commandOfRow(row, words.slice(1))).filter(isPresent);
  const args = titled(/^ARGUMENTS$/)
    .flatMap(({ lines }) => listRows(lines))
    .map(argOfRow)
    .filter(isPresent);
  const flags = titled(/^(?:\S.* )?FLAGS$/).flatMap(({ title, lines }) =>
    listRows(lines)
      .map(flagOfRow)
      .filter(isPresent)
      .map((flag) => (title === "GLOBAL FLAGS" ? { ...flag, global: true } : flag)),
  );
  const about = aboutOf(intro);
  const described = flowParagraphs(titled(/^DESCRIPTION$/)[0]?.lines.join("\n") ?? "").join("\n\n");
  const aliases = titled(/^ALIASES$/)
    .flatMap(({ lines }) => lines)
    .map((line) => /^\s*\$ \S+ (\S+(?: \S+)*)$/.exec(line)?.[1]?.split(" "))
    .filter(isPresent);
  return omitAbsent({
    confidence: isOclif ? 1 : usage.length > 0 ? FLOOR : 0,
    about: about ?? (described === "" ? undefined : described.split("\n\n")[0]),
    description: described === "" || described === about ? undefined : described,
    usage: usage.length > 0 ? usage.map(({ text: line }) => line).join("\n") : undefined,
    usageWords: words,
    commands: mergeRows(rows),
    args: mergeArgs(args, usageArgs),
    flags: lastOfEach(flags, flagKey),
    aliases: aliases.length > 0 ? aliases : undefined,
  });
}

/** A usage below its own heading, as a help class of the program's own may print it. */
const FLOOR = 0.3;

/** The summary: the first paragraph that does not speak of the state of the command. */
function aboutOf(intro: readonly string[]): string | undefined {
  return flowParagraphs(intro.join("\n")).find(
    (paragraph) =>
      !/^This (?:command|topic) is in \S+\.$|^The ".*" command has been deprecated|^\S+ is (?:deprecated|in \S+)\.?$/.test(paragraph),
  );
}

/** A name that is both a topic and a command is one row; the command's own summary counts. */
function mergeRows(rows: readonly CommandRow[]): readonly CommandRow[] {
  const merged = new Map<string, CommandRow>();
  for (const row of rows) merged.set(row.name, { ...merged.get(row.name), ...row });
  return [...merged.values()];
}
