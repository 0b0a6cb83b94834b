import type { SnapshotFlag, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagKey } from "@lockstep/surface/flag-identity";
import { identityOf, unitId, type UnitIdentity } from "../unit.ts";

/**
 * How a version has a unit: help shows it; help conceals it, but the program takes it; the program was asked and refuses it; or
 * nothing tells of it: nobody asked, or the answer said neither.
 */
export type UnitPresence = "visible" | "hidden" | "rejected" | "absent";

/** A unit of a history. An alias is any further name of a flag, at the command that has it, or of a command, at the command above. */
export type HistoryIdentity =
  | UnitIdentity
  | { readonly unit: "alias"; readonly path: readonly string[]; readonly name: string; readonly of: string };

/** How a version has a unit, and whether it calls it deprecated. */
export interface UnitStanding {
  readonly presence: UnitPresence;
  readonly isDeprecated: boolean;
}

type Surface = Pick<UpstreamSnapshotV1, "commands" | "rejected">;

/** What one version says of any unit, whether it names it or not. */
export interface StandingsOf {
  /** Every unit that the version has or refuses. */
  readonly units: readonly HistoryIdentity[];
  standing(identity: HistoryIdentity): UnitStanding;
}

/**
 * Reads a snapshot. A name counts whatever it is a name of: a flag that became an alias of another is still taken. Below a command
 * that is refused everything is refused.
 */
export function unitStandings({ commands, rejected = [] }: Surface): StandingsOf {
  const units: HistoryIdentity[] = [];
  const standings = new Map<string, UnitStanding>();
  const refused = new Set(rejected.map((unit) => nameId(identityOf(unit))));
  const add = (identity: HistoryIdentity, standing: UnitStanding): void => {
    units.push(identity);
    standings.set(nameId(identity), standing);
  };
  // Of a path that stands twice the last counts, and own names before aliases.
  const last = [...new Map(commands.map((command) => [command.path.join("\0"), command])).values()];
  for (const { path, aliases = [], flags = [], ...command } of last) {
    const standing = standingOf(command);
    for (const name of path.length === 0 ? [] : aliases)
      add({ unit: "alias", path: path.slice(0, -1), name, of: path.at(-1) ?? "" }, standing);
    for (const flag of flags)
      for (const name of flagNamesOf(flag))
        if (name !== flagKey(flag)) add({ unit: "alias", path, name, of: flagKey(flag) }, standingOf(flag));
  }
  for (const { path, flags = [], args = [], ...command } of last) {
    add({ unit: "command", path }, standingOf(command));
    for (const flag of flags) add({ unit: "flag", path, name: flagKey(flag) }, standingOf(flag));
    for (const { name } of args) add({ unit: "arg", path, name }, { presence: "visible", isDeprecated: false });
  }
  for (const unit of rejected) units.push(identityOf(unit));
  return {
    units,
    standing(identity) {
      const found = standings.get(nameId(identity));
      if (found !== undefined) return found;
      return { presence: isRefused(identity, refused) ? "rejected" : "absent", isDeprecated: false };
    },
  };
}

/** The identity as a map key, by name: an alias and what bears the name itself share it. */
export function nameId(identity: HistoryIdentity): string {
  if (identity.unit !== "alias") return unitId(identity);
  const { path, name } = identity;
  return unitId(name.startsWith("-") ? { unit: "flag", path, name } : { unit: "command", path: [...path, name] });
}

/** Every spelling of a flag that is a name of its own. */
export function flagNamesOf({ long, short, aliases = [] }: Pick<SnapshotFlag, "long" | "short" | "aliases">): readonly string[] {
  return [...new Set([long, short, ...aliases].filter((name) => name !== undefined))];
}

function standingOf({ hidden, deprecated }: { readonly hidden?: boolean; readonly deprecated?: boolean }): UnitStanding {
  return { presence: hidden === true ? "hidden" : "visible", isDeprecated: deprecated === true };
}

/** Whether a unit, or a command on its way, was refused. */
function isRefused(identity: HistoryIdentity, refused: ReadonlySet<string>): boolean {
  const path = identity.unit === "alias" && !identity.name.startsWith("-") ? [...identity.path, identity.name] : identity.path;
  return refused.has(nameId(identity)) || path.some((_token, at) => refused.has(unitId({ unit: "command", path: path.slice(0, at + 1) })));
}
