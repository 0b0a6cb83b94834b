import { parseContract, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError, type Files } from "@lockstep/kernel";
import { lt } from "semver";
import { snapshotVersions } from "./snapshot-versions.ts";

/**
 * The snapshots that the detectors compare a version's with: of each target that of the nearest lower version which has one.
 * What cannot be read is passed over: it is `validate` that reports it.
 */
export async function readPreviousSnapshots(
  files: Files,
  root: string,
  version: string,
  targets: Iterable<string>,
): Promise<ReadonlyMap<string, UpstreamSnapshotV1>> {
  const earlier = (await snapshotVersions(files, root)).filter((other) => lt(other, version)).toReversed();
  const previous = new Map<string, UpstreamSnapshotV1>();
  for (const target of targets) {
    for (const other of earlier) {
      const snapshot = await readSnapshot(files, `${root}/snapshots/${other}/${target}.json`);
      if (snapshot === undefined) continue;
      previous.set(target, snapshot);
      break;
    }
  }
  return previous;
}

/** The snapshot of a target of the nearest higher version which has one, by the same rule. */
export async function readNextSnapshot(
  files: Files,
  root: string,
  version: string,
  target: string,
): Promise<UpstreamSnapshotV1 | undefined> {
  for (const other of (await snapshotVersions(files, root)).filter((each) => lt(version, each))) {
    const snapshot = await readSnapshot(files, `${root}/snapshots/${other}/${target}.json`);
    if (snapshot !== undefined) return snapshot;
  }
  return undefined;
}

/** A snapshot; `undefined` when there is none, or none that can be read. */
export async function readSnapshot(files: Files, path: string): Promise<UpstreamSnapshotV1 | undefined> {
  try {
    const text = await files.readText(path);
    return text === undefined ? undefined : parseContract("UpstreamSnapshotV1", path, text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
