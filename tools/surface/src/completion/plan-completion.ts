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

/**
 * What to ask a program of cobra next: the words behind `__complete` and the path. `-` lists flags. `""` lists commands, and
 * arguments with them, for which a program may run code of its own that reaches a network: it is asked of commands alone whose
 * help lists others below them and shows no argument. A command whose help was not recognised is not asked.
 *
 * While flags are required, nothing else is listed; they are then given a value. Whether a flag that help does not show takes
 * a value, `--flag --help -` tells: one that does swallows `--help`, which is then still listed, or is no value for it.
 * @param answers what was answered before; `[]` when nothing is left to ask
 */
export function nextCompletionCalls(commands: readonly KnownCommand[], answers: readonly AcceptanceAnswer[]): readonly AcceptanceCall[] {
  const answered = new Map(answers.map((answer) => [keyOf(answer), answer]));
  const known = commands.flatMap(({ path, page }) => (page === undefined ? [] : [{ path, page }]));
  const unasked = (calls: readonly AcceptanceCall[]): readonly AcceptanceCall[] => calls.filter((call) => !answered.has(keyOf(call)));
  const first = unasked(known.flatMap(({ path, page }) => firstCalls(path, page)));
  if (first.length > 0) return first;
  const second = unasked(known.map(({ path }) => ({ path, words: listWords(path, answered) })));
  if (second.length > 0) return second;
  const listed = flagLists(answered);
  return unasked(
    known.flatMap(({ path, page }) => {
      const shown = new Set(page.flags.flatMap(flagNames));
      const above = new Set(path.flatMap((_, depth) => listed(path.slice(0, depth)).map(flagText)));
      const before = listWords(path, answered);
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

/** The words that list all flags of a command, as far as they are known. */
export function listWords(path: readonly string[], answered: ReadonlyMap<string, AcceptanceAnswer>): readonly string[] {
  const listed = answered.get(keyOf({ path, words: ["-"] }));
  return [...(listed === undefined ? [] : requiredFlags(readListing(listed)).map((flag) => `${flag}=1`)), "-"];
}

/** The words that tell whether a flag takes a value, made of those that list all flags of its command. */
export function valueWords(before: readonly string[], flag: string): readonly string[] {
  return [...before.slice(0, -1), flag, "--help", "-"];
}

/** Gives the flags that a command listed, and reads its listings once: a program may list a thousand flags for every command. */
export function flagLists(answered: ReadonlyMap<string, AcceptanceAnswer>): (path: readonly string[]) => readonly ListedFlag[] {
  const lists = new Map<string, readonly ListedFlag[]>();
  return (path) => {
    const key = JSON.stringify(path);
    const flags = lists.get(key) ?? flagsOf(path, answered);
    lists.set(key, flags);
    return flags;
  };
}

/** The flags that a command listed: first those that are required, then the others, among which these are not listed again. */
function flagsOf(path: readonly string[], answered: ReadonlyMap<string, AcceptanceAnswer>): readonly ListedFlag[] {
  const keys = new Set([["-"], listWords(path, answered)].map((words) => keyOf({ path, words })));
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
