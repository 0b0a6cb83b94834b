import type { RejectedUnit, SnapshotArg, SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { buildGrammar, type GrammarOptions } from "../argv/grammar.ts";
import type { GrammarArg, GrammarCommand } from "../argv/grammar.ts";
import { habitsOf } from "../argv/habits.ts";
import { flagKey } from "../flag-identity.ts";
import { flagNeeds, type FlagNeeds } from "./flag-need.ts";
import { needsSubCommand } from "./subcommand-need.ts";

/** A flag of a snapshot or of a union. */
export type DiffFlag = Omit<SnapshotFlag, "platforms" | "stability">;

/** An arg of a snapshot or of a union. A union may leave out what is false. */
export type DiffArg = Omit<SnapshotArg, "required" | "variadic"> & Partial<Pick<SnapshotArg, "required" | "variadic">>;

/** A command of a snapshot or of a union. */
export type DiffCommand = Omit<SnapshotCommand, "platforms" | "stability" | "flags" | "args"> & {
  readonly flags?: readonly DiffFlag[];
  readonly args?: readonly DiffArg[];
};

/** A snapshot of one target, or a union. */
export interface ListedSurface {
  /** 2 for a union, which lists a flag that the root has too at the root alone. */
  readonly snapshot_schema_version: 1 | 2;
  readonly commands: readonly DiffCommand[];
  readonly rejected?: readonly RejectedUnit[];
}

/** One command as it is compared. */
export interface CommandView {
  readonly path: readonly string[];
  readonly command: DiffCommand;
  /** By key, without those that a union may list at the root alone. */
  readonly flags: ReadonlyMap<string, DiffFlag>;
  /** What the usage says of each flag. */
  readonly needs: FlagNeeds;
  /** Whether it can not be called by itself; `undefined` where its usage does not tell. */
  readonly needsSubCommand: boolean | undefined;
  /** In the order of the usage where there is one, else as they are listed. */
  readonly args: readonly DiffArg[];
  /** The names of those that the usage shows behind `--`. */
  readonly argsBehindDashes: ReadonlySet<string>;
  /** Whether the command's own help told its flags and args: else what is absent may be there. */
  readonly isRead: boolean;
}

/**
 * Where a value that may be left out stands: it is also the next word; only behind `=`; or either, where a program chooses (clap) or
 * nothing is known of the framework.
 */
export type OptionalValues = "next word" | "same word" | "either";

/** A surface as it is compared. */
export interface SurfaceView {
  readonly optionalValues: OptionalValues;
  /** By `pathId`. */
  readonly commands: ReadonlyMap<string, CommandView>;
  isRefused(path: readonly string[], key?: string): boolean;
}

/** A command path as a map key. */
export function pathId(path: readonly string[]): string {
  return path.join("\0");
}

/**
 * Reads a surface for a comparison.
 * @param atRoot keys of flags that are compared at the root alone
 */
export function viewSurface(
  { commands, rejected = [] }: ListedSurface,
  atRoot: ReadonlySet<string>,
  { framework }: Pick<GrammarOptions, "framework"> = {},
): SurfaceView {
  const orders = argOrders(buildGrammar(commands.map(asListed), framework === undefined ? {} : { framework }).root);
  const refused = new Set(rejected.filter(({ name }) => name === undefined).map(({ path, key }) => `${pathId(path)}\0\0${key ?? ""}`));
  const parents = new Set(commands.filter(({ path }) => path.length > 0).map(({ path }) => pathId(path.slice(0, -1))));
  const views = commands.map((command): readonly [string, CommandView] => {
    const { path, flags = [], args = [], usage, sources } = command;
    const order = usage === undefined ? undefined : orders.get(pathId(path));
    return [
      pathId(path),
      {
        path,
        command,
        flags: new Map(flags.filter((flag) => path.length === 0 || !atRoot.has(flagKey(flag))).map((flag) => [flagKey(flag), flag])),
        needs: flagNeeds(command),
        needsSubCommand: needsSubCommand(command, parents.has(pathId(path))),
        args: order === undefined ? args : args.toSorted((a, b) => placeIn(order, a) - placeIn(order, b)),
        argsBehindDashes: new Set(order?.filter(({ isBehindDashes }) => isBehindDashes).map(({ name }) => name)),
        isRead: usage !== undefined || flags.length + args.length > 0 || sources === undefined,
      },
    ];
  });
  const optionalValues = optionalValuesOf(framework);
  return { commands: new Map(views), optionalValues, isRefused: (path, key = "") => refused.has(`${pathId(path)}\0\0${key}`) };
}

/** The keys of the root's flags. */
export function rootKeys({ commands }: ListedSurface): readonly string[] {
  return commands.filter(({ path }) => path.length === 0).flatMap(({ flags = [] }) => flags.map(flagKey));
}

/** Whether some evidence tells everything about the unit: a probe tells hardly more than that it is there. */
export function isFullyShown({ sources }: Pick<SnapshotCommand, "sources">): boolean {
  return sources === undefined || sources.some((source) => source === "help" || source === "completion" || source === "bundle");
}

/** Whether the same kinds of evidence show both. */
export function hasSameSources(a: Pick<SnapshotCommand, "sources">, b: Pick<SnapshotCommand, "sources">): boolean {
  return [...(a.sources ?? [])].toSorted().join(" ") === [...(b.sources ?? [])].toSorted().join(" ");
}

function asListed(command: DiffCommand): Parameters<typeof buildGrammar>[0][number] {
  const { args, ...rest } = command;
  return { ...rest, ...(args === undefined ? {} : { args: args.map((arg) => ({ required: false, variadic: false, ...arg })) }) };
}

/** Each command's args in the order of its usage. */
function argOrders(root: GrammarCommand): ReadonlyMap<string, readonly GrammarArg[]> {
  const orders = new Map<string, readonly GrammarArg[]>();
  const visit = (command: GrammarCommand): void => {
    if (orders.has(pathId(command.path))) return;
    orders.set(pathId(command.path), command.args);
    for (const below of command.subCommands.values()) visit(below);
  };
  visit(root);
  return orders;
}

function placeIn(order: readonly GrammarArg[], { name }: DiffArg): number {
  return order.findIndex((arg) => arg.name === name);
}

function optionalValuesOf(framework: GrammarOptions["framework"]): OptionalValues {
  if (framework === "cobra") return "same word";
  return framework !== undefined && habitsOf(framework).takesOptionalValueFromNextWord ? "next word" : "either";
}
