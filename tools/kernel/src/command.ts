import type { ToolError } from "./errors.ts";

interface OptionBase {
  readonly describe: string;
  /** Further spellings, without dashes: the historical flags of the `codex-<verb>` and `claude-<verb>` commands. */
  readonly aliases?: readonly string[];
  /** Shown in `--help` under this heading. */
  readonly group?: string;
}
interface TextOption extends OptionBase {
  readonly type: "string";
  readonly choices?: readonly string[];
  /** What the text has to look like. */
  readonly format?: { readonly pattern: RegExp; readonly wanted: string };
}
interface CountOption extends OptionBase {
  readonly type: "number";
}
/** A flag that stands for everything, or with a value for that alone; with values it may be repeated. Alone it takes the next word only if that has no dash. */
interface AllOrSomeOption extends OptionBase {
  readonly type: "all-or-some";
  /** How the help shows a value. */
  readonly placeholder: string;
}
/** Words between the options that belong to none; a command has at most one such entry. */
interface WordsOption {
  readonly type: "words";
  readonly describe: string;
  /** How the usage shows them, such as `<path>...`. */
  readonly placeholder: string;
  /** What the first of them can be, for the completion of command lines; the command itself refuses others. */
  readonly choices?: readonly string[];
  /** Whether the first of them names a change plan, and whether paths follow it, for the completion of command lines. */
  readonly names?: "plan" | "plan-and-paths";
  /** Whether a word with a dash that is none of the command's options belongs to them too. */
  readonly takesFlags?: boolean;
}
/** Everything behind `--`, untouched; a command has at most one such entry. */
interface TrailingCommandOption {
  readonly type: "command";
  readonly describe: string;
  readonly placeholder: string;
}

export type OptionSpec =
  | (TextOption & { readonly required: true })
  | (TextOption & { readonly default?: string })
  | (OptionBase & { readonly type: "list"; readonly choices?: readonly string[] })
  | (CountOption & { readonly default?: number })
  | AllOrSomeOption
  | WordsOption
  | TrailingCommandOption
  | (OptionBase & { readonly type: "boolean" });

type TextOf<Spec> = Spec extends { readonly choices: readonly (infer Choice)[] } ? Choice : string;

type ValueOf<Spec extends OptionSpec> = Spec extends { type: "boolean" }
  ? boolean
  : Spec extends { type: "list" }
    ? readonly TextOf<Spec>[]
    : Spec extends { type: "words" | "command" }
      ? readonly string[]
      : Spec extends { type: "all-or-some" }
        ? "all" | readonly string[]
        : Spec extends { type: "number" }
          ? Spec extends { default: number }
            ? number
            : number | undefined
          : Spec extends { required: true } | { default: string }
            ? TextOf<Spec>
            : TextOf<Spec> | undefined;

/** The typed options that a command's `run` receives. A list, words, and some of all are `[]` when they were not given. */
export type OptionsOf<Specs extends Readonly<Record<string, OptionSpec>>> = {
  readonly [Name in keyof Specs]: ValueOf<Specs[Name]>;
};

/** What a command found. "findings" is an answer, not a failure of the tool. */
export interface CommandResult {
  readonly status: "ok" | "findings";
  /** The one document that `--json` prints on standard output. */
  readonly data: unknown;
  /** What standard output gets otherwise; nothing when empty. */
  readonly text: string;
  /** What standard error gets in either case. */
  readonly diagnostics?: string;
  /** What there is no answer to besides this one; they are told behind it, and the first gives the exit code. */
  readonly failures?: readonly ToolError[];
}

/** What each exit code of a command means, without a full stop; the runner's own codes 1 and 130 need no entry. */
export type ExitMeanings = Readonly<Partial<Record<0 | 2 | 3 | 64 | 75 | 130, string>>>;

/** A command of the runner. */
export interface Command<World> {
  readonly name: string;
  readonly summary: string;
  /** Shown at the end of `--help`. */
  readonly examples?: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly exits?: ExitMeanings;
  /** The ids of the documents that it prints with `--json`, such as `why.v1`: schemas of `schemas/cli/`. */
  readonly documents?: readonly string[];
  /** What it reads and writes, as globs, given its options. */
  reads(options: Readonly<Record<string, unknown>>): readonly string[];
  writes(options: Readonly<Record<string, unknown>>): readonly string[];
  run(options: Readonly<Record<string, unknown>>, world: World): Promise<CommandResult>;
}

/** A `defineCommand` for commands that run in a given world; the option table types the `options` of `run`. */
export function commandDefiner<World>(): <const Specs extends Readonly<Record<string, OptionSpec>>>(command: {
  readonly name: string;
  readonly summary: string;
  readonly examples?: readonly string[];
  readonly options: Specs;
  readonly exits?: ExitMeanings;
  readonly documents?: readonly string[];
  reads(options: OptionsOf<Specs>): readonly string[];
  writes(options: OptionsOf<Specs>): readonly string[];
  run(options: OptionsOf<Specs>, world: World): Promise<CommandResult>;
}) => Command<World> {
  // The runner parses the command line with this very table, so the values have the types it promises.
  return (command) => command;
}
