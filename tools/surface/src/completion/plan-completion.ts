import type { AcceptanceCall } from "../acceptance/plan-acceptance.ts";
import type { AcceptanceAnswer } from "../capture.ts";
import { flagNames, type HelpPage } from "../help-page.ts";
import { listedFlags, readListing, requiredFlags, type ListedFlag } from "./complete-listing.ts";

/** A command as the walk knows it. */
interface KnownCommand {
  readonly path: readonly string[];
  /** Absent when its help is not known. */
  readonly page?: HelpPage;
}

/** How many questions one command is worth, and a program: each is a process, and a program may list flags without end. */
const MAX_CALLS_OF_COMMAND = 1000;
const MAX_CALLS = 5000;

/**
 * What to ask a program of cobra next: the words behind `__complete` and the path. `-` lists flags. `""` lists commands, and
 * arguments with them, for which a program may run code of its own that reaches a network: it is asked of commands alone whose
 * help lists others below them and shows no argument. A command whose help was not recognised is not asked.
 *
 * While flags are required, nothing else is listed; those that help shows are then given a value. Whether a flag that help does not show takes
 * a value, `--flag --help -` tells: one that does swallows `--help`, which is then still listed, or is no value for it.
 * The number of questions is bounded, for each command and for all. What it leaves out, `completionLimits` says.
 * @param answers what was answered before; `[]` when nothing is left to ask
 */
export function nextCompletionCalls(commands: readonly KnownCommand[], answers: readonly AcceptanceAnswer[]): readonly AcceptanceCall[] {
  const counts = countCalls(answers);
  return wantedCalls(commands, answers)
    .filter(({ path }) => {
      const key = JSON.stringify(path);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return count < MAX_CALLS_OF_COMMAND;
    })
    .slice(0, Math.max(0, MAX_CALLS - answers.length));
}

/** Entries for `known_omissions`: of what was not asked because the number of questions is bounded. */
export function completionLimits(commands: readonly KnownCommand[], answers: readonly AcceptanceAnswer[]): readonly string[] {
  const counts = countCalls(answers);
  const isFull = (path: readonly string[]): boolean => (counts.get(JSON.stringify(path)) ?? 0) >= MAX_CALLS_OF_COMMAND;
  if (answers.length < MAX_CALLS && !commands.some(({ path }) => isFull(path))) return [];
  const left = wantedCalls(commands, answers);
  const full = new Map(left.filter(({ path }) => isFull(path)).map(({ path }) => [path.join(" "), path]));
  return [
    ...(answers.length >= MAX_CALLS && left.length > 0 ? [`more than ${String(MAX_CALLS)} questions about completion`] : []),
    ...[...full.values()].map(
      (path) => `more than ${String(MAX_CALLS_OF_COMMAND)} questions about completion: ${["__complete", ...path].join(" ")}`,
    ),
  ];
}

function countCalls(answers: readonly AcceptanceAnswer[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of answers) counts.set(JSON.stringify(path), (counts.get(JSON.stringify(path)) ?? 0) + 1);
  return counts;
}

function wantedCalls(commands: readonly KnownCommand[], answers: readonly AcceptanceAnswer[]): readonly AcceptanceCall[] {
  const answered = new Map(answers.map((answer) => [keyOf(answer), answer]));
  const known = commands.flatMap(({ path, page }) => (page === undefined ? [] : [{ path, page }]));
  const unasked = (calls: readonly AcceptanceCall[]): readonly AcceptanceCall[] => calls.filter((call) => !answered.has(keyOf(call)));
  const first = unasked(known.flatMap(({ path, page }) => firstCalls(path, page)));
  if (first.length > 0) return first;
  const second = unasked(
    known.map(({ path, page }) => {
      const listed = answered.get(keyOf({ path, words: ["-"] }));
      const required = listed === undefined ? [] : requiredFlags(readListing(listed), page);
      return { path, words: [...required.map((flag) => `${flag}=1`), "-"] };
    }),
  );
  if (second.length > 0) return second;
  const wordsOf = listWords(answers);
  const listed = flagLists(answered, wordsOf);
  return unasked(
    known.flatMap(({ path, page }) => {
      const shown = new Set(page.flags.flatMap(flagNames));
      const above = new Set(path.flatMap((_, depth) => listed(path.slice(0, depth)).map(flagText)));
      const before = wordsOf(path);
      return listed(path)
        .filter((flag) => !above.has(flagText(flag)) && ![flag.long, flag.short].some((name) => name !== undefined && shown.has(name)))
        .flatMap((flag) => valueCall(path, flag, before));
    }),
  );
}

/** A flag that stands for itself, wherever it is listed. */
export function flagText({ long, short, text }: ListedFlag): string {
  return [long ?? "", short ?? "", text].join("\t");
}

/** Gives the words by which a command was asked for all its flags: those with the most flags before them. */
export function listWords(answers: readonly AcceptanceAnswer[]): (path: readonly string[]) => readonly string[] {
  const asked = new Map<string, readonly string[]>();
  for (const { path, words } of answers) {
    const isList = words.at(-1) === "-" && words.slice(0, -1).every((word) => /^--[^=]+=1$/.test(word));
    if (isList && words.length > (asked.get(JSON.stringify(path))?.length ?? 0)) asked.set(JSON.stringify(path), words);
  }
  return (path) => asked.get(JSON.stringify(path)) ?? ["-"];
}

/** The words that tell whether a flag takes a value, made of those that list all flags of its command. */
export function valueWords(before: readonly string[], flag: string): readonly string[] {
  return [...before.slice(0, -1), flag, "--help", "-"];
}

/** Gives the flags that a command listed, and reads its listings once: a program may list a thousand flags for every command. */
export function flagLists(
  answered: ReadonlyMap<string, AcceptanceAnswer>,
  wordsOf: (path: readonly string[]) => readonly string[],
): (path: readonly string[]) => readonly ListedFlag[] {
  const lists = new Map<string, readonly ListedFlag[]>();
  return (path) => {
    const key = JSON.stringify(path);
    const flags = lists.get(key) ?? flagsOf(path, answered, wordsOf(path));
    lists.set(key, flags);
    return flags;
  };
}

/** The flags that a command listed: first those that are required, then the others, among which these are not listed again. */
function flagsOf(path: readonly string[], answered: ReadonlyMap<string, AcceptanceAnswer>, all: readonly string[]): readonly ListedFlag[] {
  const keys = new Set([["-"], all].map((words) => keyOf({ path, words })));
  const listings = [...keys].map((key) => answered.get(key));
  const flags = listings.flatMap((answer) => (answer === undefined ? [] : listedFlags(readListing(answer))));
  return [...new Map(flags.map((flag) => [flagText(flag), flag])).values()];
}

/** What a call is known by. */
export function keyOf({ path, words }: Pick<AcceptanceCall, "path" | "words">): string {
  return JSON.stringify([path, words]);
}

function firstCalls(path: readonly string[], page: HelpPage): readonly AcceptanceCall[] {
  const hasCommandsAlone = page.commands.length > 0 && page.args.length === 0;
  return [{ path, words: ["-"] }, ...(hasCommandsAlone ? [{ path, words: [""] }] : [])];
}

function valueCall(path: readonly string[], { long }: ListedFlag, before: readonly string[]): readonly AcceptanceCall[] {
  return long === undefined || long === "--help" ? [] : [{ path, words: valueWords(before, long) }];
}
