import { parseContract, type CliDescriptor, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, UsageError } from "@lockstep/kernel";
import { compare } from "semver";
import { readDescriptor, readRules, rootWords, type CliRoot } from "../cli-root.ts";
import { readSupplement } from "../probing/probe-binary.ts";
import { snapshotVersions } from "../stages/snapshot-versions.ts";
import type { World } from "../world.ts";
import { HistoryStore, probingDigest, readReleases, storedTargets, type HistoryEntry } from "./history-store.ts";

/** A version of which the surface on one target is known. */
export interface KnownSurface {
  readonly version: string;
  /** Whether the snapshot stands in the manifest root, or was taken for the history, which asks about more names. */
  readonly origin: "committed" | "history";
  readonly snapshot: UpstreamSnapshotV1;
}

/** Everything that is known of a CLI's versions on one target. */
export interface KnownSurfaces {
  readonly descriptor: CliDescriptor;
  readonly target: string;
  /** Ascending, with one entry for each version: that of the history, where there are both. */
  readonly versions: readonly KnownSurface[];
  /** Versions of the history that another parser or `cli.json` looked at. */
  readonly outdated: readonly string[];
  /** Every version that is known to be released, ascending; `undefined` when the registry was never asked. */
  readonly released: readonly string[] | undefined;
}

/** The CLI, what its root demands, and the store of its history for one target. */
export interface HistoryPlace {
  readonly where: CliRoot;
  readonly descriptor: CliDescriptor;
  readonly rules: Awaited<ReturnType<typeof readRules>>;
  readonly supplement: Awaited<ReturnType<typeof readSupplement>>;
  readonly target: string;
  readonly store: HistoryStore;
}

/**
 * Finds the CLI's descriptor, rules and store. Throws `InputError` when the root has none, and `UsageError` `TARGET_UNKNOWN` for a
 * named target that its rules do not expect; `InputError` for one that the command line does not name.
 */
export async function historyPlace(
  world: Pick<World, "files">,
  where: CliRoot,
  givenTarget: string | undefined,
  isNamed = givenTarget !== undefined,
): Promise<HistoryPlace> {
  const rules = await readRules(world.files, where);
  const descriptor = await readDescriptor(world.files, where);
  if (descriptor === undefined) {
    throw new InputError("FILE_MISSING", `"${where.root}/cli.json" does not exist`, {
      hint: "Name the CLI with --cli, a folder of manifests/, or the folder of its cli.json with --root",
    });
  }
  const target = givenTarget ?? rules.union.required_target;
  if (!rules.union.expected_targets.includes(target)) {
    const message = `"${where.rulesPath}" (/union/expected_targets) has no target "${target}"`;
    const hint = `It has: ${rules.union.expected_targets.join(", ")}`;
    throw isNamed ? new UsageError("TARGET_UNKNOWN", message, { hint }) : new InputError("TARGET_UNKNOWN", message, { hint });
  }
  const supplement = await readSupplement(world.files, where.root, undefined);
  const store = new HistoryStore(world.files, descriptor.id, target, probingDigest(descriptor, rules, supplement));
  return { where, descriptor, rules, supplement, target, store };
}

/** The error for a target whose platform the `cli.json` does not say. */
export function unknownTarget({ id, targets }: CliDescriptor, target: string): InputError {
  return new InputError("TARGET_UNKNOWN", `The cli.json of "${id}" (/targets) has no target "${target}"`, {
    hint: `It has: ${targets.map(({ target_triple }) => target_triple).join(", ")}`,
  });
}

/** Reads the committed snapshots of the target and those of the history. Throws `InputError` for a committed one that is malformed. */
export async function readKnownSurfaces({ files }: Pick<World, "files">, place: HistoryPlace): Promise<KnownSurfaces> {
  const { where, descriptor, target, store } = place;
  const [committed, { entries, outdated }, released] = await Promise.all([
    readCommitted(files, where, target),
    store.read(),
    readReleases(files, descriptor),
  ]);
  return { descriptor, target, versions: mergeSurfaces(committed, entries), outdated, released };
}

/** The committed snapshots of a target, ascending. */
export async function readCommitted(files: World["files"], { root }: CliRoot, target: string): Promise<readonly KnownSurface[]> {
  const found = await Promise.all(
    (await snapshotVersions(files, root)).map(async (version): Promise<readonly KnownSurface[]> => {
      const path = `${root}/snapshots/${version}/${target}.json`;
      const text = await files.readText(path);
      return text === undefined ? [] : [{ version, origin: "committed", snapshot: parseContract("UpstreamSnapshotV1", path, text) }];
    }),
  );
  return found.flat();
}

/** Committed snapshots and those of a history, ascending; where a version has both, the history's, which was asked about more. */
function mergeSurfaces(
  committed: readonly KnownSurface[],
  entries: ReadonlyMap<string, Pick<HistoryEntry, "snapshot">>,
): readonly KnownSurface[] {
  const own = [...entries].map(([version, { snapshot }]): KnownSurface => ({ version, origin: "history", snapshot }));
  return [...new Map([...committed, ...own].map((each) => [each.version, each])).values()].toSorted((a, b) =>
    compare(a.version, b.version),
  );
}

/** Throws `InputError` `HISTORY_EMPTY`, which says where there is one, when no version is known on the target. */
export async function assertKnown(
  { files }: Pick<World, "files">,
  { where, descriptor, rules }: HistoryPlace,
  known: KnownSurfaces,
): Promise<void> {
  if (known.versions.length > 0) return;
  const committed = await Promise.all(
    rules.union.expected_targets.map(async (target) => ((await readCommitted(files, where, target)).length > 0 ? [target] : [])),
  );
  const others = [...new Set([...committed.flat(), ...(await storedTargets(files, descriptor.id))])].filter(
    (target) => target !== known.target,
  );
  const again =
    known.outdated.length === 0 ? "" : `; ${String(known.outdated.length)} of its history were looked at by another parser or cli.json`;
  throw new InputError("HISTORY_EMPTY", `No version of ${where.cli} is known on ${known.target}${again}`, {
    hint:
      others.length === 0
        ? `Look at some: xtask history build ${rootWords(where)} --last 10`
        : `There are versions for ${others.map((target) => `--target ${target}`).join(", ")}; or look at some: xtask history build ${rootWords(where)} --last 10`,
  });
}
