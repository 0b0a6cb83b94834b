import type { Conflict, ParityRules, SnapshotFlag, UnionCommand } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { flagKey } from "@lockstep/surface/flag-identity";
import type { RulesDecisions } from "../rules/decisions.ts";
import { compareConflicts, findRootDifferences, type RawHelp } from "./conflicts.ts";
import type { MergedCommand } from "./merge-commands.ts";
import type { TargetVariants } from "./target-variants.ts";

/**
 * Drops the flags of sub-commands that the root has too, with their conflicts (rules `globals.effective_flags_model`): a
 * global flag is counted once, at the root. Emptied lists are dropped. As the decisions say, a flag stays that the root lacks
 * on some target of the command's flag, and a dropped one leaves a conflict where it differs from the root's.
 */
export function dedupeAgainstRoot(
  merged: readonly MergedCommand[],
  model: ParityRules["globals"]["effective_flags_model"],
  decisions: RulesDecisions,
  rawHelp: RawHelp,
): readonly UnionCommand[] {
  if (!model.enabled || model.union_normalization?.dedupe_per_command_flags_against_root === false)
    return merged.map(({ command }) => command);
  const root = merged.find(({ command }) => command.path.length === 0);
  const rootFlags = new Map(root?.flags.map((flag) => [flagKey(flag.canonical), flag]));
  return merged.map(({ command, flags }) => {
    if (command.path.length === 0) return command;
    const dropped = flags.flatMap((flag) => {
      const rootFlag = rootFlags.get(flagKey(flag.canonical));
      return rootFlag !== undefined && isListedAtRoot(flag, rootFlag, decisions) ? [{ flag, rootFlag }] : [];
    });
    const droppedKeys = new Set(dropped.map(({ flag }) => flagKey(flag.canonical)));
    const differences = decisions.dedupeKeepsDifferences
      ? dropped.flatMap(({ flag, rootFlag }): readonly Conflict[] =>
          findRootDifferences(command.path, flag, rootFlag, decisions.conflictFields.flag, rawHelp),
        )
      : [];
    const kept = (command.conflicts ?? []).filter(({ unit, key }) => unit !== "flag" || !droppedKeys.has(key ?? ""));
    const conflicts = [...kept, ...differences].toSorted(compareConflicts);
    return inFieldOrder(
      command,
      command.flags?.filter(({ key }) => !droppedKeys.has(key)),
      conflicts,
    );
  });
}

function isListedAtRoot(
  flag: TargetVariants<SnapshotFlag>,
  rootFlag: TargetVariants<SnapshotFlag>,
  { dedupeMindsTargets }: RulesDecisions,
): boolean {
  return !dedupeMindsTargets || flag.targets.every((target) => rootFlag.byTarget.has(target));
}

/** The command with other flags and conflicts, at their place among its fields. */
function inFieldOrder(command: UnionCommand, flags: UnionCommand["flags"], conflicts: readonly Conflict[]): UnionCommand {
  const { path, available_on, about, usage, args, flags: _flags, conflicts: _conflicts, ...additive } = command;
  return omitAbsent({
    path,
    available_on,
    about,
    usage,
    args,
    flags: flags === undefined || flags.length === 0 ? undefined : flags,
    conflicts: conflicts.length === 0 ? undefined : conflicts,
    ...additive,
  });
}
