import { upstreamUnits, unitId, type UnitIdentity } from "../unit.ts";
import { unitStates } from "../wrapper-surface/unit-states.ts";
import { presenceOf, type CommittedVersion, type Presence } from "./unit-history.ts";

/** How every version has one unit. */
export interface UnitPresence {
  readonly identity: UnitIdentity;
  /** In the order of the given versions: by target, for each target that has a snapshot. */
  readonly versions: readonly ReadonlyMap<string, Presence>[];
}

/**
 * How the versions have every unit that parity counts in one of them: those of the unions, those of a version's snapshots where it
 * has no union, and those that a snapshot rejected. In the order of the newest version that has them.
 */
export function surfacePresence(versions: readonly CommittedVersion[]): readonly UnitPresence[] {
  const states = versions.map(({ snapshots }) => new Map([...snapshots].map(([target, snapshot]) => [target, unitStates(snapshot)])));
  const counted = new Map<string, UnitIdentity>();
  const count = (identity: UnitIdentity): void => {
    const id = unitId(identity);
    if (!counted.has(id)) counted.set(id, identity);
  };
  for (const [index, { union }] of [...versions.entries()].toReversed()) {
    if (union !== undefined) for (const { availableOn: _availableOn, ...identity } of upstreamUnits(union)) count(identity);
    for (const { identity, state } of [...(states[index]?.values() ?? [])].flatMap((units) => [...units.values()])) {
      if (union === undefined || state === "r") count(identity);
    }
  }
  return [...counted].map(([id, identity]) => ({
    identity,
    versions: states.map((targets) => new Map([...targets].map(([target, units]) => [target, presenceOf(units.get(id)?.state ?? "-")]))),
  }));
}
