import type { ParityRules } from "@lockstep/contracts";
import { decisionsFor } from "./decisions.ts";
import { unitId, type UnitIdentity } from "../unit.ts";

/** The units that the rules exclude from parity, by identity, with the note that says why. */
export interface Exclusions {
  /**
   * The exclusion's note when the unit is excluded, "" when it has none, else `undefined`. Of a flag or arg its own exclusion
   * counts before its command's; the latter counts unless the rules hide those units.
   */
  noteOf(unit: UnitIdentity): string | undefined;
  /** The excluded unit that `noteOf` speaks of: the unit itself, or its command. */
  excludedBy(unit: UnitIdentity): UnitIdentity | undefined;
  /** The unit is a flag or arg of an excluded command, and the rules hide those. */
  isHidden(unit: UnitIdentity): boolean;
}

/**
 * Indexes `parity_exclusions` of the rules. Exclusions of another schema version than 1 exclude nothing, nor do entries of
 * another kind than command, flag and arg.
 */
export function indexExclusions(rules: Pick<ParityRules, "parity_exclusions" | "rules_schema_version">): Exclusions {
  const notes = new Map<string, string>();
  const { schema_version: version, units = [] } = rules.parity_exclusions ?? {};
  for (const { unit, path, key, name, note } of version === 1 ? units : []) {
    if (unit === "command") notes.set(unitId({ unit, path }), note ?? "");
    if (unit === "flag" && key !== undefined) notes.set(unitId({ unit, path, name: key }), note ?? "");
    if (unit === "arg" && name !== undefined) notes.set(unitId({ unit, path, name }), note ?? "");
  }
  const { excludedCommandHidesItsUnits } = decisionsFor(rules);
  const commandNote = ({ path }: UnitIdentity): string | undefined => notes.get(unitId({ unit: "command", path }));
  const excludedBy: Exclusions["excludedBy"] = (unit) => {
    if (notes.has(unitId(unit))) return unit;
    return excludedCommandHidesItsUnits || commandNote(unit) === undefined ? undefined : { unit: "command", path: unit.path };
  };
  return {
    excludedBy,
    noteOf(unit) {
      const excluded = excludedBy(unit);
      return excluded === undefined ? undefined : notes.get(unitId(excluded));
    },
    isHidden: (unit) => excludedCommandHidesItsUnits && unit.unit !== "command" && commandNote(unit) !== undefined,
  };
}
