import { flagKey } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { negationOf } from "./flag-spellings.ts";
import type { FlagNeed } from "./flag-need.ts";
import {
  pathId,
  type CommandView,
  type DiffArg,
  type DiffCommand,
  type DiffFlag,
  type OptionalValues,
  type SurfaceView,
} from "./surface-view.ts";

/** A command before and after; one of both may be absent. */
export interface CommandPair {
  /** As the first surface names it, else as the second does. */
  readonly path: readonly string[];
  readonly before: CommandView | undefined;
  readonly after: CommandView | undefined;
  /** The second surface says that the binary refuses it. */
  readonly isRefused: boolean;
  /** The arg of the command above that takes its name where it is refused: the binary reads the word, but not as a command. */
  readonly readAs: string | undefined;
  /** Its own name is an alias now: the name that it has instead. */
  readonly newName: string | undefined;
  /** Of the aliases that it had: the name of the sibling that each stands for in the second surface, as its own name or as an alias. */
  readonly aliasOwners: ReadonlyMap<string, string>;
  /** Of a new command: the command whose alias it was. */
  readonly aliasOf: string | undefined;
  /** How many flags and args it brings or takes along. */
  readonly size: { readonly flags: number; readonly args: number };
}

/** A flag before and after; one of both may be absent. */
export interface FlagPair {
  readonly key: string;
  readonly before: DiffFlag | undefined;
  readonly after: DiffFlag | undefined;
  readonly isRefused: boolean;
  /** What both usages say of it. */
  readonly needs: readonly [FlagNeed, FlagNeed];
  readonly optionalValues: OptionalValues;
  /** Of a flag that one surface alone has: the key of the other's flag whose negation has its name, `--no-x` of `--x`. */
  readonly negates: string | undefined;
  /** Whether the second surface has a switch of its own with the name of its negation. */
  readonly isNegationKept: boolean;
  /** The key of the flag that has a spelling in the second surface. */
  readonly takenBy: ReadonlyMap<string, string>;
  /** Whether a command of the second surface below its command lacks the flag. */
  readonly isMissingBelow: boolean;
  /** Of a flag that is gone: the commands of the second surface below its command that list it by themselves. */
  readonly keptAt: readonly (readonly string[])[];
}

/** An arg before and after; one of both may be absent. */
export interface ArgPair {
  readonly name: string;
  readonly before: DiffArg | undefined;
  readonly after: DiffArg | undefined;
  /** Whether both usages show it behind `--`; `undefined` where one surface has no usage, or lacks the arg. */
  readonly behindDashes: readonly [boolean, boolean] | undefined;
  /** Of an arg that is gone: the variadic one before it in the second usage, which has its word. */
  readonly takenBy: string | undefined;
  /** Of a new arg: those of before that the second usage shows behind it, by their old names. Words behind `--` are theirs all the same. */
  readonly displaced: readonly DiffArg[];
}

/**
 * Pairs the commands of two surfaces: by path; where a path is gone, with the sibling that has its name as an alias; below a command
 * that was renamed, with what has the same name there.
 */
export function pairCommands(before: SurfaceView, after: SurfaceView): readonly CommandPair[] {
  const paired = new Set<string>();
  const renamed = new Map<string, readonly string[]>();
  const placeOf = (path: readonly string[]): readonly string[] =>
    renamed.get(pathId(path)) ?? (path.length === 0 ? [] : [...placeOf(path.slice(0, -1)), path.at(-1) ?? ""]);
  const pairs = [...before.commands.values()]
    .toSorted((a, b) => a.path.length - b.path.length)
    .map((view): CommandPair => {
      const { path } = view;
      const place = after.commands.has(pathId(path)) ? path : placeOf(path);
      const heir = after.commands.get(pathId(place)) ?? siblingWithAlias(after, place);
      if (heir !== undefined) {
        paired.add(pathId(heir.path));
        if (pathId(heir.path) !== pathId(path)) renamed.set(pathId(path), heir.path);
      }
      const parent = (heir?.path ?? place).slice(0, -1);
      const newName = heir !== undefined && heir.path.at(-1) !== path.at(-1) ? heir.path.at(-1) : undefined;
      return {
        path,
        before: view,
        after: heir,
        isRefused: after.isRefused(place),
        readAs: argFor(place.at(-1) ?? "", after.commands.get(pathId(parent))),
        newName,
        aliasOwners: aliasOwners(after, parent, view, heir),
        aliasOf: undefined,
        size: { flags: view.flags.size, args: view.args.length },
      };
    });
  const added = [...after.commands.values()]
    .filter(({ path }) => !paired.has(pathId(path)))
    .map((view): CommandPair => ({
      path: view.path,
      before: undefined,
      after: view,
      isRefused: false,
      readAs: undefined,
      newName: undefined,
      aliasOwners: new Map(),
      aliasOf: siblingWithAlias(before, view.path)?.path.at(-1),
      size: { flags: view.flags.size, args: view.args.length },
    }));
  return [...pairs, ...added];
}

/**
 * Pairs the flags of a command: by key, then by any spelling that they share. A flag whose key has become a spelling of another is
 * paired with that one, and one that its command lists no longer with the global one of a command above, which is taken here too.
 */
export function pairFlags(before: CommandView, after: CommandView, surface: SurfaceView): readonly FlagPair[] {
  const heirs = new Map<DiffFlag, DiffFlag>();
  const spellings = new Map([...after.flags].flatMap(([key, flag]) => flagNames(flag).map((name) => [name, key] as const)));
  for (const [key, flag] of before.flags) {
    const heir =
      after.flags.get(key) ?? after.flags.get(spellings.get(key) ?? "") ?? sharing(flag, before, after) ?? globalAbove(key, after, surface);
    if (heir !== undefined) heirs.set(flag, heir);
  }
  const taken = new Set(heirs.values());
  const below = [...surface.commands.values()].filter(({ path }) => isBelow(path, after.path));
  const pairs = [...before.flags].map(([key, flag]): FlagPair => {
    const heir = heirs.get(flag);
    const others = flagNames(flag).flatMap((name) => {
      const owner = spellings.get(name);
      return owner !== undefined && after.flags.get(owner) !== heir ? [[name, owner] as const] : [];
    });
    return {
      key,
      before: flag,
      after: heir,
      isRefused: surface.isRefused(after.path, key),
      needs: [before.needs.get(key) ?? "unsaid", after.needs.get(heir === undefined ? key : flagKey(heir)) ?? "unsaid"],
      optionalValues: surface.optionalValues,
      negates: heir === undefined ? negatedBy(key, flag, after) : undefined,
      isNegationKept: after.flags.get(spellings.get(negationOf(key)) ?? "")?.takes_value === false,
      takenBy: new Map(others),
      isMissingBelow: below.some(({ flags, isRead }) => isRead && !flags.has(key)),
      keptAt: heir === undefined ? below.filter(({ command }) => lists(command, key)).map(({ path }) => path) : [],
    };
  });
  const added = [...after.flags].filter(([, flag]) => !taken.has(flag));
  return [
    ...pairs,
    ...added.map(([key, flag]): FlagPair => ({
      key,
      before: undefined,
      after: flag,
      isRefused: false,
      needs: ["unsaid", after.needs.get(key) ?? "unsaid"],
      optionalValues: surface.optionalValues,
      negates: negatedBy(key, flag, before),
      isNegationKept: false,
      takenBy: new Map(),
      isMissingBelow: false,
      keptAt: [],
    })),
  ];
}

/** Pairs the args of a command: by name, then those without a namesake that stand at the same place of both usages. */
export function pairArgs(before: CommandView, after: CommandView): readonly ArgPair[] {
  const hasOrder = before.command.usage !== undefined && after.command.usage !== undefined;
  const named = (args: readonly DiffArg[], name: string): DiffArg | undefined => args.find((arg) => arg.name === name);
  const heirs = before.args.map((arg, index) => {
    const same = named(after.args, arg.name);
    if (same !== undefined || !hasOrder) return same;
    const there = after.args[index];
    return there !== undefined && named(before.args, there.name) === undefined && there.variadic === arg.variadic ? there : undefined;
  });
  const taken = new Set(heirs);
  const takerOf = (index: number): string | undefined => {
    const last = after.args.at(-1);
    const isBefore = last !== undefined && heirs.slice(0, index).includes(last) && !after.argsBehindDashes.has(last.name);
    return hasOrder && heirs[index] === undefined && isBefore && last.variadic === true ? last.name : undefined;
  };
  const dashesOf = (arg: DiffArg, heir: DiffArg | undefined): ArgPair["behindDashes"] =>
    hasOrder && heir !== undefined ? [before.argsBehindDashes.has(arg.name), after.argsBehindDashes.has(heir.name)] : undefined;
  const behind = (index: number): readonly DiffArg[] =>
    !hasOrder || after.argsBehindDashes.has(after.args[index]?.name ?? "")
      ? []
      : heirs.flatMap((heir, at) => {
          const old = before.args[at];
          const isBehind = heir !== undefined && after.args.indexOf(heir) > index && !after.argsBehindDashes.has(heir.name);
          return isBehind && old !== undefined ? [{ ...heir, name: old.name }] : [];
        });
  return [
    ...before.args.map((arg, index): ArgPair => ({
      name: arg.name,
      before: arg,
      after: heirs[index],
      behindDashes: dashesOf(arg, heirs[index]),
      takenBy: takerOf(index),
      displaced: [],
    })),
    ...after.args.flatMap((arg, index): ArgPair[] =>
      taken.has(arg)
        ? []
        : [{ name: arg.name, before: undefined, after: arg, behindDashes: undefined, takenBy: undefined, displaced: behind(index) }],
    ),
  ];
}

function siblingWithAlias({ commands }: SurfaceView, path: readonly string[]): CommandView | undefined {
  const name = path.at(-1);
  const parent = pathId(path.slice(0, -1));
  if (name === undefined) return undefined;
  return [...commands.values()].find(
    ({ path: other, command }) => other.length === path.length && pathId(other.slice(0, -1)) === parent && command.aliases?.includes(name),
  );
}

/** The arg of a command that takes a plain word which is no command below it. */
function argFor(word: string, command: CommandView | undefined): string | undefined {
  const [first] = command?.args ?? [];
  if (first === undefined || command?.argsBehindDashes.has(first.name) === true) return undefined;
  return first.possible_values?.includes(word) === false ? undefined : first.name;
}

/** Who has the aliases of a command, which is `heir` now, if that has not kept them. A command's own name counts more than an alias. */
function aliasOwners(
  after: SurfaceView,
  parent: readonly string[],
  { command: { aliases = [] } }: CommandView,
  heir: CommandView | undefined,
): CommandPair["aliasOwners"] {
  const owners = aliases.flatMap((alias) => {
    const path = [...parent, alias];
    const owner = after.commands.get(pathId(path)) ?? siblingWithAlias(after, path);
    return owner === undefined || owner === heir ? [] : [[alias, owner.path.at(-1) ?? ""] as const];
  });
  return new Map(owners);
}

/** The flag without a namesake before that shares a spelling with one that has no namesake now. */
function sharing(flag: DiffFlag, before: CommandView, after: CommandView): DiffFlag | undefined {
  const names = new Set(flagNames(flag));
  return [...after.flags].find(([key, other]) => !before.flags.has(key) && flagNames(other).some((name) => names.has(name)))?.[1];
}

/** The global flag with a spelling of the nearest command above that has one. */
function globalAbove(spelling: string, { path }: CommandView, { commands }: SurfaceView): DiffFlag | undefined {
  const above = path.map((_, index) => commands.get(pathId(path.slice(0, path.length - 1 - index))));
  return above
    .flatMap((command) => [...(command?.flags.values() ?? [])])
    .find((flag) => flag.global === true && flagNames(flag).includes(spelling));
}

function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return path.length > above.length && above.every((word, index) => word === path[index]);
}

/** Whether a command lists a flag by itself; a union's view leaves out those that the other version has at the root. */
function lists({ flags = [] }: DiffCommand, name: string): boolean {
  return flags.some((flag) => flagNames(flag).includes(name));
}

/** The key of the flag whose negation is spelled like a switch. */
function negatedBy(name: string, { takes_value }: DiffFlag, { flags }: CommandView): string | undefined {
  const found = takes_value ? undefined : [...flags].find(([key, { negatable }]) => negatable === true && negationOf(key) === name);
  return found?.[0];
}
