import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { isSamePath } from "@lockstep/kernel";
import type { ArgvReading } from "@lockstep/surface/argv";
import { flagNeeds, neededArgs, needsSubCommand } from "@lockstep/surface/diff";
import { flagKey } from "@lockstep/surface/flag-identity";
import { flagNamesOf } from "../history/unit-states-in.ts";

/** What a command needs, and a line does not give. */
export type MissingWord =
  /** With the arg's name, or the flag's key. */
  | { readonly unit: "arg" | "flag"; readonly name: string }
  /** One of the commands below it. */
  | { readonly unit: "command" };

/**
 * What the command that a line ends at needs, and the line does not give; nothing where it asks for help or the version. An arg counts
 * where its usage asks for it and offers nothing else instead, and a sub-command where each line of the usage asks for one.
 */
export type MissingWordsOf = (reading: ArgvReading) => readonly MissingWord[];

/** The frameworks that write a flag into the usage if, and only if, it must be given. */
const usageShowsRequired: ReadonlySet<string> = new Set(["clap", "argparse"]);
const answersAtOnce: ReadonlySet<string> = new Set(["--help", "-h", "--version", "-V"]);

/** Prepares the surface of one version on one target. */
export function missingWordsIn({ commands }: Pick<UpstreamSnapshotV1, "commands">, framework: CliDescriptor["framework"]): MissingWordsOf {
  const byPath = new Map(commands.map((command) => [command.path.join("\0"), command]));
  const groups = new Set(commands.filter(({ path }) => path.length > 0).map(({ path }) => path.slice(0, -1).join("\0")));
  return ({ path, parts }) => {
    const command = byPath.get(path.join("\0"));
    if (command === undefined || parts.some((part) => part.type === "flag" && answersAtOnce.has(part.spelling))) return [];
    const args = new Set(parts.flatMap((part) => (part.type === "arg" && isSamePath(part.path, path) ? [part.name] : [])));
    const flags = new Set(parts.flatMap((part) => (part.type === "flag" ? [part.key, part.spelling] : [])));
    const shown = neededArgs(command);
    const needs = usageShowsRequired.has(framework) ? flagNeeds(command) : new Map<string, never>();
    return [
      ...(command.args ?? [])
        .filter(({ name, required }) => required && shown.has(name) && !args.has(name))
        .map(({ name }) => ({ unit: "arg" as const, name })),
      ...(needsSubCommand(command, groups.has(path.join("\0"))) === true ? [{ unit: "command" as const }] : []),
      ...(command.flags ?? [])
        .filter((flag) => needs.get(flagKey(flag)) === "required" && !flagNamesOf(flag).some((name) => flags.has(name)))
        .map((flag) => ({ unit: "flag" as const, name: flagKey(flag) })),
    ];
  };
}
