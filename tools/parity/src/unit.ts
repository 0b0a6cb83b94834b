import type { UpstreamSnapshotUnionV2 } from "@lockstep/contracts";
import { compareCodePoints, comparePaths, firstOrder } from "@lockstep/kernel";

/** What parity counts: a command, a flag or a positional arg. `name` is a flag's key or an arg's name. */
export type UnitIdentity =
  | { readonly unit: "command"; readonly path: readonly string[] }
  | { readonly unit: "flag" | "arg"; readonly path: readonly string[]; readonly name: string };

/** A unit of an upstream union with the targets that have it. */
export type UpstreamUnit = UnitIdentity & { readonly availableOn: readonly string[] };

/** The unit that an entry of a document names: with a `key` a flag, with a `name` an arg, with neither a command. */
export function identityOf({
  path,
  key,
  name,
}: {
  readonly path: readonly string[];
  readonly key?: string;
  readonly name?: string;
}): UnitIdentity {
  if (key !== undefined) return { unit: "flag", path, name: key };
  return name === undefined ? { unit: "command", path } : { unit: "arg", path, name };
}

/** The identity as a map key. No token of a command line contains NUL. */
export function unitId(identity: UnitIdentity): string {
  return [identity.unit, identity.unit === "command" ? "" : identity.name, ...identity.path].join("\0");
}

/** The unit's own name: a flag's key, an arg's name, "" for a command. */
export function unitName(identity: UnitIdentity): string {
  return identity.unit === "command" ? "" : identity.name;
}

/** How messages name a unit: `exec --json`, `exec PROMPT`, `exec`; the root is `(root)`. */
export function describeUnit(identity: UnitIdentity): string {
  const path = identity.path.length === 0 ? "(root)" : identity.path.join(" ");
  return identity.unit === "command" ? path : `${path} ${identity.name}`;
}

const kindRank = { command: 0, flag: 1, arg: 2 } as const;

/** Orders units by kind (command, flag, arg), path, and name. */
export function compareUnits(a: UnitIdentity, b: UnitIdentity): number {
  return firstOrder(kindRank[a.unit] - kindRank[b.unit], compareUnitsOfAKind(a, b));
}

/** Orders units of one kind by path and name. */
export function compareUnitsOfAKind(a: UnitIdentity, b: UnitIdentity): number {
  return firstOrder(comparePaths(a.path, b.path), compareCodePoints(unitName(a), unitName(b)));
}

/** Every unit of a union, in its order: each command, then its flags, then its args. */
export function upstreamUnits(union: Pick<UpstreamSnapshotUnionV2, "commands">): readonly UpstreamUnit[] {
  return union.commands.flatMap(({ path, available_on, flags, args }): UpstreamUnit[] => [
    { unit: "command", path, availableOn: available_on },
    ...(flags ?? []).map((flag): UpstreamUnit => ({ unit: "flag", path, name: flag.key, availableOn: flag.available_on })),
    ...(args ?? []).map((arg): UpstreamUnit => ({ unit: "arg", path, name: arg.name, availableOn: arg.available_on })),
  ]);
}
