import type { GrammarCommand, GrammarFlag } from "./grammar.ts";

/** A unit that a command line uses, and the token that names it. */
export interface UnitUse {
  readonly unit: "command" | "flag" | "arg";
  readonly path: readonly string[];
  /** A flag's key or an arg's name; "" for a command. */
  readonly name: string;
  /** Index of the token in the command line. */
  readonly token: number;
}

/** How a command line reads under a grammar: what it uses, or the first token that does not fit. */
export type ArgvMatch =
  | { readonly type: "match"; readonly path: readonly string[]; readonly uses: readonly UnitUse[] }
  | { readonly type: "mismatch"; readonly token: number; readonly reason: string };

/**
 * Reads a command line (without the binary) from left to right, as GNU-style parsers do: sub-commands and aliases, flags of
 * the command in force or of the root, `--flag=value`, short clusters, `--`, and positional args, behind which no sub-command
 * stands. Words behind `--` are for the args that the usage shows there, if it shows any. A lone `-` is a value; a value that
 * starts with a dash stands only behind `=`.
 */
export function matchArgv(root: GrammarCommand, argv: readonly string[]): ArgvMatch {
  const uses: UnitUse[] = [];
  let command = root;
  let argIndex = 0;
  let isInVariadic = false;
  let areFlagsOver = false;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    if (!areFlagsOver && word === "--") {
      areFlagsOver = true;
      argIndex = Math.max(
        argIndex,
        command.args.findIndex(({ isBehindDashes }) => isBehindDashes),
      );
      continue;
    }
    if (!areFlagsOver && word.startsWith("-") && word !== "-") {
      const read = readFlags(word, command, root, index);
      if (read.type === "mismatch") return { type: "mismatch", token: index, reason: read.reason };
      uses.push(...read.uses);
      if (!read.needsValue) continue;
      index += 1;
      const value = argv[index];
      if (value === undefined || /^-./.test(value))
        return { type: "mismatch", token: index - 1, reason: `the flag "${word}" needs a value` };
      continue;
    }
    const subCommand = areFlagsOver || isInVariadic ? undefined : command.subCommands.get(word);
    if (subCommand !== undefined) {
      command = subCommand;
      argIndex = 0;
      uses.push({ unit: "command", path: command.path, name: "", token: index });
      continue;
    }
    const arg = command.args[argIndex];
    if (arg === undefined)
      return { type: "mismatch", token: index, reason: `"${describePath(command)}" has no sub-command or argument for "${word}"` };
    uses.push({ unit: "arg", path: command.path, name: arg.name, token: index });
    isInVariadic = arg.isVariadic;
    if (!arg.isVariadic) argIndex += 1;
  }
  return { type: "match", path: command.path, uses };
}

type FlagsRead =
  | { readonly type: "flags"; readonly uses: readonly UnitUse[]; readonly needsValue: boolean }
  | { readonly type: "mismatch"; readonly reason: string };

/** Reads one word that starts with a dash: a long flag, or a cluster of short ones of which the last may have a value. */
function readFlags(word: string, command: GrammarCommand, root: GrammarCommand, token: number): FlagsRead {
  const equals = word.indexOf("=");
  const spelling = equals === -1 ? word : word.slice(0, equals);
  const whole = findFlag(spelling, command, root);
  if (whole !== undefined) {
    const { flag, path } = whole;
    if (equals !== -1 && !flag.takesValue) return { type: "mismatch", reason: `the flag "${spelling}" takes no value` };
    return {
      type: "flags",
      uses: [{ unit: "flag", path, name: flag.key, token }],
      needsValue: flag.takesValue && !flag.hasOptionalValue && equals === -1,
    };
  }
  const unknown = (flag: string): FlagsRead => ({ type: "mismatch", reason: `"${describePath(command)}" has no flag "${flag}"` });
  if (word.startsWith("--")) return unknown(spelling);
  const uses: UnitUse[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const found = findFlag(`-${word[at] ?? ""}`, command, root);
    if (found === undefined) return unknown(`-${word[at] ?? ""}`);
    uses.push({ unit: "flag", path: found.path, name: found.flag.key, token });
    // The rest of the word is the flag's value.
    if (found.flag.takesValue) return { type: "flags", uses, needsValue: at === word.length - 1 && !found.flag.hasOptionalValue };
  }
  return { type: "flags", uses, needsValue: false };
}

/** A flag that the command does not list but the root does is the root's: unions list global flags once. */
function findFlag(
  spelling: string,
  command: GrammarCommand,
  root: GrammarCommand,
): { readonly flag: GrammarFlag; readonly path: readonly string[] } | undefined {
  for (const { flags, path } of [command, root]) {
    const flag = flags.get(spelling);
    if (flag !== undefined) return { flag, path };
  }
  return undefined;
}

function describePath({ path }: GrammarCommand): string {
  return path.length === 0 ? "(root)" : path.join(" ");
}
