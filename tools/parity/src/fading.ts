import type { UnionCommand, UpstreamSnapshotUnionV2 } from "@lockstep/contracts";
import { unitId, type UnitIdentity } from "./unit.ts";

/** What upstream does with a unit before it removes it. Of both, `hidden`: it is nearer to the end. */
export type FadingState = "hidden" | "deprecated";

/** The units that upstream hides or deprecates, by target. */
export interface FadingUnits {
  /** The state of a unit on a target: its own, or that of a command on its path, without which nobody reaches it. */
  stateOn(unit: UnitIdentity, target: string): FadingState | undefined;
}

/**
 * Reads the states from a union. `hidden` and `deprecated` stand there as the canonical target has them; a conflict says what
 * the other targets have.
 */
export function indexFadingUnits({ commands }: Pick<UpstreamSnapshotUnionV2, "commands">): FadingUnits {
  const units = new Map<string, (target: string) => FadingState | undefined>();
  for (const command of commands) {
    const { path, flags } = command;
    units.set(unitId({ unit: "command", path }), ownState(command, command, undefined));
    for (const flag of flags ?? []) units.set(unitId({ unit: "flag", path, name: flag.key }), ownState(command, flag, flag.key));
  }
  return {
    stateOn(unit, target) {
      const above = Array.from({ length: unit.path.length + 1 }, (_, length) => ({
        unit: "command" as const,
        path: unit.path.slice(0, length),
      }));
      const states = [unit, ...above].map((identity) => units.get(unitId(identity))?.(target));
      return states.includes("hidden") ? "hidden" : states.find((state) => state !== undefined);
    },
  };
}

function ownState(
  { conflicts = [] }: UnionCommand,
  unit: { readonly hidden?: boolean; readonly deprecated?: boolean },
  key: string | undefined,
): (target: string) => FadingState | undefined {
  const isOn = (field: FadingState, target: string): boolean => {
    const conflict = conflicts.find((other) => other.field === field && other.unit !== "arg" && other.key === key);
    return (conflict === undefined ? unit[field] : conflict.values_by_target[target]) === true;
  };
  return (target) => (isOn("hidden", target) ? "hidden" : isOn("deprecated", target) ? "deprecated" : undefined);
}
