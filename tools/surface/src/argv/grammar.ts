import type { CliDescriptor, SnapshotCommand, UnionArg, UnionCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagsBySpelling, isSurfaceShown, type GrammarFlag, type ListedFlag } from "./grammar-flags.ts";
import { habitsOf, type ParsingHabits } from "./habits.ts";

/** What a CLI's command lines are read by. */
export interface Grammar {
  readonly root: GrammarCommand;
  readonly habits: ParsingHabits;
}

/** A positional arg in the order of the usage. */
export interface GrammarArg {
  readonly name: string;
  readonly isVariadic: boolean;
  /** The usage shows it behind `--`: `tool add <NAME> -- <COMMAND>...`. */
  readonly isBehindDashes: boolean;
  readonly possibleValues?: readonly string[];
}

/** One command: the flags it takes by every spelling, its args in order, its sub-commands by name and alias. */
export interface GrammarCommand {
  readonly path: readonly string[];
  readonly flags: ReadonlyMap<string, GrammarFlag>;
  /** Whether `flags` are all that it takes; else they are the command's in the union, and any that the root has. */
  readonly areFlagsShown: boolean;
  readonly args: readonly GrammarArg[];
  readonly subCommands: ReadonlyMap<string, GrammarCommand>;
}

/** What the union does not say. */
export interface GrammarOptions {
  /** The snapshots of all inputs of the union, the canonical target's first: they show which flags of the root a command takes. */
  readonly snapshots?: readonly Pick<UpstreamSnapshotV1, "commands">[];
  /** Default: clap. */
  readonly framework?: CliDescriptor["framework"];
}

/** A command of a union or of a snapshot. */
interface ListedCommand extends Pick<UnionCommand, "path" | "usage" | "aliases"> {
  readonly args?: readonly ListedArg[];
  readonly flags?: readonly ListedFlag[];
}

type ListedArg = Omit<UnionArg, "available_on">;

/** Builds the grammar of a CLI from the commands of a union or snapshot. */
export function buildGrammar(commands: readonly ListedCommand[], { snapshots = [], framework = "clap" }: GrammarOptions = {}): Grammar {
  const habits = habitsOf(framework);
  const built = new Map<string, BuiltCommand>([["", emptyCommand([])]]);
  const ofRoot = commands.find(({ path }) => path.length === 0)?.flags ?? [];
  const inSnapshots = Map.groupBy(
    snapshots.flatMap((snapshot): readonly SnapshotCommand[] => snapshot.commands),
    ({ path }) => idOf(path),
  );
  for (const command of commands) {
    const { path, args, usage } = command;
    const evidence = { path, own: command.flags ?? [], ofRoot, inSnapshots: inSnapshots.get(idOf(path)) ?? [] };
    const flags = flagsBySpelling(evidence, habits);
    const areFlagsShown = path.length === 0 || isSurfaceShown(evidence.inSnapshots);
    built.set(idOf(path), { path, flags, areFlagsShown, args: inUsageOrder(args ?? [], usage, flags), subCommands: new Map() });
  }
  const siblingsOf = (path: readonly string[]): Map<string, GrammarCommand> | undefined => built.get(idOf(path.slice(0, -1)))?.subCommands;
  const below = commands.filter(({ path }) => path.length > 0);
  for (const { path } of below) siblingsOf(path)?.set(path.at(-1) ?? "", built.get(idOf(path)) ?? emptyCommand(path));
  for (const { path, aliases } of below) {
    const siblings = siblingsOf(path);
    const command = siblings?.get(path.at(-1) ?? "");
    // A sibling's own name counts more than an alias.
    for (const alias of aliases ?? []) if (command !== undefined && siblings?.has(alias) === false) siblings.set(alias, command);
  }
  return { root: built.get("") ?? emptyCommand([]), habits };
}

type BuiltCommand = GrammarCommand & { readonly subCommands: Map<string, GrammarCommand> };

function idOf(path: readonly string[]): string {
  return path.join("\0");
}

function emptyCommand(path: readonly string[]): BuiltCommand {
  return { path, flags: new Map(), areFlagsShown: true, args: [], subCommands: new Map() };
}

/**
 * Snapshots sort args by name; the usage has them in the order of the command line. A placeholder behind a flag with a value
 * is that value's. An arg that the usage lacks comes last.
 */
function inUsageOrder(
  args: readonly ListedArg[],
  usage: string | undefined,
  flags: ReadonlyMap<string, GrammarFlag>,
): readonly GrammarArg[] {
  const text = usage ?? "";
  const placeOf = ({ name }: ListedArg): number => {
    const shown = [...text.matchAll(new RegExp(`[<[|]${escapePattern(name)}(?:\\.\\.\\.)?[>\\]|]`, "g"))];
    const own = shown.find(({ index }) => flags.get(/([^\s[(<|=]+)[\s=[]+$/.exec(text.slice(0, index))?.[1] ?? "")?.takesValue !== true);
    return own?.index ?? Number.MAX_SAFE_INTEGER;
  };
  return args
    .map((arg) => ({ arg, place: placeOf(arg) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ arg: { name, variadic, possible_values }, place }) => ({
      name,
      isVariadic: variadic === true,
      isBehindDashes: place < text.length && /(?:^|[\s([|])--\s+$/.test(text.slice(0, place)),
      ...(possible_values === undefined ? {} : { possibleValues: possible_values }),
    }));
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
