import type { CliDescriptor, LockedArtifact } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { parse } from "semver";
import { addPin, lockedArtifact, lockPathOf, readLock, writeLock, type PinnedArtifact } from "./artifacts-lock.ts";
import { withDownload, type DownloadWorld } from "./download.ts";
import { keptPlace } from "./kept-artifact.ts";

export interface PinRequest {
  readonly descriptor: CliDescriptor;
  readonly root: string;
  readonly version: string;
  readonly target: string;
}

/**
 * Pins a binary on first use: what the registry serves today is trusted, downloaded, hashed, kept and written into the lock.
 * Throws `InputError` `PIN_CONFLICT` when the lock already pins other bytes and `VERSION_INVALID`, and then changes nothing; an
 * invalid lock is refused before anything is downloaded.
 */
export async function pinBinary(world: DownloadWorld, request: PinRequest): Promise<PinnedArtifact> {
  const { descriptor, root, version, target } = request;
  const template = templateOf(descriptor, target);
  const lockPath = lockPathOf(root);
  const name = template.package;
  const packageVersion = template.version.replaceAll("{version}", version);
  assertVersion(version, "The version to pin");
  assertVersion(packageVersion, `The version of the package "${name}" that cli.json of ${descriptor.id} makes of "${template.version}"`);
  const before = lockedArtifact(await readLock(world.files, root), version, target);
  const { integrity, publishedAt } = await world.packages.describe(name, packageVersion);
  const released =
    descriptor.release_watch?.source !== "npm"
      ? publishedAt
      : (await world.packages.describe(descriptor.release_watch.package, version)).publishedAt;
  const source = { name, version: packageVersion, integrity, integritySource: "the registry" };
  const isWhole = before === undefined ? template.unpack === "package" : before.tree_sha256 !== undefined;
  const wanted = { entries: template.files, isWhole };
  return withDownload(world, source, wanted, async (download) => {
    const artifact: LockedArtifact = {
      target_triple: target,
      source: { type: "npm", package: name, version: packageVersion },
      integrity,
      file: download.entry,
      sha256: download.sha256,
      size_bytes: download.sizeBytes,
      ...(download.treeSha256 === undefined ? {} : { tree_sha256: download.treeSha256 }),
    };
    const pin: PinnedArtifact = { cli: descriptor.id, version, artifact: before ?? artifact, lockPath };
    let isNew = false;
    const place = keptPlace(world.binaries, pin);
    await world.binaries.keep(download.path, place.whole, {
      path: world.files.absolute(lockPath),
      async update() {
        const lock = await readLock(world.files, root);
        const pinned = lockedArtifact(lock, version, target);
        assertSameBytes(lockPath, version, pinned, artifact);
        if (pinned !== undefined) return;
        const targets = descriptor.targets.map(({ target_triple }) => target_triple);
        await writeLock(world.files, root, addPin(lock, version, released, artifact, targets));
        isNew = true;
      },
    });
    if (isNew) {
      world.progress(
        `Trusted on first use: "${lockPath}" now pins the bytes that the registry served just now. Compare the SHA-256 with another source before you commit it`,
      );
    }
    return pin;
  });
}

function templateOf(descriptor: CliDescriptor, target: string): CliDescriptor["artifacts"][number] {
  const template = descriptor.artifacts.find(({ target_triple }) => target_triple === target);
  if (template !== undefined) return template;
  const known = descriptor.artifacts.map(({ target_triple }) => target_triple).join(", ");
  throw new InputError(
    "ARTIFACT_SOURCE_MISSING",
    `cli.json of ${descriptor.id} names no artifact for "${target}"; it names ${known === "" ? "none" : known}`,
    {
      hint: 'Choose one of these, or add the target to "artifacts" in cli.json',
    },
  );
}

/** A lock with anything but semantic versions has no order. */
function assertVersion(version: string, what: string): void {
  if (parse(version) !== null) return;
  throw new InputError("VERSION_INVALID", `${what} must be a semantic version like 1.2.3 or 1.2.3-linux-x64, is "${version}"`, {
    hint: 'Correct --version, or the "version" of this target in cli.json',
  });
}

function assertSameBytes(lockPath: string, version: string, pinned: LockedArtifact | undefined, found: LockedArtifact): void {
  if (
    pinned === undefined ||
    (pinned.sha256 === found.sha256 && pinned.integrity === found.integrity && pinned.tree_sha256 === found.tree_sha256)
  )
    return;
  const hasSameTree = pinned.tree_sha256 === found.tree_sha256;
  const describe = ({ sha256, integrity, tree_sha256: tree }: LockedArtifact): string => {
    const digests = [`SHA-256 "${sha256}"`, `integrity "${integrity}"`];
    return [...digests, ...(hasSameTree ? [] : [tree === undefined ? "no digest of all files" : `the digest "${tree}" of all files`])].join(
      " and ",
    );
  };
  throw new InputError(
    "PIN_CONFLICT",
    `"${lockPath}" pins ${version} for "${pinned.target_triple}" with ${describe(pinned)}, but the registry serves ${describe(found)}`,
    { hint: "The pin was left as it is. A published version does not change: find out why this one did" },
  );
}
