import type { CliDescriptor, SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagKey } from "@lockstep/surface/flag-identity";

/** The word of the warning that help shows what the program's text does not declare. */
const HELP_BUNDLE_DISAGREE = "HELP_BUNDLE_DISAGREE";

/**
 * The flags that help shows at a command whose declarations were read and lack them: made in a way that the reader does not
 * follow, or read wrongly. What a command above declares may hold below it too; the library's own `--help` and `--version` are
 * declared nowhere. Nor does a command count whose help `cli.json` says that another framework prints, and none of whose flags there are
 * declared: the library that the declarations are made to never hears of what is there. Where it knows some of them, it should know all.
 * @param framework_overrides those of `cli.json`
 */
export function findUndeclared(
  { commands }: Pick<UpstreamSnapshotV1, "commands">,
  { framework_overrides = [] }: Pick<CliDescriptor, "framework_overrides">,
): readonly string[] {
  const isForeign = ({ path, flags = [] }: Pick<SnapshotCommand, "path" | "flags">): boolean =>
    framework_overrides.some((override) => override.path.every((word, index) => word === path[index])) &&
    !flags.some(({ sources = [] }) => sources.includes("help") && sources.includes("bundle"));
  const declared = new Map(
    commands.map(({ path, flags = [] }) => [
      path.join(" "),
      new Set(flags.filter(({ sources }) => sources?.includes("bundle") === true).map(flagKey)),
    ]),
  );
  return commands
    .filter((command) => command.sources?.includes("bundle") === true && !isForeign(command))
    .flatMap(({ path, flags = [] }) => {
      const isDeclared = (key: string): boolean =>
        [...path, ""].some((_, depth) => declared.get(path.slice(0, depth).join(" "))?.has(key) === true);
      return flags
        .filter((flag) => flag.sources?.includes("help") === true && !/^--(?:help|version)$/.test(flagKey(flag)))
        .filter((flag) => !isDeclared(flagKey(flag)))
        .map((flag) => `${["the command", ...path].join(" ")}: ${flagKey(flag)}`);
    });
}

/** Names those flags on lines of their own. */
export function undeclaredWarning(units: readonly string[]): string {
  return `warning[${HELP_BUNDLE_DISAGREE}]: help shows what the declarations in the bundle lack:\n${units.map((unit) => `  ${unit}`).join("\n")}`;
}
