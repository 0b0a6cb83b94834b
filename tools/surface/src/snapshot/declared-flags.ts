import type { DeclaredCommand, SnapshotArg, SnapshotCommand, SnapshotFlag } from "@lockstep/contracts";
import { compareCodePoints } from "@lockstep/kernel";
import { findFlag } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import { writtenFlag } from "./merge-flags.ts";

/**
 * The flags of a command whose help is not known: those that are known otherwise, the options that are declared for it, and the ones
 * that those above it hand down, as their help shows them. Left out is what stands in a branch. Of two with a common name the
 * nearer one counts. What is hidden by a decision at run time is not known to be so.
 * @param declaredByPath the declared commands by the words of their path, joined by blanks
 * @param commands all of them
 */
export function declaredFlags(
  { path, flags: known = [] }: SnapshotCommand,
  declaredByPath: ReadonlyMap<string, DeclaredCommand>,
  commands: readonly SnapshotCommand[],
): readonly SnapshotFlag[] {
  const taken = new Set(known.flatMap(flagNames));
  const depths = [...path.keys(), path.length].toReversed();
  const declared = depths.flatMap((depth) => {
    const place = path.slice(0, depth).join(" ");
    const isOwn = depth === path.length;
    const shown = isOwn ? [] : (commands.find((command) => command.path.join(" ") === place)?.flags ?? []);
    const options = (declaredByPath.get(place)?.options ?? []).filter(
      (option) =>
        option.conditional !== true && (isOwn || option.persistent === true) && !flagNames(option).some((name) => taken.has(name)),
    );
    for (const name of options.flatMap(flagNames)) taken.add(name);
    return options.map((option) => writtenFlag({ ...option, ...findFlag(shown, option), global: undefined, sources: ["bundle"] }));
  });
  return [...known, ...declared];
}

/** A command with the arguments that are declared for it, unless some are known. */
export function withDeclaredArgs(command: SnapshotCommand, { args }: DeclaredCommand): SnapshotCommand {
  if (command.args !== undefined || args.length === 0) return command;
  const own = args.map((arg): SnapshotArg => ({ ...arg, sources: ["bundle"] }));
  return { ...command, args: own.toSorted((a, b) => compareCodePoints(a.name, b.name)) };
}
