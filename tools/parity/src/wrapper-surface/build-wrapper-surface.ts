import type { UpstreamSnapshotV1, WrapperSurface, WrapperSurfaceCommand } from "@lockstep/contracts";
import { comparePaths, omitAbsent, sortKeysDeep } from "@lockstep/kernel";
import { compare } from "semver";
import { matchingSnapshot } from "../matching-snapshot.ts";
import { unitId, unitName, type UnitIdentity } from "../unit.ts";
import { moreVisible, unitStates, type UnitState } from "./unit-states.ts";

/** What a wrapper surface is made of. */
export interface SurfaceInputs {
  readonly tool: string;
  /** The snapshots of each version by target triple, in any order. A version without any is left out. */
  readonly versions: readonly { readonly version: string; readonly snapshots: ReadonlyMap<string, UpstreamSnapshotV1> }[];
}

/**
 * The state of every unit in every version, by which a wrapper knows what the CLI that is installed has. Where the targets of a
 * version differ, the most visible state of any counts. Throws `InputError` `SNAPSHOT_MISMATCH`.
 */
export function buildWrapperSurface({ tool, versions }: SurfaceInputs): WrapperSurface {
  const ordered = versions.filter(({ snapshots }) => snapshots.size > 0).toSorted((a, b) => compare(a.version, b.version));
  const units = new Map<string, { readonly identity: UnitIdentity; readonly states: UnitState[] }>();
  const unitOf = (identity: UnitIdentity): { readonly states: UnitState[] } => {
    const id = unitId(identity);
    const unit = units.get(id) ?? { identity, states: ordered.map((): UnitState => "-") };
    units.set(id, unit);
    return unit;
  };
  for (const [position, { version, snapshots }] of ordered.entries()) {
    for (const [target, snapshot] of snapshots) {
      for (const { identity, state } of unitStates(matchingSnapshot(snapshot, { tool, version, target })).values()) {
        // A flag can be rejected of a command that no version has; the command stands there all the same.
        unitOf({ unit: "command", path: identity.path });
        const { states } = unitOf(identity);
        states[position] = moreVisible(states[position] ?? "-", state);
      }
    }
  }
  const all = [...units.values()].map(({ identity, states }) => ({ identity, states: states.join("") }));
  return {
    schema_version: 1,
    tool,
    versions: ordered.map(({ version }) => version),
    commands: [...Map.groupBy(all, ({ identity }) => identity.path.join("\0")).values()]
      .map(commandEntry)
      .toSorted((a, b) => comparePaths(a.path, b.path)),
  };
}

/** The entry of one command, of the units that share its path. */
function commandEntry(units: readonly { readonly identity: UnitIdentity; readonly states: string }[]): WrapperSurfaceCommand {
  const named = (kind: UnitIdentity["unit"]): Readonly<Record<string, string>> | undefined => {
    const found = units.filter(({ identity }) => identity.unit === kind);
    return found.length === 0
      ? undefined
      : sortKeysDeep(Object.fromEntries(found.map(({ identity, states }) => [unitName(identity), states])));
  };
  const command = units.find(({ identity }) => identity.unit === "command");
  return omitAbsent({ path: command?.identity.path ?? [], states: command?.states ?? "", flags: named("flag"), args: named("arg") });
}
