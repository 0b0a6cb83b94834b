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
  /** Those that still hold and name no change, where their unit has several of the finding: none of them is waived. */
  readonly ambiguous: readonly Waiver[];
}

/**
 * Applies waivers to the changes between two versions. A waiver holds while the second version is lower than the one that it
 * expires with. One with a message waives that change alone; one without, the only change that its unit has of the finding, so that
 * none is waived unseen beside another.
 */
export function applyWaivers(waivers: readonly Waiver[], changes: readonly Change[], secondVersion: string): AppliedWaivers {
  const messages = new Map<string, ReadonlySet<string>>();
  for (const change of changes) messages.set(findingId(change), new Set([...(messages.get(findingId(change)) ?? []), change.message]));
  const messagesOf = (waiver: Waiver): ReadonlySet<string> => messages.get(findingIdOf(waiver)) ?? new Set();
  const isOfAny = (waiver: Waiver): boolean =>
    waiver.message === undefined ? messagesOf(waiver).size > 0 : messagesOf(waiver).has(waiver.message);
  const isAmbiguous = (waiver: Waiver): boolean => waiver.message === undefined && messagesOf(waiver).size > 1;
  const isExpired = ({ expires_with }: Waiver): boolean => compare(secondVersion, expires_with) >= 0;
  const holding = waivers.filter((waiver) => !isExpired(waiver));
  const byId = new Map(holding.filter((waiver) => !isAmbiguous(waiver)).map((waiver) => [waiverId(waiver), waiver]));
  return {
    waiverOf: (change) => byId.get(`${findingId(change)}\0${change.message}`) ?? byId.get(`${findingId(change)}\0`),
    expired: waivers.filter((waiver) => isExpired(waiver) && isOfAny(waiver)),
    unused: holding.filter((waiver) => !isOfAny(waiver)),
    ambiguous: holding.filter(isAmbiguous),
  };
}

/** What a waiver is about, as a map key: a finding id, a unit, and the change that is meant or nothing. */
export function waiverId(waiver: Pick<Waiver, "finding" | "path" | "key" | "name" | "message">): string {
  return `${findingIdOf(waiver)}\0${waiver.message ?? ""}`;
}

function findingIdOf({ finding, ...unit }: Pick<Waiver, "finding" | "path" | "key" | "name">): string {
  return `${finding}\0${unitId(identityOf(unit))}`;
}

function findingId({ code, unit, path, name }: Change): string {
  return findingIdOf({ finding: code, path, ...(unit === "flag" ? { key: name } : unit === "arg" ? { name } : {}) });
}
