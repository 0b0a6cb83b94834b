import { omitAbsent } from "@lockstep/kernel";
import { flagNames, type HelpPage } from "../../help-page.ts";
import { flowParagraphs } from "../flow-paragraphs.ts";
import type { HelpParser } from "../help-parser.ts";
import { mergeArgs } from "../merge-units.ts";
import { readArgRows, readCommandRows } from "./command-rows.ts";
import { readFlagRows } from "./flag-rows.ts";
import { cutBlocks } from "./help-blocks.ts";
import { readGenericUsage } from "./usage-line.ts";

/**
 * Reads help of no known framework: hand-written, or of a library without a parser of its own. It takes for a unit only what
 * clearly looks like the row of a flag or of a command, so it misses some; every page that it reads becomes a
 * known omission.
 */
export const genericParser: HelpParser = {
  parseHelp,
  parseCompletion: () => undefined,
  isPseudoCommand: (name) => name === "help",
};

function parseHelp(text: string): HelpPage {
  const blocks = cutBlocks(text);
  const commands = readCommandRows(blocks);
  const rows = readFlagRows(blocks);
  const usage = readGenericUsage(blocks, commands.length > 0);
  const shownArgs = readArgRows(blocks);
  const hasHeading = blocks.some(({ kind, isPlain }) => isPlain && kind !== "usage");
  const confidence = confidenceOf({
    isError: saysError(text),
    hasUsage: usage.lines.length > 0,
    hasHeading,
    described: rows.described,
    units: rows.flags.length + commands.length + usage.flags.length,
    commands: commands.length,
  });
  if (confidence === 0) return { confidence, framework: "generic", usageWords: [], commands: [], args: [], flags: [] };
  const known = new Set(rows.flags.flatMap(flagNames));
  const [about] = flowParagraphs(blocks[0]?.lines.join("\n") ?? "");
  return omitAbsent({
    confidence,
    framework: "generic" as const,
    about: about === undefined || about.startsWith("-") ? undefined : about,
    usage: usage.lines.length > 0 ? usage.lines.join("\n") : undefined,
    usageWords: usage.words,
    commands,
    args: mergeArgs(shownArgs, usage.args),
    flags: [...rows.flags, ...usage.flags.filter((flag) => !flagNames(flag).some((name) => known.has(name)))],
  });
}

/** The most that a guess is worth: less than any framework's parser that is sure. */
const MOST = 0.5;

interface Marks {
  readonly isError: boolean;
  readonly hasUsage: boolean;
  /** A heading that names flags, commands or args and nothing else. */
  readonly hasHeading: boolean;
  /** Rows of flags with a description. */
  readonly described: number;
  readonly units: number;
  readonly commands: number;
}

/** 0 for prose, which has neither a usage nor rows, and for an error message that shows no more than a usage. */
function confidenceOf({ isError, hasUsage, hasHeading, described, units, commands }: Marks): number {
  if (isError && described + commands === 0 && units < 2) return 0;
  if (!hasUsage && described < 2 && !(hasHeading && described + commands > 0)) return 0;
  const sum = (hasUsage ? 20 : 0) + (hasHeading ? 10 : 0) + (described >= 3 ? 20 : described > 0 ? 10 : 0) + (commands > 0 ? 10 : 0);
  return Math.min(MOST, sum / 100);
}

/** Whether the first line that is not blank complains. */
function saysError(text: string): boolean {
  const first = text.trimStart().split("\n", 1)[0] ?? "";
  return /^(?:\S+: )?(?:error|fatal|invalid|unknown|unrecogni[sz]ed|illegal|cannot|can't|no such|missing|unexpected|not found|command not found)\b/i.test(
    first.slice(0, 200),
  );
}
