import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import type { CommandResult } from "@lockstep/kernel";
import type { SnapshotDetections } from "@lockstep/parity/detect";

/** What became of a snapshot. */
export interface SnapshotFate {
  readonly path: string;
  /** False when the file differs in its time alone and was left as it is. */
  readonly isWritten: boolean;
  /** Whether the probes came from the cache. */
  readonly isCached: boolean;
  readonly rawHelp?: string;
  /** What moved between two passes; absent when there was one. */
  readonly moved?: readonly string[];
  readonly detections: SnapshotDetections;
}

/** The result of `snapshot`: counts, omissions and warnings for people, and the `snapshot.v1` document. */
export function describeSnapshot(
  snapshot: UpstreamSnapshotV1,
  { path, isWritten, isCached, rawHelp, moved, detections }: SnapshotFate,
): CommandResult {
  const flags = snapshot.commands.flatMap((command) => command.flags ?? []);
  const args = snapshot.commands.flatMap((command) => command.args ?? []);
  const hidden = {
    commands: snapshot.commands.filter((command) => command.hidden === true).length,
    flags: flags.filter((flag) => flag.hidden === true).length,
  };
  const knownOmissions = snapshot.known_omissions ?? [];
  const failures = snapshot.features?.enable_failures ?? [];
  const { binary } = snapshot;
  const lines = [
    `${path} is ${isWritten ? "written" : "current"}${isCached ? ", from cached probes" : ""}`,
    `  ${binary.version_output.split("\n")[0] ?? ""}, ${binary.target_triple}, sha256 ${binary.sha256}`,
    `  ${String(snapshot.commands.length)} commands, ${String(flags.length)} flags, ${String(args.length)} arguments; hidden: ${String(hidden.commands)} commands, ${String(hidden.flags)} flags`,
    ...(snapshot.features === undefined
      ? []
      : [
          `  ${String(snapshot.features.listed?.length ?? 0)} features, ${String(snapshot.features.enabled_for_snapshot?.length ?? 0)} enabled, ${String(failures.length)} could not be enabled`,
        ]),
    ...(rawHelp === undefined ? [] : [`  raw help: ${rawHelp}`]),
    ...(moved === undefined ? [] : [`  probed twice: ${moved.length === 0 ? "nothing" : String(moved.length)} moved`]),
    ...(knownOmissions.length === 0
      ? []
      : [`  known omissions (${String(knownOmissions.length)}):`, ...knownOmissions.map((omission) => `    ${omission}`)]),
  ];
  return {
    status: "ok",
    data: {
      schema: "snapshot.v1",
      path,
      written: isWritten,
      cached: isCached,
      ...(binary.semantic_version === undefined ? {} : { version: binary.semantic_version }),
      target: binary.target_triple,
      sha256: binary.sha256,
      commands: snapshot.commands.length,
      flags: flags.length,
      args: args.length,
      hiddenCommands: hidden.commands,
      hiddenFlags: hidden.flags,
      knownOmissions,
      featureFailures: failures.map(({ feature }) => feature),
      ...(rawHelp === undefined ? {} : { rawHelp }),
      ...(moved === undefined ? {} : { moved }),
      contradictions: detections.contradictions,
      undeclared: detections.undeclared,
      ...(detections.shrinkage === undefined ? {} : { shrinkage: detections.shrinkage }),
    },
    text: lines.join("\n"),
    diagnostics: detections.warnings.join("\n"),
  };
}
