import type { CliDescriptor, ParityRules } from "@lockstep/contracts";
import { InputError, type ReleaseSources } from "@lockstep/kernel";
import { stableVersions } from "@lockstep/parity";
import { newestVersion, type NewestVersion } from "@lockstep/parity/status";
import {
  chooseCandidate,
  isPublished,
  orderReleases,
  snapshotTargets,
  targetPackages,
  type SnapshotTarget,
  type WatchFinding,
  type WatchWarning,
} from "@lockstep/parity/watch";
import { compare } from "semver";
import { readLock } from "../acquisition/artifacts-lock.ts";
import { readDescriptor, readRules, rootWords, type CliRoot } from "../cli-root.ts";
import { readVersions } from "../stages/pointers.ts";
import { snapshotVersions } from "../stages/snapshot-versions.ts";
import type { World } from "../world.ts";

/** How many of the newest releases are looked at one by one; one that was not looked at is never proposed. */
const RELEASES_LOOKED_AT = 50;

type ReleaseWatch = NonNullable<CliDescriptor["release_watch"]>;

/** What of `release_watch` says where releases are published. */
type WatchedSource =
  | { readonly source: "npm"; readonly package: string }
  | { readonly source: "github-releases"; readonly api: string; readonly repository: string };

/** Where one CLI stands against its upstream, and what is to be done. */
export interface WatchedCli extends Omit<WatchFinding, "state"> {
  readonly cli: string;
  readonly root: string;
  /** `unwatched`: its `cli.json` has no `release_watch`, so nothing was asked. */
  readonly state: WatchFinding["state"] | "unwatched";
  readonly source: WatchedSource | null;
  readonly policy: ReleaseWatch["policy"] | null;
  readonly known: NewestVersion | null;
  /** Where a snapshot of the candidate is to be taken; none without a candidate. */
  readonly targets: readonly SnapshotTarget[];
  /** The commands that take the candidate in on this machine's target. */
  readonly next: readonly string[];
}

/**
 * Asks upstream about one CLI. Throws `InputError` for files of the root that are missing or malformed, `RELEASES_NONE` when
 * upstream lists no stable release, and what `ReleaseSources` throws.
 */
export async function watchCli(world: Pick<World, "files" | "releases">, where: CliRoot): Promise<WatchedCli> {
  const { files, releases: sources } = world;
  const { cli, root } = where;
  const rules = await readRules(files, where);
  const descriptor = await readDescriptor(files, where);
  const lock = await readLock(files, root);
  const metadata = await readVersions(files, root);
  const known = newestVersion({
    lock: lock.versions.map(({ version }) => version),
    snapshots: await snapshotVersions(files, root),
    versions: metadata.map(({ semantic_version: version, status }) => ({ version, status })),
  });
  const watch = descriptor?.release_watch;
  if (descriptor === undefined || watch === undefined) return unwatched(where, known);
  const source = sourceOf(watch);
  const listed = watch.source === "npm" ? await sources.ofPackage(watch.package) : await sources.ofRepository(watch);
  const ordered = orderReleases(listed, descriptor, stableVersions(rules));
  if (ordered.releases.length === 0) {
    throw new InputError(
      "RELEASES_NONE",
      `${source.source === "npm" ? source.package : source.repository} lists ${String(listed.names.length)} versions, and no stable one of ${cli}`,
      {
        hint: `Check release_watch of "${root}/cli.json" and versioning.pointers.stable_semver_pattern of "${where.rulesPath}"`,
      },
    );
  }
  const isNewer = (version: string): boolean => known === null || compare(version, known.version) > 0;
  const newer = ordered.releases.filter(isNewer).slice(0, RELEASES_LOOKED_AT);
  const listings = new Map(watch.source === "npm" ? [[watch.package, listed.names]] : []);
  const required = rules.union.required_target;
  // What is not newer than what is known here is never proposed, so nothing more is asked about it.
  const unusable =
    newer.length === 0 ? new Map<string, string>() : await findUnusable(sources, descriptor, watch, newer, required, listings);
  const releases = [...newer, ...ordered.releases.filter((version) => !isNewer(version))];
  const finding = chooseCandidate({ policy: watch.policy, releases, unusable, known });
  const work = finding.candidate === null ? noWork : await planWork(world, where, rules, descriptor, finding.candidate, listings);
  const isPinned = lock.versions.some(
    ({ version, artifacts }) => version === finding.candidate && artifacts.some(({ target_triple }) => target_triple === required),
  );
  return {
    cli,
    root,
    source,
    policy: watch.policy,
    known,
    ...finding,
    warnings: [...ordered.warnings, ...finding.warnings, ...work.warnings],
    targets: work.targets,
    next: finding.candidate === null ? [] : takeIn(where, finding.candidate, isPinned),
  };
}

function sourceOf(watch: ReleaseWatch): WatchedSource {
  return watch.source === "npm"
    ? { source: watch.source, package: watch.package }
    : { source: watch.source, api: watch.api, repository: watch.repository };
}

const noWork = { targets: [], warnings: [] } as const;

function unwatched({ cli, root }: CliRoot, known: NewestVersion | null): WatchedCli {
  const warning: WatchWarning = { code: "not-watched", message: `"${root}/cli.json" has no release_watch, so upstream was not asked` };
  const finding = { upstreamNewest: null, candidate: null, releasesBehind: 0, reasons: [], targets: [], next: [] };
  return { cli, root, source: null, policy: null, known, state: "unwatched", ...finding, warnings: [warning] };
}

function takeIn(where: CliRoot, version: string, isPinned: boolean): readonly string[] {
  const words = `${rootWords(where)} --version ${version}`;
  return [...(isPinned ? [] : [`xtask lock add ${words}`]), `xtask parity ${words}`];
}

/** The releases that nobody should take in, with the reason; adds the listings that it asks for. */
async function findUnusable(
  sources: ReleaseSources,
  descriptor: CliDescriptor,
  watch: ReleaseWatch,
  versions: readonly string[],
  required: string,
  listings: Map<string, readonly string[]>,
): Promise<ReadonlyMap<string, string>> {
  const [deprecated] = await Promise.all([
    watch.source === "npm" ? sources.deprecations(watch.package, versions) : new Map<string, string>(),
    addListings(sources, targetPackages(descriptor, [required]), listings),
  ]);
  return new Map(
    versions.flatMap((version): readonly (readonly [version: string, reason: string])[] => {
      const deprecation = deprecated.get(version);
      if (deprecation !== undefined) return [[version, `its publisher has deprecated it: ${deprecation.trim()}`]];
      return isPublished(descriptor, version, required, listings) ? [] : [[version, `it has no package for ${required}`]];
    }),
  );
}

async function addListings(sources: ReleaseSources, packages: readonly string[], listings: Map<string, readonly string[]>): Promise<void> {
  await Promise.all(
    packages
      .filter((name) => !listings.has(name))
      .map(async (name) => {
        listings.set(name, await listedNames(sources, name));
      }),
  );
}

/** The versions of a package; none where the registry does not have it, as before its first release. */
async function listedNames(sources: ReleaseSources, name: string): Promise<readonly string[]> {
  try {
    return (await sources.ofPackage(name)).names;
  } catch (error) {
    if (error instanceof InputError && error.code === "PACKAGE_UNKNOWN") return [];
    throw error;
  }
}

/** The targets to take a snapshot of the candidate on. Those without a package of it are left out, with a warning. */
async function planWork(
  { files, releases: sources }: Pick<World, "files" | "releases">,
  { root }: CliRoot,
  { union }: ParityRules,
  descriptor: CliDescriptor,
  candidate: string,
  listings: Map<string, readonly string[]>,
): Promise<{ readonly targets: readonly SnapshotTarget[]; readonly warnings: readonly WatchWarning[] }> {
  const present = (await files.list(`${root}/snapshots/${candidate}`)) ?? [];
  const snapshotted = present.map(({ name }) => name.replace(/\.json$/, ""));
  const all = snapshotTargets(descriptor, union, snapshotted);
  await addListings(
    sources,
    targetPackages(
      descriptor,
      all.map(({ target }) => target),
    ),
    listings,
  );
  const isThere = ({ target }: SnapshotTarget): boolean => isPublished(descriptor, candidate, target, listings);
  return {
    targets: all.filter(isThere),
    warnings: all
      .filter((target) => !isThere(target))
      .map(({ target }) => ({ code: "target-unpublished", message: `there is no package of ${candidate} for ${target} yet` })),
  };
}
