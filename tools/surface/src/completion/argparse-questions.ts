import type { AcceptanceCall } from "../acceptance/plan-acceptance.ts";
import type { AcceptanceAnswer } from "../capture.ts";
import { flagNames, takesTrailingArgs, type FlagShape, type HelpPage } from "../help-page.ts";
import { readRefusal } from "./argparse-refusal.ts";

/** A command as the walk knows it. */
interface AskedCommand {
  readonly path: readonly string[];
  /** Absent when its help is not known. */
  readonly page?: HelpPage;
}

/** What the answers tell of a command, beyond its help. */
export interface HiddenUnits {
  readonly commands: readonly string[];
  readonly flags: readonly FlagShape[];
}

/** More rounds of questions than any command hides flags. */
const MAX_CALLS_OF_COMMAND = 100;

/**
 * What to ask a program of argparse next, whose refusals name what its help hides. Every call ends in `--help`, by which argparse stops
 * before it returns to the program, and in `--help=`: where the program looks at `--help` itself, as at any switch, argparse comes to
 * that one, and refuses its value. No call has another flag that help shows, nor a beginning of one alone:
 * - A word that is no command, where help lists commands: the refusal names all there are.
 * - `--p=`, where two flags or more that help shows begin so: the refusal names all that do, before any flag acts.
 * - Many beginnings that no shown flag has, in one call. A hidden switch is refused for its empty value before it acts, and several
 *   flags with one beginning are; one that takes a value takes the empty one. What is named is then left out, until nothing is.
 * - `--name=` of a flag that was named with others: a switch refuses the value.
 *
 * A command is not asked that hands on whatever words follow (`...`), or whose help does not show `--help` without a value, nor about a beginning that is
 * one of several flags above it: some versions of argparse refuse there what belongs below.
 */
export function nextArgparseCalls(commands: readonly AskedCommand[], answers: readonly AcceptanceAnswer[]): readonly AcceptanceCall[] {
  const known = commands.flatMap(({ path, page }) => (page === undefined ? [] : [{ path, page }]));
  const paths = new Set(known.map(({ path }) => path.join(" ")));
  const byPath = Map.groupBy(answers, ({ path }) => path.join("\0"));
  const answersOf = (path: readonly string[]): readonly AcceptanceAnswer[] => byPath.get(path.join("\0")) ?? [];
  const flagsOf = new Map(known.map(({ path, page }) => [path.join("\0"), [...groupsOf(page), ...namedFlags(answersOf(path), paths)]]));
  return known.flatMap(({ path, page }) => {
    const isAsked = page.confidence > 0 && !handsOn(page) && page.flags.some((flag) => flag.long === "--help" && !flag.takes_value);
    const own = answersOf(path);
    if (!isAsked || own.length >= MAX_CALLS_OF_COMMAND) return [];
    const above = path.map((_, depth) => flagsOf.get(path.slice(0, depth).join("\0")) ?? []);
    const isAmbiguousAbove = (start: string): boolean => above.some((flags) => beginning(flags, start).length > 1);
    const shown = groupsOf(page);
    const flags = flagsOf.get(path.join("\0")) ?? [];
    const shared = LETTERS.filter((letter) => beginning(shown, `--${letter}`).length > 1 && !isName(shown, `--${letter}`));
    const unsized = namedTogether(page, own, paths);
    const starts = freeStarts(flags).filter((start) => !isAmbiguousAbove(start));
    const calls = [
      ...(page.commands.length > 0 && !takesTrailingArgs(page) ? [[NO_COMMAND]] : []),
      ...shared.filter((letter) => !isAmbiguousAbove(`--${letter}`)).map((letter) => [`--${letter}=`]),
      ...(starts.length === 0 ? [] : [starts.map((start) => `${start}=`)]),
      ...unsized.flatMap((name) => (isAmbiguousAbove(name) ? [] : [[`${name}=`]])),
    ].map((words) => ({ path, words: [...words, ...END] }));
    const asked = new Set(own.map(({ words }) => words.join("\0")));
    return calls.filter(({ words }) => !asked.has(words.join("\0")));
  });
}

/** Whether a call is one of these. */
export function isArgparseCall({ words }: Pick<AcceptanceCall, "words">): boolean {
  return END.every((word, index) => words.at(index - END.length) === word);
}

/** Entries for `known_omissions`: the hidden flags that are named and could not be asked whether they take a value. */
export function argparseLimits(commands: readonly AskedCommand[], answers: readonly AcceptanceAnswer[]): readonly string[] {
  const paths = new Set(commands.map(({ path }) => path.join(" ")));
  return commands.flatMap(({ path, page }) => {
    const own = answers.filter((answer) => answer.path.join("\0") === path.join("\0"));
    const known = new Set(hiddenUnits(own, paths).flags.flatMap(flagNames));
    const left = page === undefined ? [] : namedTogether(page, own, paths).filter((name) => !known.has(name));
    return left.map((name) => `hidden flag without an answer: ${[...path, name].join(" ")}`);
  });
}

/**
 * What the answers of one command name: commands by the refused word, and flags that its help need not show.
 * @param paths those of all commands that are known
 */
export function hiddenUnits(answers: readonly AcceptanceAnswer[], paths: ReadonlySet<string>): HiddenUnits {
  const commands = answers.flatMap((answer) => {
    const refusal = readRefusal(answer, NO_COMMAND, paths);
    return refusal?.type === "choices" ? refusal.names : [];
  });
  const told = new Map(
    answers.flatMap((answer) => {
      const refusal = readRefusal(answer, NO_COMMAND, paths);
      return refusal?.type === "flag" ? refusal.names.map((name) => [name, refusal] as const) : [];
    }),
  );
  const asked = new Map(answers.map((answer) => [answer.words.join("\0"), answer]));
  const named = new Map(namedFlags(answers, paths).map((names) => [told.get(names[0] ?? "")?.names.join() ?? names.join(), names]));
  const flags = [...named.values()].flatMap((names): readonly FlagShape[] => {
    const refusal = told.get(names[0] ?? "");
    // What takes the empty value lets the program go on to its help.
    const isTaken = asked.get(valueWords(names[0] ?? "").join("\0"))?.exitCode === 0;
    if (refusal === undefined && !isTaken) return [];
    const all = refusal?.names ?? names;
    const [long, ...others] = [...all.filter((name) => name.startsWith("--")), ...all.filter((name) => !name.startsWith("--"))];
    const short = others.find((name) => /^-[^-]$/.test(name));
    const aliases = others.filter((name) => name !== short);
    return [
      {
        ...(long === undefined ? {} : { long }),
        ...(short === undefined ? {} : { short }),
        ...(aliases.length === 0 ? {} : { aliases }),
        takes_value: refusal?.takesValue ?? true,
      },
    ];
  });
  return { commands, flags };
}

/** A word that is no command of any program. */
const NO_COMMAND = "lockstep-no-such-command";
/** What every call ends in, and no call by another protocol. */
const END = ["--help", "--help="] as const;
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
/** How far beginnings go on along a flag that is alone with its first letter. */
const DEPTH = 3;

/** Whether the usage ends in the bare dots by which argparse shows an argument that takes the whole rest, and that stand behind commands too. */
function handsOn({ commands, usage = "" }: HelpPage): boolean {
  return commands.length === 0 && /\s\.\.\.(?:\s|$)/.test(usage);
}

/** The long spellings of each flag that help shows. */
function groupsOf({ flags }: HelpPage): readonly (readonly string[])[] {
  return flags
    .map((flag) => {
      const names = flagNames(flag).filter((name) => name.startsWith("--"));
      return flag.negatable === true ? [...names, ...names.map((name) => name.replace(/^--/, "--no-"))] : names;
    })
    .filter((names) => names.length > 0);
}

/** The flags that a refusal names with others and that help does not show: it does not say whether they take a value. */
function namedTogether(page: HelpPage, answers: readonly AcceptanceAnswer[], paths: ReadonlySet<string>): readonly string[] {
  const shown = groupsOf(page).flat();
  const names = namedFlags(answers, paths, "ambiguous").flat();
  return [...new Set(names)].filter((name) => !shown.includes(name));
}

/** The words that ask whether a flag takes a value. */
function valueWords(name: string): readonly string[] {
  return [`${name}=`, ...END];
}

/** The long spellings of each flag that refusals name. */
function namedFlags(answers: readonly AcceptanceAnswer[], paths: ReadonlySet<string>, type?: "ambiguous"): readonly (readonly string[])[] {
  return answers.flatMap((answer) => {
    const refusal = readRefusal(answer, NO_COMMAND, paths);
    if (refusal === undefined || refusal.type === "choices" || (type !== undefined && refusal.type !== type)) return [];
    const names = refusal.names.filter((name) => name.startsWith("--"));
    return refusal.type === "flag" ? [names] : names.map((name) => [name]);
  });
}

function beginning(flags: readonly (readonly string[])[], start: string): readonly (readonly string[])[] {
  return flags.filter((names) => names.some((name) => name.startsWith(start)));
}

function isName(flags: readonly (readonly string[])[], name: string): boolean {
  return flags.some((names) => names.includes(name));
}

/** The shortest beginnings that no known flag has: single letters, and further ones along a flag that is alone with its letter. */
function freeStarts(flags: readonly (readonly string[])[]): readonly string[] {
  const startsAt = (start: string): readonly string[] => {
    const count = beginning(flags, start).length;
    if (count === 0) return [start];
    if (count > 1 || start.length >= "--".length + DEPTH || isName(flags, start)) return [];
    return ["-", ...LETTERS].flatMap((letter) => startsAt(`${start}${letter}`));
  };
  return LETTERS.flatMap((letter) => startsAt(`--${letter}`));
}
