import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";

/** Where a snapshot stands, and so what it must be of. */
export interface SnapshotPlace {
  readonly tool: string;
  readonly version: string;
  readonly target: string;
}

/** The snapshot itself, when it is of the tool, version and target that its place names. Throws `InputError` `SNAPSHOT_MISMATCH`. */
export function matchingSnapshot(snapshot: UpstreamSnapshotV1, { tool, version, target }: SnapshotPlace): UpstreamSnapshotV1 {
  const path = `snapshots/${version}/${target}.json`;
  const refuse = (pointer: string, wanted: string, actual: string | undefined): never => {
    throw new InputError(
      "SNAPSHOT_MISMATCH",
      `"${path}" ${pointer} must be "${wanted}", is ${actual === undefined ? "absent" : `"${actual}"`}`,
      {
        hint: "Snapshot that target again, from the right binary",
      },
    );
  };
  if (snapshot.tool !== tool) refuse("/tool", tool, snapshot.tool);
  if (snapshot.binary.semantic_version !== version) refuse("/binary/semantic_version", version, snapshot.binary.semantic_version);
  if (snapshot.binary.target_triple !== target) refuse("/binary/target_triple", target, snapshot.binary.target_triple);
  return snapshot;
}
