import { unitId, type UnitIdentity } from "../unit.ts";
import type { UnitOutcome } from "../report/unit-outcomes.ts";

/** What the report over any target makes of each unit of the union, by `unitId`. */
export type UnitOutcomes = ReadonlyMap<string, UnitOutcome["outcome"]>;

const texts: Readonly<Record<UnitOutcome["outcome"], string>> = {
  missing: "lacks it: in the work queue",
  unsupported: "does not support it: in the work queue",
  passthrough: "only passes it on: in the work queue",
  covered: "has it",
  "at risk": "has it, at risk",
  "wrapper only": "has it",
  hidden: "lacks it, no work while it is hidden",
  excluded: "is not to have it, by the rules",
  "intentionally unsupported": "leaves it out on purpose",
};

/** What the wrapper makes of a unit. A flag that the union does not have at its command is one of the root's, and counted there. */
export function outcomeText(identity: UnitIdentity, outcomes: UnitOutcomes): string {
  const own = outcomes.get(unitId(identity));
  if (own !== undefined) return texts[own];
  const atRoot = identity.unit === "flag" ? outcomes.get(unitId({ ...identity, path: [] })) : undefined;
  return atRoot === undefined ? "not known" : `counted once, at the root: ${texts[atRoot]}`;
}
