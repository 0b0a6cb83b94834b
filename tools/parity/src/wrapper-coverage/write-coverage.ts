import type { ArgCoverage, CommandCoverage, CoverageLevel, FlagCoverage } from "@lockstep/contracts";
import { compareAbsentFirst, compareCodePoints, comparePaths, firstOrder, omitAbsent } from "@lockstep/kernel";
import type { UnitIdentity } from "../unit.ts";

/** What is claimed of one unit on some targets; no scope is all targets. */
export interface CoverageClaim {
  readonly identity: UnitIdentity;
  readonly level: CoverageLevel;
  readonly note: string | undefined;
  readonly scope: readonly string[] | undefined;
}

const levelRank: Readonly<Record<CoverageLevel, number>> = {
  explicit: 0,
  passthrough: 1,
  intentionally_unsupported: 2,
  unsupported: 3,
  unknown: 4,
};

/**
 * The `coverage` list of `wrapper_coverage.json`: by path, scoped before unscoped, triples, level, note. Flags and args stand
 * in the entries of their command that share a target with them; where their command is not claimed itself, it is `unknown`.
 */
export function writeCoverage(claims: readonly CoverageClaim[], expected: readonly string[]): readonly CommandCoverage[] {
  const byPath = Map.groupBy(claims, ({ identity }) => identity.path.join("\0"));
  return [...byPath.values()]
    .flatMap((same) => commandEntries(same, expected))
    .toSorted((a, b) => firstOrder(comparePaths(a.path, b.path), compareEntries(a, b)));
}

function commandEntries(claims: readonly CoverageClaim[], expected: readonly string[]): readonly CommandCoverage[] {
  const commands = claims.filter(({ identity }) => identity.unit === "command");
  const units = claims.filter(({ identity }) => identity.unit !== "command");
  const bare = expected.filter((target) => commands.every(({ scope }) => scope !== undefined && !scope.includes(target)));
  const path = claims[0]?.identity.path ?? [];
  const isBareNeeded = units.some(({ scope }) => bare.some((target) => scope?.includes(target) ?? true));
  const hosts = isBareNeeded
    ? [
        ...commands,
        {
          identity: { unit: "command", path },
          level: "unknown",
          note: undefined,
          scope: bare.length === expected.length ? undefined : bare,
        } as const,
      ]
    : commands;
  return hosts.map((host) => {
    const inside = units.flatMap((unit) => narrowedTo(unit, host.scope, expected));
    const flags = inside
      .filter(({ identity }) => identity.unit === "flag")
      .map((claim): FlagCoverage => ({ key: nameOf(claim), ...levelOf(claim) }));
    const args = inside
      .filter(({ identity }) => identity.unit === "arg")
      .map((claim): ArgCoverage => ({ name: nameOf(claim), ...levelOf(claim) }));
    return omitAbsent({
      path,
      ...levelOf(host),
      flags: flags.length === 0 ? undefined : flags.toSorted((a, b) => firstOrder(compareCodePoints(a.key, b.key), compareEntries(a, b))),
      args: args.length === 0 ? undefined : args.toSorted((a, b) => firstOrder(compareCodePoints(a.name, b.name), compareEntries(a, b))),
    });
  });
}

/** The claim as it stands inside a command entry of that scope: without a scope of its own when it fills the entry's. */
function narrowedTo(claim: CoverageClaim, host: readonly string[] | undefined, expected: readonly string[]): readonly CoverageClaim[] {
  const hostTargets = host ?? expected;
  const shared = hostTargets.filter((target) => claim.scope?.includes(target) ?? true);
  if (shared.length === 0) return [];
  return [{ ...claim, scope: shared.length === hostTargets.length ? undefined : shared }];
}

/** The level, note and scope as they stand in the file, in its order of fields. */
function levelOf({ level, note, scope }: CoverageClaim): Pick<CommandCoverage, "level" | "note" | "scope"> {
  return omitAbsent({ level, note: note?.trim(), scope: scope === undefined ? undefined : { target_triples: scope } });
}

function nameOf({ identity }: CoverageClaim): string {
  return identity.unit === "command" ? "" : identity.name;
}

function compareEntries(
  a: Pick<CommandCoverage, "level" | "note" | "scope">,
  b: Pick<CommandCoverage, "level" | "note" | "scope">,
): number {
  return firstOrder(
    Number(a.scope === undefined) - Number(b.scope === undefined),
    compareAbsentFirst(a.scope?.target_triples?.join(), b.scope?.target_triples?.join()),
    levelRank[a.level] - levelRank[b.level],
    compareAbsentFirst(a.note, b.note),
  );
}
