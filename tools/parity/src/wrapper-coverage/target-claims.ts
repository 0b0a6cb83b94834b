import type { CoverageLevel } from "@lockstep/contracts";
import { firstOrder } from "@lockstep/kernel";
import type { UnitIdentity } from "../unit.ts";
import type { CoverageIndex } from "./coverage-index.ts";
import type { ResolvedLevel } from "./resolve-level.ts";

/** What the wrapper claims of a unit on one target, and where it says so. */
export interface TargetClaim extends ResolvedLevel {
  readonly unit: UnitIdentity;
  /** How many commands the claim stands above the unit; 0 when it is about the unit itself. */
  readonly distance: number;
  /** Its place among the claims of what it is about, in the order of the file. */
  readonly order: number;
}

/** The claims of the unit itself that meet any of the targets, in the order of the file. */
export function claimsOn(index: CoverageIndex, unit: UnitIdentity, targets: ReadonlySet<string>): readonly TargetClaim[] {
  return index
    .entriesOf(unit)
    .flatMap(({ level, note, targets: claimed }, order) =>
      claimed.isDisjointFrom(targets) ? [] : [{ unit, level, note, distance: 0, order }],
    );
}

/**
 * The nearest command above a unit (for a flag or arg its own command included) that is intentionally unsupported on the
 * target, and nothing else there.
 */
export function intentionOn(index: CoverageIndex, unit: UnitIdentity, target: string): TargetClaim | undefined {
  const only = new Set([target]);
  const longest = unit.unit === "command" ? unit.path.length - 1 : unit.path.length;
  for (let length = longest; length >= 0; length -= 1) {
    const claims = claimsOn(index, { unit: "command", path: unit.path.slice(0, length) }, only);
    const claim = weakestClaim(claims);
    if (claim !== undefined && claims.every(({ level }) => level === "intentionally_unsupported"))
      return { ...claim, distance: longest - length + 1 };
  }
  return undefined;
}

const promise: Readonly<Record<CoverageLevel, number>> = {
  unknown: 0,
  unsupported: 1,
  intentionally_unsupported: 2,
  passthrough: 3,
  explicit: 4,
};

/**
 * The claim that stands for several: of the level that promises least, the nearest, the first in the file; with the first note
 * of that level that is not blank.
 */
export function weakestClaim(claims: readonly TargetClaim[]): TargetClaim | undefined {
  const ordered = claims.toSorted((a, b) => firstOrder(promise[a.level] - promise[b.level], a.distance - b.distance, a.order - b.order));
  const [first] = ordered;
  if (first === undefined) return undefined;
  return { ...first, note: ordered.find(({ level, note }) => level === first.level && note !== undefined)?.note };
}
