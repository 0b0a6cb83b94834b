import type { UpstreamSnapshotV1 } from "@lockstep/contracts";

/** The word of the warning that help shows what the completion script lacks. */
const HELP_COMPLETION_DISAGREE = "HELP_COMPLETION_DISAGREE";

/** The units that help shows and the completion script of the same binary lacks: the script has everything, so a parser erred. */
export function findContradictions({ commands }: Pick<UpstreamSnapshotV1, "commands">): readonly string[] {
  const isSeen = ({ sources }: { readonly sources?: readonly string[] }): boolean => sources?.includes("completion") === true;
  const isShown = ({ sources }: { readonly sources?: readonly string[] }): boolean => sources?.includes("help") === true;
  const shown = commands.filter(isShown);
  if (!commands.some(isSeen)) return [];
  return shown.flatMap((command) => {
    const name = ["the command", ...command.path].join(" ");
    if (!isSeen(command)) return [name];
    return (command.flags ?? [])
      .filter((flag) => isShown(flag) && !isSeen(flag))
      .map((flag) => `${name}: ${flag.long ?? flag.short ?? ""}`);
  });
}

/** Names the units on lines of their own. */
export function contradictionWarning(units: readonly string[]): string {
  return `warning[${HELP_COMPLETION_DISAGREE}]: help shows what the completion script lacks; one of them is read wrongly:\n${units.map((unit) => `  ${unit}`).join("\n")}`;
}
