import { UsageError, type Command, type OptionSpec } from "@lockstep/kernel";
import parse from "yargs-parser";
import { nearest } from "./nearest.ts";
import { entryOf, flaggedOptions, type FlaggedSpec } from "./option-table.ts";
import { volumeOptions } from "./volume.ts";
import type { World } from "./world.ts";

/** What the words after a command ask for. */
export type CommandLine =
  | { readonly type: "help"; readonly text: string }
  | {
      readonly type: "options";
      readonly json: boolean;
      /** Which of `volumeOptions` stand behind the command. */
      readonly volume: Readonly<Record<string, unknown>>;
      readonly options: Readonly<Record<string, unknown>>;
    };

const jsonOption: OptionSpec = { type: "boolean", describe: "Print one JSON document on standard output" };

/**
 * The options of a command and those that every command has. Where free words may be flags, what is behind the command is read as
 * such, so that the volume is given before the command alone.
 */
export function optionsOf(command: Pick<Command<World>, "options">): Readonly<Record<string, OptionSpec>> {
  const takesFlags = entryOf(command.options, "words")?.[1].takesFlags === true;
  return { ...command.options, json: jsonOption, ...(takesFlags ? {} : volumeOptions) };
}

/**
 * Reads the words after a command's name by its option table. Throws `UsageError` for an unknown, repeated, incomplete or
 * missing option, a value outside its choices, and a stray word; each message spells the flag as it was typed. Words behind
 * `--` are not looked at.
 */
export async function readCommandLine(
  command: Command<World>,
  invokedAs: string,
  allWords: readonly string[],
  presetCli: string | undefined,
  columns?: () => number | undefined,
): Promise<CommandLine> {
  const specs = optionsOf(command);
  const behind = entryOf(specs, "command");
  const end = behind === undefined ? -1 : allWords.indexOf("--");
  const words = end === -1 ? allWords : allWords.slice(0, end);
  const takesRest = takesWordsBehindDashes(specs);
  const asked = takesRest && words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  if (asked.includes("--help") || asked.includes("-h")) {
    // Laying out a help text costs more start-up than all other commands need.
    const { renderHelp } = await import("./command-help.ts");
    return { type: "help", text: await renderHelp(command, invokedAs, { ...command.options, json: jsonOption }, columns?.()) };
  }
  const { typed, optionWords, freeWords, standAlone } = sortWords(invokedAs, specs, words);
  const parsed = readValues(specs, optionWords);
  const options: Record<string, unknown> = {};
  const volume: Record<string, unknown> = {};
  const free = entryOf(specs, "words");
  if (free !== undefined) options[free[0]] = freeWords;
  if (behind !== undefined) options[behind[0]] = end === -1 ? [] : allWords.slice(end + 1);
  for (const [name, spec] of flaggedOptions(specs)) {
    const value = name === "cli" ? (parsed[name] ?? presetCli) : parsed[name];
    const checked = checkedValue(invokedAs, typed.get(name) ?? `--${name}`, spec, value);
    (name in volumeOptions ? volume : options)[name] = standAlone.has(name) ? "all" : checked;
  }
  return { type: "options", json: options["json"] === true, volume, options };
}

/** Whether words behind `--` are words as well, whatever they look like. Where words may be flags, all of them are. */
function takesWordsBehindDashes(specs: Readonly<Record<string, OptionSpec>>): boolean {
  const free = entryOf(specs, "words")?.[1];
  return free !== undefined && free.takesFlags !== true;
}

/** A value as the parser gives it. */
type ReadValue = string | boolean | readonly string[] | undefined;

/** Reads the words into values by option name. Numbers stay text, so that "12x" is refused and not read as NaN. */
function readValues(specs: Readonly<Record<string, OptionSpec>>, words: readonly string[]): Readonly<Record<string, ReadValue>> {
  const flagged = flaggedOptions(specs);
  const named = (isOfType: (spec: FlaggedSpec) => boolean): string[] => flagged.flatMap(([name, spec]) => (isOfType(spec) ? [name] : []));
  return parse([...words], {
    alias: Object.fromEntries(flagged.map(([name, { aliases }]) => [name, [...(aliases ?? [])]])),
    array: named(({ type }) => type === "list" || type === "all-or-some"),
    boolean: named(({ type }) => type === "boolean"),
    string: named(({ type }) => type !== "boolean"),
    configuration: {
      "camel-case-expansion": false,
      "dot-notation": false,
      "strip-aliased": true,
      "boolean-negation": false,
      "greedy-arrays": false,
    },
  });
}

/** Words by what they are for. */
interface SortedWords {
  /** How each option was typed. */
  readonly typed: ReadonlyMap<string, string>;
  readonly optionWords: readonly string[];
  readonly freeWords: readonly string[];
  /** The options for all or for some that stand without a value, for all. */
  readonly standAlone: ReadonlySet<string>;
}

/** Checks each word before the parser sees it, because the parser reports flags by its own names for them. */
function sortWords(invokedAs: string, specs: Readonly<Record<string, OptionSpec>>, words: readonly string[]): SortedWords {
  const byFlag = new Map<string, readonly [string, FlaggedSpec]>();
  for (const [name, spec] of flaggedOptions(specs)) {
    for (const spelling of [name, ...(spec.aliases ?? [])]) byFlag.set(`--${spelling}`, [name, spec]);
  }
  const free = entryOf(specs, "words")?.[1];
  const seen = new Map<string, string>();
  const optionWords: string[] = [];
  const freeWords: string[] = [];
  const standAlone = new Set<string>();
  const hint = `xtask ${invokedAs} --help`;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [flag = ""] = word.split("=", 1);
    const found = byFlag.get(flag);
    if (word === "--" && takesWordsBehindDashes(specs)) {
      freeWords.push(...words.slice(index + 1));
      break;
    }
    if (found === undefined) {
      const isBare = !word.startsWith("-") || word === "-";
      if (free !== undefined && (isBare || free.takesFlags === true)) {
        freeWords.push(word);
        continue;
      }
      if (isBare) throw new UsageError("WORD_UNEXPECTED", `"xtask ${invokedAs}" takes no word "${word}"`, { hint });
      const near = nearest(flag, [...byFlag.keys()]);
      throw new UsageError("OPTION_UNKNOWN", `"xtask ${invokedAs}" has no option "${headOf(flag)}"`, {
        hint: near === undefined ? hint : `Did you mean "${near}"? ${hint}`,
      });
    }
    const [name, spec] = found;
    const earlier = seen.get(name);
    if (earlier !== undefined && spec.type !== "list" && spec.type !== "all-or-some")
      throw new UsageError(
        "OPTION_REPEATED",
        `The option "${flag}" is given twice${earlier === flag ? "" : `: "${earlier}" is the same option`}`,
        { hint },
      );
    seen.set(name, flag);
    if (spec.type === "all-or-some" && !word.includes("=")) {
      const value = words[index + 1];
      const isAlone = value === undefined || value === "" || value.startsWith("-");
      if (isAlone) standAlone.add(name);
      else optionWords.push(`${flag}=${value}`);
      if (!isAlone) index += 1;
      continue;
    }
    optionWords.push(word);
    if (spec.type === "boolean") {
      if (word.includes("="))
        throw new UsageError("OPTION_TAKES_NO_VALUE", `The option "${flag}" takes no value, but "${word}" gives one`, { hint });
    } else if (!word.includes("=")) {
      const value = words[index + 1];
      if (value === undefined || byFlag.has(value.split("=", 1)[0] ?? ""))
        throw new UsageError("OPTION_WITHOUT_VALUE", `The option "${flag}" needs a value`, { hint });
      if (value.startsWith("-") && value !== "-")
        throw new UsageError(
          "OPTION_WITHOUT_VALUE",
          `The option "${flag}" needs a value, but "${headOf(value)}" follows; write "${flag}=${headOf(value)}" if that is the value`,
          { hint },
        );
      // The parser takes a dash that stands alone for no value.
      if (value === "-") optionWords.splice(-1, 1, `${flag}=-`);
      else optionWords.push(value);
      index += 1;
    }
  }
  return { typed: seen, optionWords, freeWords, standAlone };
}

/** A word up to its first blank or equals sign: what stands behind may be the value of a flag, and a secret. */
function headOf(word: string): string {
  const [head = ""] = word.split(/[\s=]/, 1);
  return head === word ? word : `${head}…`;
}

function checkedValue(invokedAs: string, flag: string, spec: FlaggedSpec, value: ReadValue): unknown {
  const hint = `xtask ${invokedAs} --help`;
  const refuse = (wanted: string, actual: unknown): never => {
    throw new UsageError("OPTION_VALUE", `The option "${flag}" must be ${wanted}, is "${String(actual)}"`, { hint });
  };
  switch (spec.type) {
    case "boolean":
      return value === true;
    case "number":
      if (value === undefined) return spec.default;
      return typeof value === "string" && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : refuse("a whole number from 1", value);
    case "all-or-some": {
      const items = value === undefined ? [] : [value].flat();
      return items.includes("") || (items.length === 0 && value !== undefined) ? refuse("not empty", "") : items;
    }
    case "list": {
      const items = value === undefined ? [] : [value].flat();
      if (items.includes("")) refuse("not empty", "");
      for (const item of items)
        if (spec.choices !== undefined && !spec.choices.includes(String(item))) refuse(`one of ${spec.choices.join(", ")}`, item);
      return items;
    }
    case "string":
      if (value === undefined) {
        if ("required" in spec) throw new UsageError("OPTION_MISSING", `"xtask ${invokedAs}" needs the option "${flag}"`, { hint });
        return spec.default;
      }
      if (value === "") refuse("not empty", value);
      if (spec.choices !== undefined && !spec.choices.includes(String(value))) refuse(`one of ${spec.choices.join(", ")}`, value);
      if (spec.format !== undefined && !spec.format.pattern.test(String(value))) refuse(spec.format.wanted, value);
      return value;
  }
}
