import type { Conflict, SnapshotCommand, UnionCommand, UpstreamSnapshotUnionV2, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { fingerprintText, type Json, isSamePath } from "@lockstep/kernel";
import { flagKey } from "@lockstep/surface/flag-identity";
import { indexFadingUnits, type FadingState } from "../fading.ts";
import { unitId, unitName, upstreamUnits, type UnitIdentity } from "../unit.ts";
import { unitStates, type UnitState } from "../wrapper-surface/unit-states.ts";

/** What is committed of one version. */
export interface CommittedVersion {
  readonly version: string;
  /** By target, in expected order. */
  readonly snapshots: ReadonlyMap<string, UpstreamSnapshotV1>;
  readonly union: UpstreamSnapshotUnionV2 | undefined;
}

export type Presence = "visible" | "hidden" | "rejected" | "absent";

/** How the snapshot of one target has a unit. */
export interface UnitOnTarget {
  readonly target: string;
  readonly presence: Presence;
  readonly isDeprecated: boolean;
  /** Which evidence showed it; empty where the snapshot does not say, or does not have it. */
  readonly sources: readonly string[];
  /** Of a command the hash of its help. */
  readonly helpSha256: string | null;
}

/** Where a version's union has a unit: itself, at the root alone (a flag that the root has too), or nowhere. */
export type Listing = "union" | "root" | "none" | "no union";

/** How one version has a unit. */
export interface UnitInVersion {
  readonly version: string;
  readonly listing: Listing;
  readonly targets: readonly UnitOnTarget[];
  /** What upstream does with the command that a unit is below of, where it hides or deprecates that. */
  readonly stateAbove: FadingState | null;
  /** The union's conflicts about it. One with `rootValues` says how a flag that is listed at the root alone differs from the root's. */
  readonly conflicts: readonly UnitConflict[];
}

export interface UnitConflict {
  readonly field: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly rootValues: Readonly<Record<string, unknown>> | null;
}

/** A field of a unit with every value that it has anywhere; with one value all agree. */
export interface FieldHistory {
  readonly field: string;
  readonly values: readonly {
    readonly value: Json;
    readonly where: readonly { readonly version: string; readonly targets: readonly string[] }[];
  }[];
}

/** How each version has a unit, in the given order. */
export function unitHistory(identity: UnitIdentity, versions: readonly CommittedVersion[]): readonly UnitInVersion[] {
  return versions.map((committed) => unitInVersion(identity, committed));
}

function unitInVersion(identity: UnitIdentity, { version, snapshots, union }: CommittedVersion): UnitInVersion {
  const targets = [...snapshots].map(([target, snapshot]): UnitOnTarget => {
    const unit = unitOf(identity, snapshot.commands);
    const state = unitStates(snapshot).get(unitId(identity))?.state ?? "-";
    return {
      target,
      presence: presenceOf(state),
      isDeprecated: unit?.["deprecated"] === true,
      sources: (unit?.["sources"] as readonly string[] | undefined) ?? [],
      helpSha256: (unit?.["help_sha256"] as string | undefined) ?? null,
    };
  });
  const isInSnapshot = targets.some(({ presence }) => presence === "visible" || presence === "hidden");
  const isInUnion = union !== undefined && upstreamUnits(union).some((unit) => unitId(unit) === unitId(identity));
  return {
    version,
    listing: union === undefined ? "no union" : isInUnion ? "union" : isInSnapshot && identity.unit === "flag" ? "root" : "none",
    targets,
    stateAbove: union === undefined || !isInUnion ? null : stateAbove(identity, union),
    conflicts: (union?.commands ?? []).flatMap((command) => conflictsOf(identity, command)),
  };
}

/** What the letter of a state says of a unit. */
export function presenceOf(state: UnitState): Presence {
  return presences[state];
}

const presences = { v: "visible", h: "hidden", r: "rejected", "-": "absent" } as const;

function stateAbove(identity: UnitIdentity, union: UpstreamSnapshotUnionV2): FadingState | null {
  const path = identity.unit === "command" ? identity.path.slice(0, -1) : identity.path;
  if (identity.unit === "command" && identity.path.length === 0) return null;
  const fading = indexFadingUnits(union);
  const states = union.inputs.map(({ target_triple }) => fading.stateOn({ unit: "command", path }, target_triple));
  return states.includes("hidden") ? "hidden" : (states.find((state) => state !== undefined) ?? null);
}

function conflictsOf(identity: UnitIdentity, { path, conflicts }: UnionCommand): readonly UnitConflict[] {
  const isAbout = (conflict: Conflict): boolean =>
    conflict.unit === identity.unit && (conflict.key ?? conflict.name ?? "") === unitName(identity) && isSamePath(path, identity.path);
  return (conflicts ?? [])
    .filter(isAbout)
    .map(({ field, values_by_target: values, root_values_by_target: rootValues }) => ({ field, values, rootValues: rootValues ?? null }));
}

/** The fields that say what the unit is, or that `UnitOnTarget` has. */
const identityFields = new Set(["path", "name", "flags", "args", "hidden", "deprecated", "sources", "help_sha256"]);

/** Every field of a unit with its values over all versions and targets that have it; an absent field is `null`. In the order of the snapshots' fields. */
export function fieldHistory(identity: UnitIdentity, versions: readonly CommittedVersion[]): readonly FieldHistory[] {
  const cells = versions.flatMap(({ version, snapshots }) =>
    [...snapshots].flatMap(([target, { commands }]) => {
      const unit = unitOf(identity, commands);
      return unit === undefined ? [] : [{ version, target, unit }];
    }),
  );
  const fields = new Set(cells.flatMap(({ unit }) => Object.keys(unit)).filter((field) => !identityFields.has(field)));
  return [...fields].map((field) => {
    const byValue = Map.groupBy(cells, ({ unit }) => fingerprintText(unit[field] ?? null));
    const values = [...byValue.values()].map((same) => ({
      value: same[0]?.unit[field] ?? null,
      where: [...Map.groupBy(same, ({ version }) => version)].map(([version, found]) => ({
        version,
        targets: found.map(({ target }) => target),
      })),
    }));
    return { field, values };
  });
}

/** The unit in a snapshot, whatever its kind. Of two the last counts. */
function unitOf(identity: UnitIdentity, commands: readonly SnapshotCommand[]): Readonly<Record<string, Json | undefined>> | undefined {
  const command = commands.findLast(({ path }) => isSamePath(path, identity.path));
  const found =
    identity.unit === "command"
      ? command
      : identity.unit === "flag"
        ? command?.flags?.findLast((flag) => flagKey(flag) === identity.name)
        : command?.args?.findLast(({ name }) => name === identity.name);
  // Snapshots are JSON, so every field of theirs is.
  return found as Readonly<Record<string, Json | undefined>> | undefined;
}
