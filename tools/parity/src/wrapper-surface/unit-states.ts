import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagKey } from "@lockstep/surface/flag-identity";
import { identityOf, unitId, type UnitIdentity } from "../unit.ts";

/** How a version has a unit: `v` visible, `h` hidden but accepted, `r` rejected, `-` not known. */
export type UnitState = "v" | "h" | "r" | "-";

/** A unit with the state that one snapshot shows. */
export interface StatedUnit {
  readonly identity: UnitIdentity;
  readonly state: UnitState;
}

const visibility: Readonly<Record<UnitState, number>> = { v: 3, h: 2, r: 1, "-": 0 };

/** The more visible one of two states. */
export function moreVisible(a: UnitState, b: UnitState): UnitState {
  return visibility[a] >= visibility[b] ? a : b;
}

/**
 * Every unit that a snapshot names, by its id. Of a unit that it names twice the last counts. What it shows it cannot have
 * rejected; flags and args of a hidden command have the state that they have themselves.
 */
export function unitStates({ commands, rejected }: Pick<UpstreamSnapshotV1, "commands" | "rejected">): ReadonlyMap<string, StatedUnit> {
  const states = new Map<string, StatedUnit>();
  const state = (identity: UnitIdentity, stated: UnitState): void => void states.set(unitId(identity), { identity, state: stated });
  for (const unit of rejected ?? []) state(identityOf(unit), "r");
  const lastOfPath = new Map(commands.map((command) => [command.path.join("\0"), command]));
  for (const { path, hidden, flags, args } of lastOfPath.values()) {
    state({ unit: "command", path }, stateOf(hidden));
    for (const flag of flags ?? []) state({ unit: "flag", path, name: flagKey(flag) }, stateOf(flag.hidden));
    for (const { name } of args ?? []) state({ unit: "arg", path, name }, "v");
  }
  return states;
}

function stateOf(isHidden: boolean | undefined): UnitState {
  return isHidden === true ? "h" : "v";
}
