import { ToolError, type Command, type Files } from "@lockstep/kernel";
import { optionsOf } from "../command-line.ts";
import { firstWords, groupOf } from "../commands.ts";
import { commandPrefixes, findCommand, type Found } from "../find-command.ts";
import { entryOf, flaggedOptions, type FlaggedSpec } from "../option-table.ts";
import { takeVolume, volumeOptions } from "../volume.ts";
import type { World } from "../world.ts";
import { planIds, valueKind, valueNames } from "./value-names.ts";

/** One word that can stand where the last word is. */
export interface Candidate {
  readonly value: string;
  /** A few words on it; empty when there are none. */
  readonly describe: string;
}

/** What can stand where the last word of a command line is. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Paths of this machine, which the shell itself completes, besides the candidates. */
  readonly paths: "files" | "folders" | undefined;
}

const nothing: Completion = { candidates: [], paths: undefined };

const help: Candidate = { value: "--help", describe: "Explain the command" };

/** Options that stand before a command. */
const rootOptions: readonly Candidate[] = [
  { value: "--help", describe: "List the commands" },
  { value: "--version", describe: "Print the version" },
  ...Object.entries(volumeOptions).map(([name, { describe }]) => ({ value: `--${name}`, describe })),
];

/**
 * Completes the last of the words behind `xtask`, which may be empty. It never throws for what is typed: a line that makes no
 * sense has no completion. Words that bash has split at `=` are read as one, and then only the part behind it is completed.
 */
export async function completeWords(typed: readonly string[], files: Files): Promise<Completion> {
  const { words: all, isSplit } = joinSplit(typed);
  const words = [...takeVolume(all.slice(0, -1)).words, ...all.slice(-1)];
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const [first, second] = before;
  if (first === undefined) return startingWith(current, [...names(current), ...(current.startsWith("-") ? rootOptions : [])]);
  if (first === "help") {
    if (second === undefined) return startingWith(current, names(current));
    return before.length > 2 ? nothing : startingWith(current, verbs(second));
  }
  if (second === undefined && groupOf(first) !== undefined)
    return startingWith(current, [...verbs(first), ...(current.startsWith("-") ? [help] : [])]);
  try {
    const found = await findCommand(before);
    return found.type === "group" ? nothing : await completeCommand(found, current, isSplit, files);
  } catch (error) {
    if (error instanceof ToolError) return nothing;
    throw error;
  }
}

async function completeCommand(
  { command, presetCli, rest: before }: Extract<Found, { readonly type: "command" }>,
  current: string,
  isSplit: boolean,
  files: Files,
): Promise<Completion> {
  const line = readBefore(command, before);
  if (line.isBehind) return { candidates: [], paths: "files" };
  const values = (open: OpenOption): Promise<Completion> => completeValue(open, { cli: presetCli, ...line.given }, files);
  // A flag that may stand alone has no value that begins with a dash.
  if (line.open !== undefined && !(line.open.spec.type === "all-or-some" && current.startsWith("-")))
    return narrowed(current, await values(line.open), "");
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined && value !== undefined) {
    const option = line.byFlag.get(flag);
    if (option === undefined || option.spec.type === "boolean") return nothing;
    return narrowed(value, await values(option), isSplit ? "" : `${flag}=`);
  }
  const free = entryOf(command.options, "words")?.[1];
  const first = line.freeWords > 0 ? [] : (free?.choices ?? []).map((choice) => ({ value: choice, describe: "" }));
  const flags = [...line.byFlag].filter(
    ([, { name, spec }]) => !line.seen.has(name) || spec.type === "list" || spec.type === "all-or-some",
  );
  const main = flags.filter(([spelling, { name }]) => spelling === `--${name}`);
  const isFlag = current.startsWith("-");
  const matching = (some: typeof flags): Candidate[] =>
    some.filter(([spelling]) => spelling.startsWith(current)).map(([spelling, { spec }]) => ({ value: spelling, describe: spec.describe }));
  const ownFlags = matching(main);
  const offered = ownFlags.length > 0 ? ownFlags : matching(flags);
  if (isFlag || (free === undefined && current === "")) return startingWith(current, [...offered, help]);
  if (free?.names !== undefined) {
    if (line.freeWords === 0)
      return startingWith(
        current,
        (await planIds(files)).map((id) => ({ value: id, describe: "" })),
      );
    return { candidates: [], paths: free.names === "plan-and-paths" ? "files" : undefined };
  }
  return startingWith(current, first);
}

/** An option and how it was spelled. */
interface OpenOption {
  readonly name: string;
  readonly spec: FlaggedSpec;
}

/** What the words before the current one say. */
interface LineBefore {
  readonly byFlag: ReadonlyMap<string, OpenOption>;
  readonly seen: ReadonlySet<string>;
  readonly given: Readonly<Record<string, string>>;
  /** The option whose value the current word is. */
  readonly open: OpenOption | undefined;
  readonly freeWords: number;
  /** Whether the current word stands behind `--` and belongs to another command. */
  readonly isBehind: boolean;
}

function readBefore(command: Command<World>, before: readonly string[]): LineBefore {
  const byFlag = new Map<string, OpenOption>();
  for (const [name, spec] of flaggedOptions(optionsOf(command)))
    for (const spelling of [name, ...(spec.aliases ?? [])]) byFlag.set(`--${spelling}`, { name, spec });
  const seen = new Set<string>();
  const given: Record<string, string> = {};
  let open: OpenOption | undefined;
  let freeWords = 0;
  for (const word of before) {
    if (open !== undefined) {
      const isAlone = open.spec.type === "all-or-some" && word.startsWith("-");
      if (!isAlone) given[open.name] = word;
      open = undefined;
      if (!isAlone) continue;
    }
    if (word === "--" && entryOf(command.options, "command") !== undefined) return { byFlag, seen, given, open, freeWords, isBehind: true };
    const [flag = "", ...value] = word.split("=");
    const option = byFlag.get(flag);
    if (option === undefined) {
      freeWords += 1;
      continue;
    }
    seen.add(option.name);
    if (value.length > 0) given[option.name] = value.join("=");
    else if (option.spec.type !== "boolean") open = option;
  }
  return { byFlag, seen, given, open, freeWords, isBehind: false };
}

async function completeValue(
  { name, spec }: OpenOption,
  given: Readonly<Record<string, string | undefined>>,
  files: Files,
): Promise<Completion> {
  const plain = (values: readonly string[]): Completion => ({
    candidates: values.map((value) => ({ value, describe: "" })),
    paths: undefined,
  });
  if ("choices" in spec && spec.choices !== undefined) return plain(spec.choices);
  const kind = valueKind(name);
  if (spec.type === "number" || kind === "text") return nothing;
  if (kind === "files" || kind === "folders") return { candidates: [], paths: kind };
  return plain(await valueNames(kind, files, { cli: given["cli"], root: given["root"], rules: given["rules"] }));
}

function names(current: string): readonly Candidate[] {
  const [prefix = ""] = commandPrefixes.find(([start]) => current.startsWith(start)) ?? [];
  return [...firstWords.map((name) => `${prefix}${name}`), ...(prefix === "" ? ["help"] : [])].map((value) => ({ value, describe: "" }));
}

function verbs(group: string): readonly Candidate[] {
  return (groupOf(group)?.verbs ?? []).map((value) => ({ value, describe: "" }));
}

function startingWith(current: string, candidates: readonly Candidate[]): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), paths: undefined };
}

function narrowed(current: string, { candidates, paths }: Completion, prefix: string): Completion {
  const fitting = candidates.filter(({ value }) => value.startsWith(current));
  return { candidates: fitting.map(({ value, describe }) => ({ value: `${prefix}${value}`, describe })), paths };
}

/** Puts together what bash splits: `--cli`, `=`, `co` is `--cli=co`. */
function joinSplit(typed: readonly string[]): { readonly words: string[]; readonly isSplit: boolean } {
  const words: string[] = [];
  let isSplit = false;
  for (let index = 0; index < typed.length; index += 1) {
    const word = typed[index] ?? "";
    if (word === "=" && words.at(-1)?.startsWith("--") === true) {
      words.push(`${words.pop() ?? ""}=${typed[index + 1] ?? ""}`);
      index += 1;
      isSplit = index >= typed.length - 1;
    } else {
      words.push(word);
    }
  }
  return { words, isSplit };
}
