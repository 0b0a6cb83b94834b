import type { ParityRules, UnionCommand } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";

/**
 * Drops the flags of sub-commands that the root has too, with their conflicts (rules `globals.effective_flags_model`): a
 * global flag is counted once, at the root. Emptied lists are dropped.
 */
export function dedupeAgainstRoot(
  commands: readonly UnionCommand[],
  model: ParityRules["globals"]["effective_flags_model"],
): readonly UnionCommand[] {
  if (!model.enabled || model.union_normalization?.dedupe_per_command_flags_against_root === false) return commands;
  const rootKeys = new Set(commands.find(({ path }) => path.length === 0)?.flags?.map(({ key }) => key));
  return commands.map((command) => {
    if (command.path.length === 0) return command;
    const flags = command.flags?.filter(({ key }) => !rootKeys.has(key));
    const conflicts = command.conflicts?.filter(({ unit, key }) => unit !== "flag" || !rootKeys.has(key ?? ""));
    return omitAbsent({ ...command, flags: unlessEmpty(flags), conflicts: unlessEmpty(conflicts) });
  });
}

function unlessEmpty<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}
