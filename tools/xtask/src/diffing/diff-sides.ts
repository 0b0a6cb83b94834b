import { parseContract, type ParityRules, type UpstreamSnapshotUnionV2, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, UsageError, type Files } from "@lockstep/kernel";
import { rootWords, type CliRoot } from "../cli-root.ts";
import { snapshotVersions } from "../stages/snapshot-versions.ts";

/** A version to compare, and the one target of it that is meant. */
export interface SideName {
  readonly version: string;
  readonly target: string | undefined;
}

/** One surface of a comparison. */
export interface Side {
  readonly version: string;
  /** `union` for all targets merged. */
  readonly target: string;
  readonly surface: UpstreamSnapshotV1 | UpstreamSnapshotUnionV2;
}

/** Two surfaces that are compared, and the name of what they are of. */
export interface Comparison {
  readonly name: string;
  readonly before: Side;
  readonly after: Side;
}

/** What is compared, and the targets that are not, with the reason. */
export interface Comparisons {
  readonly compared: readonly [Comparison, ...Comparison[]];
  readonly notCompared: readonly { readonly target: string; readonly reason: string }[];
}

/** Reads `<version>` or `<version>@<target>`. Throws `UsageError` for what is neither, and for a target that is not expected. */
export function parseSideName(word: string, rules: ParityRules): SideName {
  const [, version, target] = /^(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)(?:@(.+))?$/.exec(word) ?? [];
  if (version === undefined)
    throw new UsageError("OPTION_VALUE", `"${word}" must be a version like 1.2.3, or one with a target like 1.2.3@<target>`, {
      hint: "xtask diff --help",
    });
  if (target !== undefined) assertTarget(target, `"${word}"`, rules);
  return { version, target };
}

/** Throws `UsageError` `TARGET_UNKNOWN` for a target that the rules do not expect. */
export function assertTarget(target: string, where: string, rules: ParityRules): void {
  const expected = rules.union.expected_targets;
  if (expected.includes(target)) return;
  throw new UsageError("TARGET_UNKNOWN", `${where} must name an expected target (${expected.join(", ")}), is "${target}"`, {
    hint: "xtask diff --help",
  });
}

/**
 * Reads what two versions are compared by: the snapshots of each target that both have; those of the targets that are named; the two
 * unions, where a version has no snapshot any more. Throws `InputError` for a version or snapshot that there is not, naming those that there are.
 */
export async function readComparisons(
  files: Files,
  where: CliRoot,
  rules: ParityRules,
  [first, second]: readonly [SideName, SideName],
): Promise<Comparisons> {
  for (const { version } of [first, second]) await assertVersion(files, where, version);
  if (first.target !== undefined || second.target !== undefined) {
    const [before, after] = [first.target ?? second.target ?? "", second.target ?? first.target ?? ""];
    const name = before === after ? before : `${before} -> ${after}`;
    const sides = await Promise.all([
      requireSnapshot(files, where, rules, first.version, before),
      requireSnapshot(files, where, rules, second.version, after),
    ]);
    return { compared: [{ name, before: sides[0], after: sides[1] }], notCompared: [] };
  }
  const [befores, afters] = await Promise.all([
    readSnapshots(files, where, rules, first.version),
    readSnapshots(files, where, rules, second.version),
  ]);
  const paired = pairSides(
    rules.union.expected_targets,
    { version: first.version, sides: befores },
    { version: second.version, sides: afters },
  );
  if (paired !== undefined) return paired;
  if (befores.size > 0 && afters.size > 0) {
    const names = (snapshots: ReadonlyMap<string, Side>): string => [...snapshots.keys()].join(", ");
    throw new InputError(
      "TARGETS_DISJOINT",
      `${first.version} (${names(befores)}) and ${second.version} (${names(afters)}) have no target in common`,
      { hint: `Name one of each: xtask diff ${first.version}@<target> ${second.version}@<target>` },
    );
  }
  const unions = await Promise.all([first, second].map(async ({ version }) => requireUnion(files, where, version)));
  const [before, after] = unions;
  if (before === undefined || after === undefined) throw new Error("Two versions have two unions");
  return { compared: [{ name: "union", before, after }], notCompared: [] };
}

/** The snapshots of one version. */
export interface VersionSides {
  readonly version: string;
  /** By target. */
  readonly sides: ReadonlyMap<string, Side>;
}

/** Pairs the snapshots of each target that both versions have, and says which targets only one has; `undefined` when they share none. */
export function pairSides(expected: readonly string[], first: VersionSides, second: VersionSides): Comparisons | undefined {
  const [comparison, ...others] = [...first.sides].flatMap(([name, before]): Comparison[] => {
    const after = second.sides.get(name);
    return after === undefined ? [] : [{ name, before, after }];
  });
  if (comparison === undefined) return undefined;
  const notCompared = expected.flatMap((target) => {
    const [hasFirst, hasSecond] = [first.sides.has(target), second.sides.has(target)];
    return hasFirst === hasSecond ? [] : [{ target, reason: `${hasFirst ? second.version : first.version} has no snapshot of it` }];
  });
  return { compared: [comparison, ...others], notCompared };
}

/** The snapshot of a version and target. Throws `InputError` `SNAPSHOT_MISSING`, which names those that there are. */
export async function requireSnapshot(
  files: Files,
  where: CliRoot,
  rules: ParityRules,
  version: string,
  target: string,
): Promise<Side & { readonly surface: UpstreamSnapshotV1 }> {
  const snapshots = await readSnapshots(files, where, rules, version);
  const found = snapshots.get(target);
  if (found !== undefined) return found;
  throw new InputError(
    "SNAPSHOT_MISSING",
    `"${where.root}/snapshots/${version}" has no snapshot of ${target}; it has ${[...snapshots.keys()].join(", ") || "none"}`,
    { hint: `Take it first: xtask parity ${rootWords(where)} --version ${version} --target ${target}` },
  );
}

/** Throws `InputError` `VERSION_UNKNOWN`, which names the versions that there are. */
export async function assertVersion(files: Files, where: CliRoot, version: string): Promise<void> {
  const known = await snapshotVersions(files, where.root);
  if (known.includes(version)) return;
  throw new InputError(
    "VERSION_UNKNOWN",
    `"${where.root}/snapshots" has no version ${version}; it has ${known.length === 0 ? "none" : known.join(", ")}`,
    { hint: `Snapshot it first: xtask parity ${rootWords(where)} --version ${version}` },
  );
}

async function readSnapshots(
  files: Files,
  { root }: CliRoot,
  { union }: ParityRules,
  version: string,
): Promise<ReadonlyMap<string, Side & { readonly surface: UpstreamSnapshotV1 }>> {
  const read = await Promise.all(
    union.expected_targets.map(async (target) => {
      const path = `${root}/snapshots/${version}/${target}.json`;
      const text = await files.readText(path);
      if (text === undefined) return [];
      return [[target, { version, target, surface: parseContract("UpstreamSnapshotV1", path, text) }] as const];
    }),
  );
  return new Map(read.flat());
}

async function requireUnion(files: Files, where: CliRoot, version: string): Promise<Side> {
  const path = `${where.root}/snapshots/${version}/union.json`;
  const text = await files.readText(path);
  if (text === undefined)
    throw new InputError("SNAPSHOT_MISSING", `"${where.root}/snapshots/${version}" has neither snapshots nor a union`, {
      hint: `Snapshot it first: xtask parity ${rootWords(where)} --version ${version}`,
    });
  return { version, target: "union", surface: parseContract("UpstreamSnapshotUnionV2", path, text) };
}
