import type { ParityRules } from "@lockstep/contracts";
import { describeUnit, unitId } from "../unit.ts";
import type { CoverageClaim } from "./write-coverage.ts";

/** A claim and where it was made: `scenarios` or `declared[3]`. */
export interface PlacedClaim extends CoverageClaim {
  readonly position: string;
}

/** The claims of one unit that meet on a target, each as one sentence with the unit, the target and the places. */
export function findOverlaps(claims: readonly PlacedClaim[], { union }: Pick<ParityRules, "union">): readonly string[] {
  const byUnit = Map.groupBy(claims, ({ identity }) => unitId(identity));
  return [...byUnit.values()].flatMap((same) =>
    union.expected_targets.flatMap((target) => {
      const meeting = same.filter(({ scope }) => scope?.includes(target) ?? true);
      const [first] = meeting;
      if (first === undefined || meeting.length < 2) return [];
      const places = meeting.map(({ position, level }) => `${position} "${level}"`).join(", ");
      return [
        `${first.identity.unit} "${describeUnit(first.identity)}" is claimed ${String(meeting.length)} times on ${target}: ${places}; expected once`,
      ];
    }),
  );
}
