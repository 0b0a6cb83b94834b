import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareCodePoints, comparePaths, firstOrder } from "@lockstep/kernel";
import { compare } from "semver";
import { nameId, unitStandings, type HistoryIdentity, type StandingsOf, type UnitPresence } from "./unit-states-in.ts";
import { findGaps, type VersionGap } from "./version-gaps.ts";

/** One version that was looked at. */
export interface LookedAtVersion {
  readonly version: string;
  readonly snapshot: Pick<UpstreamSnapshotV1, "commands" | "rejected">;
}

/** A stretch of versions that were looked at, next to each other, and that have a unit in one way. */
export interface HistoryRange {
  readonly from: string;
  readonly to: string;
  readonly presence: UnitPresence;
  readonly isDeprecated: boolean;
  /** How many versions were looked at from `from` to `to`. */
  readonly lookedAt: number;
}

/** A unit with its ranges, which cover every version that was looked at, ascending; no two neighbours are alike. */
export interface UnitTimeline {
  readonly identity: HistoryIdentity;
  readonly ranges: readonly HistoryRange[];
}

/** The units of a CLI over its versions on one target. */
export interface SurfaceHistory {
  /** That were looked at, ascending. */
  readonly versions: readonly string[];
  readonly gaps: readonly VersionGap[];
  /** In order of path, kind and name. */
  readonly units: readonly UnitTimeline[];
}

/**
 * Folds snapshots into a history, in the order of their versions, however they are given; of a version that is given twice the
 * last counts. Nothing is said of a version that is not among them.
 * @param released every version that is known to be released; `undefined` when nobody has asked
 */
export function foldHistory(lookedAt: readonly LookedAtVersion[], released: readonly string[] | undefined): SurfaceHistory {
  const ordered = [...new Map(lookedAt.map((each) => [each.version, each])).values()].toSorted((a, b) => compare(a.version, b.version));
  const versions = ordered.map(({ version }) => version);
  const standings = ordered.map(({ snapshot }) => unitStandings(snapshot));
  return {
    versions,
    gaps: findGaps(versions, released),
    units: allUnits(standings)
      .map((identity) => ({ identity, ranges: rangesOf(identity, versions, standings) }))
      .toSorted((a, b) => compareIdentities(a.identity, b.identity)),
  };
}

/** Every unit that any version names, once by its name: as a unit of its own in any version, else as the alias that it is in the newest. */
function allUnits(standings: readonly StandingsOf[]): readonly HistoryIdentity[] {
  const units = new Map<string, HistoryIdentity>();
  for (const { units: named } of standings) {
    for (const identity of named) {
      const id = nameId(identity);
      if (identity.unit !== "alias" || (units.get(id)?.unit ?? "alias") === "alias") units.set(id, identity);
    }
  }
  return [...units.values()];
}

function rangesOf(identity: HistoryIdentity, versions: readonly string[], standings: readonly StandingsOf[]): readonly HistoryRange[] {
  const ranges: HistoryRange[] = [];
  for (const [at, version] of versions.entries()) {
    const { presence, isDeprecated } = standings[at]?.standing(identity) ?? { presence: "absent" as const, isDeprecated: false };
    const last = ranges.at(-1);
    if (last?.presence === presence && last.isDeprecated === isDeprecated)
      ranges[ranges.length - 1] = { ...last, to: version, lookedAt: last.lookedAt + 1 };
    else ranges.push({ from: version, to: version, presence, isDeprecated, lookedAt: 1 });
  }
  return ranges;
}

const kindRank = { command: 0, flag: 1, arg: 2, alias: 3 } as const;

function compareIdentities(a: HistoryIdentity, b: HistoryIdentity): number {
  return firstOrder(comparePaths(a.path, b.path), kindRank[a.unit] - kindRank[b.unit], compareCodePoints(nameOf(a), nameOf(b)));
}

function nameOf(identity: HistoryIdentity): string {
  return identity.unit === "command" ? "" : identity.name;
}
