import type { CliDescriptor, LockedArtifact } from "@lockstep/contracts";
import { InputError, type PackageDescription } from "@lockstep/kernel";
import { artifactVersion, releasePackage, sharedVersion, type PackageVersion } from "@lockstep/parity/history";
import { lockedArtifact, lockPathOf, readLock } from "../acquisition/artifacts-lock.ts";
import type { Package } from "../acquisition/download.ts";
import type { World } from "../world.ts";
import type { HistoryPlace } from "./known-versions.ts";

/** Which package has the binary of a version, and what is known of it. */
export interface VersionSource {
  readonly source: Package;
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly publishedAt: string;
  /** What the lock pins of it. */
  readonly pin: LockedArtifact | undefined;
  /** Whether the package is the CLI's own, which may have the binaries of all targets, or of none. */
  readonly isShared: boolean;
  /** The sum of its files, where the registry says it. */
  readonly unpackedBytes: number | undefined;
}

/** Finds the packages of the versions of a CLI for one target; the registry is asked about all of them at once. */
export class VersionSources {
  readonly #world: World;
  readonly #place: HistoryPlace;
  readonly #versions: readonly string[];
  readonly #listed: readonly string[] | undefined;
  #described: Promise<ReadonlyMap<string, PackageDescription>> | undefined;

  /**
   * @param versions that may be asked for
   * @param listed the versions of the CLI's package, as the registry lists them; `undefined` when it could not be asked
   */
  constructor(world: World, place: HistoryPlace, versions: readonly string[], listed: readonly string[] | undefined) {
    this.#world = world;
    this.#place = place;
    this.#versions = versions;
    this.#listed = listed;
  }

  /** Whether the registry lists a package that may have the version's binary, as far as it was asked about that package. */
  isPublished(version: string): boolean {
    const { descriptor, target } = this.#place;
    const artifact = artifactVersion(descriptor, version, target);
    if (this.#listed === undefined || artifact === undefined || artifact.package !== releasePackage(descriptor)) return true;
    return this.#listed.includes(artifact.version) || this.#sharedOf(version) !== undefined;
  }

  /**
   * What the lock pins, or what the registry serves now. Throws `InputError` `PACKAGE_UNKNOWN` and `ARTIFACT_SOURCE_MISSING` besides
   * what the port throws.
   */
  async find(version: string): Promise<VersionSource> {
    const { where, descriptor, target } = this.#place;
    const { pin, publishedAt } = await findLocked(this.#world, where.root, version, target);
    if (pin?.source.type === "npm") {
      // What is pinned needs no description; with one it can be read while it comes in.
      const described = await this.#descriptions().catch(() => undefined);
      const source = {
        name: pin.source.package,
        version: pin.source.version,
        integrity: pin.integrity,
        integritySource: `"${lockPathOf(where.root)}"`,
      };
      const { unpackedBytes } = described?.get(specOf(pin.source)) ?? {};
      return { source, publishedAt, pin, isShared: false, unpackedBytes };
    }
    const shared = this.#sharedOf(version);
    const artifact = shared ?? artifactVersion(descriptor, version, target);
    if (artifact === undefined) throw noArtifact(descriptor, target);
    const described = await this.#describe(version, artifact);
    return {
      source: { name: artifact.package, version: artifact.version, integrity: described.integrity, integritySource: "the registry" },
      publishedAt: described.publishedAt,
      pin: undefined,
      isShared: shared !== undefined,
      unpackedBytes: described.unpackedBytes,
    };
  }

  #sharedOf(version: string): PackageVersion | undefined {
    const { descriptor, target } = this.#place;
    return this.#listed === undefined ? undefined : sharedVersion(descriptor, version, target, this.#listed);
  }

  async #describe(version: string, artifact: PackageVersion): Promise<PackageDescription> {
    const found = (await this.#descriptions()).get(specOf(artifact));
    if (found !== undefined) return found;
    // It says in its own words what is wrong with a version that was not among the answers.
    return this.#world.packages.describe(artifact.package, artifact.version);
  }

  #descriptions(): Promise<ReadonlyMap<string, PackageDescription>> {
    this.#described ??= this.#describeAll();
    return this.#described;
  }

  async #describeAll(): Promise<ReadonlyMap<string, PackageDescription>> {
    const { packages, files } = this.#world;
    const { where, descriptor, target } = this.#place;
    if (packages.describeAll === undefined) return new Map();
    const lock = await readLock(files, where.root);
    const wanted = this.#versions.flatMap((version) => {
      const pin = lockedArtifact(lock, version, target)?.source;
      return (pin?.type === "npm" ? pin : undefined) ?? this.#sharedOf(version) ?? artifactVersion(descriptor, version, target) ?? [];
    });
    const described = new Map<string, PackageDescription>();
    for (const [name, some] of Map.groupBy(wanted, (each) => each.package)) {
      const answers = await packages.describeAll(
        name,
        some.map(({ version }) => version),
      );
      for (const [version, description] of answers) described.set(specOf({ package: name, version }), description);
    }
    return described;
  }
}

/** What the lock has of a version on a target, and when it was released. */
export async function findLocked(
  { files }: Pick<World, "files">,
  root: string,
  version: string,
  target: string,
): Promise<{ readonly pin: LockedArtifact | undefined; readonly publishedAt: string }> {
  const lock = await readLock(files, root);
  return {
    pin: lockedArtifact(lock, version, target),
    publishedAt: lock.versions.find((entry) => entry.version === version)?.published_at ?? "",
  };
}

function specOf(artifact: PackageVersion): string {
  return `${artifact.package}@${artifact.version}`;
}

function noArtifact({ id, artifacts }: CliDescriptor, target: string): InputError {
  const known = artifacts.map(({ target_triple }) => target_triple).join(", ");
  return new InputError(
    "ARTIFACT_SOURCE_MISSING",
    `cli.json of ${id} names no artifact for "${target}"; it names ${known === "" ? "none" : known}`,
    { hint: 'Choose one of these with --target, or add the target to "artifacts" in cli.json' },
  );
}
