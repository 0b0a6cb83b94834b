import type { ParityRules } from "@lockstep/contracts";
import { describeUnit, unitId } from "../unit.ts";
import type { CoverageClaim } from "./write-coverage.ts";

/** The claims of one unit that meet on a target, each as one sentence. */
export function findOverlaps(claims: readonly CoverageClaim[], { union }: Pick<ParityRules, "union">): readonly string[] {
  const byUnit = Map.groupBy(claims, ({ identity }) => unitId(identity));
  return [...byUnit.values()].flatMap((same) =>
    union.expected_targets.flatMap((target) => {
      const meeting = same.filter(({ scope }) => scope?.includes(target) ?? true);
      const [first] = meeting;
      if (first === undefined || meeting.length < 2) return [];
      const levels = meeting.map(({ level }) => level).join(", ");
      return [`${first.identity.unit} "${describeUnit(first.identity)}" is claimed ${String(meeting.length)} times on ${target} (${levels}); expected once`];
    }),
  );
}
