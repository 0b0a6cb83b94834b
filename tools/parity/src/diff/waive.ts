import type { Waivers } from "@lockstep/contracts";
import type { Change } from "@lockstep/surface/diff";
import { compare } from "semver";
import { identityOf, unitId } from "../unit.ts";

/** One entry of `waivers.json`. */
export type Waiver = Waivers["waivers"][number];

/** The waivers of a root as one diff sees them. */
export interface AppliedWaivers {
  /** The waiver of a change, unless it has expired. */
  readonly waiverOf: (change: Change) => Waiver | undefined;
  /** Those of a change of the diff that no longer hold: its second version has reached the one they expire with. */
  readonly expired: readonly Waiver[];
  /** Those that still hold, and that no change of the diff needs. */
  readonly unused: readonly Waiver[];
}

/**
 * Applies waivers to the changes between two versions. A waiver holds while the second version is lower than the one that it
 * expires with.
 */
export function applyWaivers(waivers: readonly Waiver[], changes: readonly Change[], secondVersion: string): AppliedWaivers {
  const found = new Set(changes.map(changeId));
  const isExpired = ({ expires_with }: Waiver): boolean => compare(secondVersion, expires_with) >= 0;
  const holding = new Map(waivers.filter((waiver) => !isExpired(waiver)).map((waiver) => [waiverId(waiver), waiver]));
  return {
    waiverOf: (change) => holding.get(changeId(change)),
    expired: waivers.filter((waiver) => isExpired(waiver) && found.has(waiverId(waiver))),
    unused: [...holding.values()].filter((waiver) => !found.has(waiverId(waiver))),
  };
}

/** What a waiver is about, as a map key: a finding id and a unit. */
export function waiverId({ finding, ...unit }: Pick<Waiver, "finding" | "path" | "key" | "name">): string {
  return `${finding}\0${unitId(identityOf(unit))}`;
}

function changeId({ code, unit, path, name }: Change): string {
  return waiverId({ finding: code, path, ...(unit === "flag" ? { key: name } : unit === "arg" ? { name } : {}) });
}
