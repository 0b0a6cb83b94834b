import type { CliDescriptor, LockedArtifact } from "@lockstep/contracts";
import { EnvironmentError, InputError } from "@lockstep/kernel";
import { watchedPackage } from "@lockstep/parity/history";
import {
  assertVersion,
  entriesOf,
  formatOf,
  ownerOf,
  sourceOf,
  specOf,
  templateOf,
  type ArtifactSource,
  type ArtifactTemplate,
} from "./artifact-source.ts";
import { addPin, lockedArtifact, lockPathOf, readLock, writeLock, type PinnedArtifact } from "./artifacts-lock.ts";
import { DescribedPackages } from "./described-packages.ts";
import { withDownload, type DownloadWorld } from "./download.ts";
import { checkKept, keptPlace } from "./kept-artifact.ts";

export interface PinRequest {
  readonly descriptor: CliDescriptor;
  readonly root: string;
  readonly version: string;
  readonly target: string;
  /** When the version was released: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly publishedAt?: string | undefined;
  /** Taken in place of what `cli.json` names. */
  readonly source?: ArtifactSource | undefined;
  /** Nothing comes from the network. */
  readonly isOffline?: boolean;
}

/** A pin, and whether it was made just now. */
export interface Pinned extends PinnedArtifact {
  readonly publishedAt: string;
  readonly isNew: boolean;
  /** False when it was kept already, and only its source was asked. */
  readonly isFetched: boolean;
}

/**
 * Pins a binary on first use: what its source gives today is trusted, downloaded, hashed, kept and written into the lock, and that
 * is told. Throws `InputError` `PIN_CONFLICT` when the lock already pins other bytes or another time, `VERSION_INVALID` and
 * `PUBLISHED_AT_NEEDED`, and `EnvironmentError` `OFFLINE`, and then changes nothing; an invalid lock is refused before anything is
 * downloaded.
 */
export async function pinBinary(world: DownloadWorld, request: PinRequest): Promise<Pinned> {
  const { descriptor, root, version, target, isOffline = false } = request;
  const template = templateOf(descriptor, target);
  const lockPath = lockPathOf(root);
  assertVersion(version, "The version to pin");
  const source = request.source ?? sourceOf(descriptor, template, version);
  const lock = await readLock(world.files, root);
  const before = lockedArtifact(lock, version, target);
  if (isOffline && source.type !== "file") throw offline(descriptor, request, source);
  const packages = new DescribedPackages(world.packages);
  const watched = watchedPackage(descriptor);
  // One question, where both are versions of one package.
  if (source.type === "npm") await packages.prepare([source, ...(watched === source.package ? [{ package: watched, version }] : [])]);
  const described = source.type === "npm" ? await packages.get(source.package, source.version) : undefined;
  const publishedAt = await releaseTime(packages, request, lock.versions.find((each) => each.version === version)?.published_at, described);
  if (before !== undefined && before.integrity === described?.integrity) {
    const pin = { cli: descriptor.id, version, artifact: before, lockPath };
    // The archive is the same, and so is what was made of it.
    const kept = await checkKept(world.files, keptPlace(world.binaries, pin), before);
    if (kept === "pinned") return { ...pin, publishedAt, isNew: false, isFetched: false };
  }
  const isWhole = before === undefined ? template.unpack === "package" : before.tree_sha256 !== undefined;
  const wanted = { entries: candidates(template, request), isWhole, isNew: true };
  const artifact = { source, root, integrity: described?.integrity, integritySource: ownerOf(source) };
  return withDownload(world, artifact, wanted, async (download) => {
    const found: LockedArtifact = {
      target_triple: target,
      source,
      integrity: download.integrity,
      file: download.entry,
      sha256: download.sha256,
      size_bytes: download.sizeBytes,
      ...(download.treeSha256 === undefined ? {} : { tree_sha256: download.treeSha256 }),
    };
    const pin: PinnedArtifact = { cli: descriptor.id, version, artifact: before ?? found, lockPath };
    let isNew = false;
    await world.binaries.keep(download.path, keptPlace(world.binaries, pin).whole, {
      path: world.files.absolute(lockPath),
      async update() {
        const current = await readLock(world.files, root);
        const pinned = lockedArtifact(current, version, target);
        if (pinned !== undefined) return assertSameBytes(lockPath, version, pinned, found);
        const targets = descriptor.targets.map(({ target_triple }) => target_triple);
        await writeLock(world.files, root, addPin(current, version, publishedAt, found, targets));
        isNew = true;
      },
    });
    if (isNew) world.progress(trusted(descriptor, pin));
    return { ...pin, publishedAt, isNew, isFetched: true };
  });
}

/** Where the binary may be; a file in place of a package of npm may be the archive of that, with its outermost folder. */
function candidates(template: ArtifactTemplate, { version, source }: PinRequest): readonly string[] {
  const entries = entriesOf(template, version);
  return source === undefined || template.type !== "npm" ? entries : [...entries, ...entries.map((entry) => `package/${entry}`)];
}

/** When a version was released: as the lock has it, as the caller says, or as the registry does. */
async function releaseTime(
  packages: DescribedPackages,
  { descriptor, root, version, publishedAt, isOffline = false }: PinRequest,
  locked: string | undefined,
  described: { readonly publishedAt: string } | undefined,
): Promise<string> {
  if (locked !== undefined) {
    if (publishedAt === undefined || publishedAt === locked) return locked;
    throw new InputError("PIN_CONFLICT", `"${lockPathOf(root)}" has ${version} published at "${locked}", but "${publishedAt}" is given`, {
      hint: "Leave --published-at out, or correct the time with: xtask lock update",
    });
  }
  if (publishedAt !== undefined) return publishedAt;
  const watched = watchedPackage(descriptor);
  if (watched !== undefined && !isOffline) return (await packages.get(watched, version)).publishedAt;
  if (described !== undefined) return described.publishedAt;
  throw new InputError("PUBLISHED_AT_NEEDED", `Nothing says when ${descriptor.id} ${version} was released, which the lock has to have`, {
    hint: "Give the time of its release page with --published-at, as 2026-01-31T12:00:00Z",
  });
}

/** What is trusted from now on, from where, by which digests. */
function trusted({ id }: CliDescriptor, { artifact, version, lockPath }: PinnedArtifact): string {
  const { source, target_triple: target, sha256, size_bytes: bytes, integrity, tree_sha256: tree } = artifact;
  return [
    `Trusted on first use: "${lockPath}" now pins the bytes that ${ownerOf(source)} ${source.type === "file" ? "has" : "served just now"}. Compare the SHA-256 with another source before you commit it`,
    `  what      ${id} ${version} for ${target}: "${artifact.file}", ${String(bytes)} bytes`,
    `  from      ${specOf(source)}${source.type === "release" && source.url.startsWith("http:") ? " (http: anybody on the way can change it)" : ""}`,
    `  sha256    ${sha256}${formatOf(source) === "none" ? "" : " (of the binary)"}`,
    ...(tree === undefined ? [] : [`  tree      ${tree} (of all files)`]),
    `  integrity ${integrity}${formatOf(source) === "none" ? "" : " (of the archive)"}`,
  ].join("\n");
}

function offline({ id }: CliDescriptor, { version, target }: PinRequest, source: ArtifactSource): EnvironmentError {
  return new EnvironmentError("OFFLINE", `${id} ${version} for "${target}" comes from "${specOf(source)}", and --offline fetches nothing`, {
    hint: "Leave --offline out, or name a file that has it with: xtask lock add --file <path>",
  });
}

function assertSameBytes(lockPath: string, version: string, pinned: LockedArtifact, found: LockedArtifact): void {
  if (pinned.sha256 === found.sha256 && pinned.integrity === found.integrity && pinned.tree_sha256 === found.tree_sha256) return;
  const hasSameTree = pinned.tree_sha256 === found.tree_sha256;
  const describe = ({ sha256, integrity, tree_sha256: tree }: LockedArtifact): string => {
    const digests = [`SHA-256 "${sha256}"`, `integrity "${integrity}"`];
    return [...digests, ...(hasSameTree ? [] : [tree === undefined ? "no digest of all files" : `the digest "${tree}" of all files`])].join(
      " and ",
    );
  };
  throw new InputError(
    "PIN_CONFLICT",
    `"${lockPath}" pins ${version} for "${pinned.target_triple}" with ${describe(pinned)}, but ${ownerOf(found.source)} ${found.source.type === "file" ? "has" : "serves"} ${describe(found)}`,
    { hint: "The pin was left as it is. A published version does not change: find out why this one did" },
  );
}
