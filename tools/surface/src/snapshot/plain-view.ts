import type { Features, SnapshotArg, SnapshotCommand, SnapshotFlag, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";

/** The feature stages that the schema of other people's roots knows. */
const knownStages: ReadonlySet<string> = new Set(["stable", "beta", "experimental", "deprecated", "removed"]);

/** A snapshot as roots with a schema of their own store it: V1 fields, visible units and known feature stages only. */
export function plainSnapshot({ generator: _generator, rejected: _rejected, ...snapshot }: UpstreamSnapshotV1): UpstreamSnapshotV1 {
  const { commands, features } = snapshot;
  return { ...snapshot, commands: plainCommands(commands), ...(features === undefined ? {} : { features: plainFeatures(features) }) };
}

/** The visible commands with nothing but V1 fields, for roots that bring a schema of their own. What is below a hidden command is hidden too. */
export function plainCommands(commands: readonly SnapshotCommand[]): readonly SnapshotCommand[] {
  const hidden = new Set(commands.filter((command) => command.hidden === true).map(({ path }) => path.join(" ")));
  return commands
    .filter(({ path }) => !path.some((_, depth) => hidden.has(path.slice(0, depth + 1).join(" "))))
    .map(({ path, about, usage, stability, platforms, args, flags }) => {
      const visible = flags?.filter((flag) => flag.hidden !== true).map(plainFlag) ?? [];
      return omitAbsent({
        path,
        about,
        usage,
        stability,
        platforms,
        args: args?.map(plainArg),
        flags: visible.length > 0 ? visible : undefined,
      });
    });
}

/** The features whose stages such a schema knows. */
export function plainFeatures(features: Features): Features {
  const dropped = new Set(features.listed?.filter(({ stage }) => !knownStages.has(stage)).map(({ name }) => name));
  const keep = (name: string): boolean => !dropped.has(name);
  const failures = features.enable_failures?.filter(({ feature }) => keep(feature));
  const fields = {
    commands_added_when_all_enabled: features.commands_added_when_all_enabled,
    enable_failures: failures !== undefined && failures.length > 0 ? failures : undefined,
    enabled_for_snapshot: features.enabled_for_snapshot?.filter(keep),
    listed: features.listed?.filter(({ name }) => keep(name)),
    mode: features.mode,
    probe_error: features.probe_error,
    requested_enable: features.requested_enable?.filter(keep),
  };
  return omitAbsent(fields);
}

function plainFlag({ long, short, takes_value, value_name, repeatable, stability, platforms }: SnapshotFlag): SnapshotFlag {
  return omitAbsent({ long, short, takes_value, value_name, repeatable, stability, platforms });
}

function plainArg({ name, required, variadic, note }: SnapshotArg): SnapshotArg {
  return omitAbsent({ name, required, variadic, note });
}
