import { UsageError, type Command, type OptionSpec } from "@lockstep/kernel";
import parse from "yargs-parser";
import { nearest } from "./nearest.ts";
import type { World } from "./world.ts";

/** What the words after a command ask for. */
export type CommandLine =
  | { readonly type: "help"; readonly text: string }
  | { readonly type: "options"; readonly json: boolean; readonly options: Readonly<Record<string, unknown>> };

const jsonOption: OptionSpec = { type: "boolean", describe: "Print one JSON document on standard output" };

/**
 * Reads the words after a command's name by its option table. Throws `UsageError` for an unknown, repeated, incomplete or
 * missing option, a value outside its choices, and a stray word; each message spells the flag as it was typed.
 */
export async function readCommandLine(
  command: Command<World>,
  invokedAs: string,
  words: readonly string[],
  presetCli: string | undefined,
  columns?: () => number | undefined,
): Promise<CommandLine> {
  const specs: Readonly<Record<string, OptionSpec>> = { ...command.options, json: jsonOption };
  if (words.includes("--help") || words.includes("-h")) {
    // Laying out a help text costs more start-up than all other commands need.
    const { renderHelp } = await import("./command-help.ts");
    return { type: "help", text: await renderHelp(command, invokedAs, specs, columns?.()) };
  }
  const typed = assertWords(invokedAs, specs, words);
  const parsed = readValues(specs, words);
  const options: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = name === "cli" ? (parsed[name] ?? presetCli) : parsed[name];
    options[name] = checkedValue(invokedAs, typed.get(name) ?? `--${name}`, spec, value);
  }
  return { type: "options", json: options["json"] === true, options };
}

/** A value as the parser gives it. */
type ReadValue = string | boolean | readonly string[] | undefined;

/** Reads the words into values by option name. Numbers stay text, so that "12x" is refused and not read as NaN. */
function readValues(specs: Readonly<Record<string, OptionSpec>>, words: readonly string[]): Readonly<Record<string, ReadValue>> {
  const named = (isOfType: (spec: OptionSpec) => boolean): string[] =>
    Object.keys(specs).filter((name) => isOfType(specs[name] ?? jsonOption));
  return parse([...words], {
    alias: Object.fromEntries(Object.entries(specs).map(([name, { aliases }]) => [name, [...(aliases ?? [])]])),
    array: named(({ type }) => type === "list"),
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

/**
 * Checks each word before the parser sees it, because the parser reports flags by its own names for them. Returns how each
 * option was typed.
 */
function assertWords(
  invokedAs: string,
  specs: Readonly<Record<string, OptionSpec>>,
  words: readonly string[],
): ReadonlyMap<string, string> {
  const byFlag = new Map<string, readonly [string, OptionSpec]>();
  for (const [name, spec] of Object.entries(specs)) {
    for (const spelling of [name, ...(spec.aliases ?? [])]) byFlag.set(`--${spelling}`, [name, spec]);
  }
  const seen = new Map<string, string>();
  const hint = `xtask ${invokedAs} --help`;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [flag = ""] = word.split("=", 1);
    const found = byFlag.get(flag);
    if (found === undefined) {
      if (!word.startsWith("-") || word === "-")
        throw new UsageError("WORD_UNEXPECTED", `"xtask ${invokedAs}" takes no word "${word}"`, { hint });
      const near = nearest(flag, [...byFlag.keys()]);
      throw new UsageError("OPTION_UNKNOWN", `"xtask ${invokedAs}" has no option "${flag}"`, {
        hint: near === undefined ? hint : `Did you mean "${near}"? ${hint}`,
      });
    }
    const [name, spec] = found;
    const earlier = seen.get(name);
    if (earlier !== undefined && spec.type !== "list")
      throw new UsageError(
        "OPTION_REPEATED",
        `The option "${flag}" is given twice${earlier === flag ? "" : `: "${earlier}" is the same option`}`,
        { hint },
      );
    seen.set(name, flag);
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
          `The option "${flag}" needs a value, but "${value}" follows; write "${flag}=${value}" if that is the value`,
          { hint },
        );
      index += 1;
    }
  }
  return seen;
}

function checkedValue(invokedAs: string, flag: string, spec: OptionSpec, value: ReadValue): unknown {
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
