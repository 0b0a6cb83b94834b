import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import type { CommandResult } from "@lockstep/kernel";

/** What became of a snapshot. */
export interface SnapshotFate {
  readonly path: string;
  /** False when the file differs in its time alone and was left as it is. */
  readonly isWritten: boolean;
  /** Whether the probes came from the cache. */
  readonly isCached: boolean;
  readonly rawHelp?: string;
}

/** The result of `snapshot`: counts and omissions for people, and the `snapshot.v1` document. */
export function describeSnapshot(snapshot: UpstreamSnapshotV1, { path, isWritten, isCached, rawHelp }: SnapshotFate): CommandResult {
  const flags = snapshot.commands.flatMap((command) => command.flags ?? []);
  const args = snapshot.commands.flatMap((command) => command.args ?? []);
  const hidden = {
    commands: snapshot.commands.filter((command) => command.hidden === true).length,
    flags: flags.filter((flag) => flag.hidden === true).length,
  };
  const knownOmissions = snapshot.known_omissions ?? [];
  const failures = snapshot.features?.enable_failures ?? [];
  const { binary } = snapshot;
  const contradictions = findContradictions(snapshot);
  const lines = [
    `${path} is ${isWritten ? "written" : "current"}${isCached ? ", from cached probes" : ""}`,
    `  ${binary.version_output}, ${binary.target_triple}, sha256 ${binary.sha256}`,
    `  ${String(snapshot.commands.length)} commands, ${String(flags.length)} flags, ${String(args.length)} arguments; hidden: ${String(hidden.commands)} commands, ${String(hidden.flags)} flags`,
    ...(snapshot.features === undefined
      ? []
      : [
          `  ${String(snapshot.features.listed?.length ?? 0)} features, ${String(snapshot.features.enabled_for_snapshot?.length ?? 0)} enabled, ${String(failures.length)} could not be`,
        ]),
    ...(rawHelp === undefined ? [] : [`  raw help: ${rawHelp}`]),
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
    },
    text: lines.join("\n"),
    ...(contradictions.length === 0
      ? {}
      : {
          diagnostics: `warning: help shows what the completion script lacks; one of them is read wrongly:\n${contradictions.map((unit) => `  ${unit}`).join("\n")}`,
        }),
  };
}

/** Units that help shows and the completion script of the same binary lacks: the script has everything, so a parser erred. */
function findContradictions({ commands }: UpstreamSnapshotV1): readonly string[] {
  const isSeen = ({ sources }: { readonly sources?: readonly string[] }): boolean => sources?.includes("completion") === true;
  const shown = commands.filter(({ sources }) => sources?.includes("help") === true);
  if (!commands.some(isSeen)) return [];
  return shown.flatMap((command) => {
    const name = ["the command", ...command.path].join(" ");
    if (!isSeen(command)) return [name];
    return (command.flags ?? []).filter((flag) => !isSeen(flag)).map((flag) => `${name}: ${flag.long ?? flag.short ?? ""}`);
  });
}
