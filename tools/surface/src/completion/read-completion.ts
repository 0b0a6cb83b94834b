import { comparePaths, omitAbsent } from "@lockstep/kernel";
import type { AcceptanceAnswer } from "../capture.ts";
import type { CompletionSurface, FlagShape } from "../help-page.ts";
import { isCommandName } from "../parsers/command-name.ts";
import { listedFlags, readListing, type ListedFlag } from "./complete-listing.ts";
import { flagLists, flagText, keyOf, listWords, valueWords } from "./plan-completion.ts";

/**
 * The surface in the answers of a program of cobra. It lists nothing that is hidden or deprecated. A flag that a command has
 * from one above it belongs to that one alone.
 */
export function readCompletionAnswers(answers: readonly AcceptanceAnswer[]): CompletionSurface {
  const answered = new Map(answers.map((answer) => [keyOf(answer), answer]));
  const wordsOf = listWords(answers);
  const listed = flagLists(answered, wordsOf);
  const flags = new Map<string, { readonly path: readonly string[]; readonly listed: readonly ListedFlag[] }>();
  const omissions: string[] = [];
  const below: (readonly string[])[] = [];
  for (const answer of answers) {
    const { path, words } = answer;
    const isList = words.join(" ") === wordsOf(path).join(" ");
    if (!isList && words.join(" ") !== "") continue;
    const listing = readListing(answer);
    if (!listing.isWhole)
      omissions.push(
        answer.failure ?? `completion probe failed: __complete ${[...path, ...words].join(" ")} (exit ${String(answer.exitCode)})`,
      );
    else if (isList) flags.set(path.join(" "), { path, listed: listed(path) });
    else for (const { name } of listing.entries) if (isCommandName(name)) below.push([...path, name]);
  }
  const paths = new Map([...[...flags.values()].map(({ path }) => path), ...below].map((path) => [path.join(" "), path]));
  const ownOf = (path: readonly string[]): readonly ListedFlag[] => flags.get(path.join(" "))?.listed ?? [];
  const commands = [...paths.values()].toSorted(comparePaths).map((path) => {
    const above = new Set(path.flatMap((_, depth) => ownOf(path.slice(0, depth)).map(flagText)));
    const children = [...flags.values()].filter(
      (each) => each.path.length === path.length + 1 && each.path.slice(0, -1).join(" ") === path.join(" "),
    );
    const passedOn = children.map((child) => new Set(child.listed.map(flagText)));
    const before = wordsOf(path);
    const told = (long: string): AcceptanceAnswer | undefined => answered.get(keyOf({ path, words: valueWords(before, long) }));
    const shapes = ownOf(path).map((flag) => ({
      isInherited: above.has(flagText(flag)),
      shape: shapeOf(flag, told, passedOn.length > 0 && passedOn.every((texts) => texts.has(flagText(flag)))),
    }));
    return {
      path,
      flags: shapes.filter(({ isInherited }) => !isInherited).map(({ shape }) => shape),
      inherited: shapes.filter(({ isInherited }) => isInherited).map(({ shape }) => shape),
    };
  });
  return { commands, isVisibleOnly: true, omissions };
}

function shapeOf(
  { long, short, text }: ListedFlag,
  answerFor: (long: string) => AcceptanceAnswer | undefined,
  isGlobal: boolean,
): FlagShape {
  const told = long === undefined ? undefined : answerFor(long);
  const name = /`([^`]+)`/.exec(text)?.[1];
  const takesValue = told === undefined ? name !== undefined : swallowsHelp(told);
  return omitAbsent({
    long,
    short,
    takes_value: takesValue,
    value_name: takesValue ? name : undefined,
    description: text === "" ? undefined : text.replaceAll("`", ""),
    global: isGlobal ? true : undefined,
  });
}

/** Whether a flag took the `--help` behind it as its value: it is still listed, or the flag refused it. */
function swallowsHelp(answer: AcceptanceAnswer): boolean {
  return /invalid argument "--help" for "/.test(answer.stderr) || listedFlags(readListing(answer)).some(({ long }) => long === "--help");
}
