import type { HistoryRange, UnitTimeline } from "@lockstep/parity/history";

/** A unit that is told of, and how many of its own units have the very same history, by their kind. */
export interface FoldedUnit {
  readonly unit: UnitTimeline;
  readonly withIt: Readonly<Partial<Record<"flag" | "arg" | "alias", number>>>;
}

/** Leaves out the flags, args and aliases that came and went with their command, which is among the units, and counts them there. */
export function foldUnits(units: readonly UnitTimeline[]): readonly FoldedUnit[] {
  const commands = new Map(units.flatMap((unit) => (unit.identity.unit === "command" ? [[historyId(unit), unit] as const] : [])));
  const counts = new Map<UnitTimeline, Partial<Record<"flag" | "arg" | "alias", number>>>();
  const left = units.filter((unit) => {
    const { unit: kind } = unit.identity;
    const command = kind === "command" ? undefined : commands.get(historyId(unit));
    if (kind === "command" || command === undefined) return true;
    const count = counts.get(command) ?? {};
    counts.set(command, { ...count, [kind]: (count[kind] ?? 0) + 1 });
    return false;
  });
  return left.map((unit) => ({ unit, withIt: counts.get(unit) ?? {} }));
}

/** The path of the command that a unit is one of, and what is known of when it was there. */
function historyId({ identity, ranges }: UnitTimeline): string {
  // Another name of a command stands beside it.
  const isBeside = identity.unit === "alias" && !identity.of.startsWith("-");
  const path = isBeside ? [...identity.path, identity.of] : identity.path;
  const rangeId = ({ from, to, presence, isDeprecated }: HistoryRange): string => [from, to, presence, isDeprecated].join(" ");
  return [path.join("\0"), ...ranges.map(rangeId)].join("\n");
}
