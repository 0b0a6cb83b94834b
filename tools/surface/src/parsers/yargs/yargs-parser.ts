import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "../../flag-identity.ts";
import type { ArgShape, HelpPage } from "../../help-page.ts";
import { markNegatable } from "../flag-names.ts";
import type { HelpParser } from "../help-parser.ts";
import { isPresent, lastOfEach, mergeArgs } from "../merge-units.ts";
import { indentOf } from "../sections.ts";
import { readCommandText } from "./command-text.ts";
import { cutBlocks } from "./help-blocks.ts";
import type { LaidRow } from "./row-layout.ts";
import { argOfRow, commandOfRow, commandsBelow, flagOfRow, kindOf, rowsOf, type ListedCommand, type SectionKind } from "./section-units.ts";
import { readIntro } from "./usage-text.ts";
import { breaksAnywhere, joinLines, type WrappedLine } from "./wrapped-text.ts";

/**
 * Reads what programs made with yargs (Node.js, versions 15 to 18) print as help, at any width. A flag without a type takes a
 * value that may be left out, as yargs parses it.
 */
export const yargsParser: HelpParser = {
  parseHelp,
  parseCompletion: () => undefined,
  isPseudoCommand: (name) => name === "help",
  // yargs makes this command itself, and gives it no help of its own.
  mayLackHelp: (name) => name === "completion",
};

function parseHelp(text: string): HelpPage {
  const { intro, sections } = cutBlocks(text);
  const kinds = sections.map((section) => ({ section, kind: kindOf(section) })).filter(({ kind }) => kind !== "text");
  const lines = kinds.flatMap(({ section }) => section.lines);
  const width = rightEdge(lines);
  const commandLines = kinds.filter(({ kind }) => kind === "commands").flatMap(({ section }) => section.lines);
  const program = programOf(commandLines, intro);
  const rows = kinds.flatMap(({ section, kind }) =>
    kind === "text" ? [] : rowsOf(section, kind, width, program).map((row) => ({ kind, row })),
  );
  const anywhere = breaksAnywhere(rows.flatMap(({ row }) => wrappedLines(row)));
  const join = ({ lines: own }: LaidRow): string => joinLines(own, anywhere);
  const ofKind = (kind: SectionKind): readonly LaidRow[] => rows.filter((each) => each.kind === kind).map(({ row }) => row);

  const page = Math.max(width, ...intro.map(({ length }) => length));
  const { usage, paragraphs } = readIntro(intro, program, (block) =>
    joinLines(
      block.map((line) => ({ text: anywhere ? line : line.trim(), isFull: line.length === page, room: page })),
      anywhere,
    ),
  );
  const listed = ofKind("commands")
    .map((row) => commandOfRow(row, join))
    .filter(isPresent);
  const inUsage = readUsages(usage);
  const own = ownWords(listed, inUsage.words);
  const commands = lastOfEach(commandsBelow(listed, own), ({ name }) => name);
  const byDefault = listed.find(({ notes }) => notes.isDefault);
  const read = ofKind("flags")
    .map((row) => flagOfRow(row, join))
    .filter(isPresent);
  const shownArgs = ofKind("args")
    .map((row) => argOfRow(row, join))
    .filter(isPresent);
  const shownNames = new Set(shownArgs.map(({ name }) => name));
  const usageArgs = mergeUsageArgs([...inUsage.args, ...(byDefault?.text.args ?? [])]).filter(
    ({ name }) => shownNames.has(name) || listed.length === 0 || !/^(?:sub-?)?(?:command|cmd)$/i.test(name),
  );
  const [about, ...further] = paragraphs;
  return omitAbsent({
    confidence: confidenceOf({
      hasTypes: read.some(({ notes }) => notes.type !== undefined || notes.required),
      hasOwnFlags: read.some(({ flag }) => /^Show (?:help|version number)$/.test(flag.description ?? "")),
      hasPositionals: shownArgs.length > 0,
      namesProgram: listed.length > 0 && program !== undefined,
    }),
    about,
    description: further.length > 0 ? paragraphs.join("\n\n") : undefined,
    usage: usage ?? byDefault?.spelled,
    usageWords: inUsage.words.length > 0 ? inUsage.words : own,
    commands,
    args: mergeArgs(shownArgs, usageArgs),
    flags: markNegatable(
      lastOfEach(
        read.map(({ flag }) => flag),
        flagKey,
      ),
    ),
  });
}

/** The column at which notes end: the longest line that ends in one, else the longest line. */
function rightEdge(lines: readonly string[]): number {
  const longest = (some: readonly string[]): number => some.reduce((most, { length }) => Math.max(most, length), 0);
  return longest(lines.filter((line) => line.endsWith("]"))) || longest(lines);
}

/** The lines of a row's description that go on in another, with how far they stay from the edge. */
function wrappedLines({ lines, described }: LaidRow): readonly WrappedLine[] {
  return lines.slice(0, Math.max(described - 1, 0)).flatMap((line, index) => {
    const next = lines[index + 1];
    return next === undefined || next.text === "" ? [] : [{ gap: line.room - line.text.length, next }];
  });
}

/** The program's name in front of every row of a command; `undefined` where rows have none. */
function programOf(lines: readonly string[], intro: readonly string[]): string | undefined {
  const heads = lines.filter((line) => line !== "" && indentOf(line) === 2).map((line) => line.trimStart());
  const [first] = heads;
  const word = first?.split(" ", 1)[0] ?? "";
  if (first === undefined || /^[[<(]/.test(word)) return undefined;
  const inIntro = intro.some((line) => line.replace(/^\s{0,4}usage:\s*/i, "").split(" ", 1)[0] === word);
  const shared = heads.filter((head) => head === word || head.startsWith(`${word} `)).length;
  const words = readCommandText(first.split("  ", 1)[0] ?? "").words;
  return inIntro || shared > 1 || words.length > 1 ? word : undefined;
}

function readUsages(usage: string | undefined): ReturnType<typeof readCommandText> {
  const [first, ...others] = (usage ?? "").split("\n").map(readCommandText);
  const words = first?.words ?? [];
  const same = others.filter((other) => other.words.join(" ") === words.join(" "));
  return { words, args: [first?.args ?? [], ...same.map(({ args }) => args)].flat() };
}

/** The words that all rows of commands begin with: those of the usage, else what they share. */
function ownWords(listed: readonly ListedCommand[], usageWords: readonly string[]): readonly string[] {
  if (listed.length === 0) return usageWords;
  const stems = listed.map(({ text, notes }) => (notes.isDefault ? text.words : text.words.slice(0, -1)));
  const [first = [], ...others] = stems;
  const shared = others.reduce((common, words) => {
    const end = common.findIndex((word, index) => word !== words[index]);
    return end === -1 ? common : common.slice(0, end);
  }, first);
  return shared;
}

function mergeUsageArgs(args: readonly ArgShape[]): readonly ArgShape[] {
  const merged = new Map<string, ArgShape>();
  for (const arg of args) {
    const earlier = merged.get(arg.name);
    merged.set(arg.name, {
      ...arg,
      required: arg.required || earlier?.required === true,
      variadic: arg.variadic || earlier?.variadic === true,
    });
  }
  return [...merged.values()];
}

/** Types and positionals are printed by no other framework, nor is the program before each command. */
function confidenceOf(marks: {
  readonly hasTypes: boolean;
  readonly hasOwnFlags: boolean;
  readonly hasPositionals: boolean;
  readonly namesProgram: boolean;
}): number {
  if (marks.hasTypes) return 1;
  if (marks.hasPositionals) return 0.9;
  if (marks.namesProgram) return 0.8;
  return marks.hasOwnFlags ? 0.5 : 0;
}
