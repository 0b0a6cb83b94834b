import type { PageUnit } from "@lockstep/pages";
import { unitName, type UnitIdentity } from "@lockstep/parity/why";

/** A unit as pages have it. */
export function pageUnit(identity: UnitIdentity): PageUnit {
  return { kind: identity.unit, path: identity.path, name: unitName(identity) };
}
