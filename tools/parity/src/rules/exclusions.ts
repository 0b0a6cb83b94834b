import type { ParityRules } from "@lockstep/contracts";
import { unitId, type UnitIdentity } from "../unit.ts";

/** The units that the rules exclude from parity, by identity, with the note that says why. */
export interface Exclusions {
  /** The exclusion's note when the unit itself is excluded, else `undefined`. */
  noteOf(unit: UnitIdentity): string | undefined;
}

/** Indexes `parity_exclusions` of the rules; entries of another kind than command, flag and arg exclude nothing. */
export function indexExclusions(rules: Pick<ParityRules, "parity_exclusions">): Exclusions {
  const notes = new Map<string, string>();
  for (const { unit, path, key, name, note } of rules.parity_exclusions?.units ?? []) {
    if (unit === "command") notes.set(unitId({ unit, path }), note ?? "");
    if (unit === "flag" && key !== undefined) notes.set(unitId({ unit, path, name: key }), note ?? "");
    if (unit === "arg" && name !== undefined) notes.set(unitId({ unit, path, name }), note ?? "");
  }
  return { noteOf: (unit) => notes.get(unitId(unit)) };
}
