import type { SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagKey } from "@lockstep/surface/flag-identity";
import { unitId, type UnitIdentity } from "../unit.ts";

/**
 * The units of snapshots that detectors count, by identity: every command but the root, every flag and every arg, each
 * once. The `help` pseudo-commands, `--help` and `--version`, which are generated for each command, do not count; nor does a
 * flag of a sub-command that the root has in any of the snapshots: it is the root's, seen again.
 */
export function surfaceUnits(snapshots: readonly UpstreamSnapshotV1[]): readonly ReadonlyMap<string, UnitIdentity>[] {
  const rootKeys = new Set(snapshots.flatMap(({ commands }) => commands.filter(isRoot).flatMap(({ flags }) => (flags ?? []).map(flagKey))));
  return snapshots.map(({ commands }) => {
    const units = commands
      .filter(({ path }) => !path.includes("help"))
      .flatMap((command): readonly UnitIdentity[] => {
        const { path, flags, args } = command;
        return [
          ...(isRoot(command) ? [] : [{ unit: "command" as const, path }]),
          ...(flags ?? [])
            .map(flagKey)
            .filter((key) => !generatedFlags.has(key) && (isRoot(command) || !rootKeys.has(key)))
            .map((name) => ({ unit: "flag" as const, path, name })),
          ...(args ?? []).map(({ name }) => ({ unit: "arg" as const, path, name })),
        ];
      });
    return new Map(units.map((unit) => [unitId(unit), unit]));
  });
}

/** The units that do not lie below another one of the list. */
export function topmost(units: readonly UnitIdentity[]): readonly UnitIdentity[] {
  const commands = new Set(units.filter(({ unit }) => unit === "command").map(({ path }) => path.join("\0")));
  return units.filter(({ unit, path }) => {
    const above = path.map((_, at) => path.slice(0, at + 1).join("\0")).slice(0, unit === "command" ? -1 : undefined);
    return !above.some((id) => commands.has(id));
  });
}

const generatedFlags: ReadonlySet<string> = new Set(["--help", "-h", "--version", "-V"]);

function isRoot({ path }: SnapshotCommand): boolean {
  return path.length === 0;
}
