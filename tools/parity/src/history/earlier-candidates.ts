import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareCodePoints } from "@lockstep/kernel";
import { earlierNames, renderCandidates } from "@lockstep/surface";
import { flagNamesOf } from "./unit-states-in.ts";

type Candidates = ReturnType<typeof earlierNames>;
type Surface = Pick<UpstreamSnapshotV1, "commands">;

/**
 * Every name that some earlier version had and that the CLI may be asked about, once: of two spellings of a flag that of the
 * later version counts. `earlier` is ascending. In the order of `renderCandidates`' lines, so that the same versions give the same list.
 */
export function earlierCandidates(descriptor: CliDescriptor, earlier: readonly Surface[]): Candidates {
  const names = new Map<string, Candidates[number]>();
  for (const surface of earlier) for (const name of earlierNames(descriptor, surface)) names.set(idOf(name), name);
  return inOrder([...names.values()]);
}

/**
 * The names that a version was, or has to be, asked about: those that its snapshot does not show. What it shows is never asked
 * about, and so is a flag of a command that it does not have; both leave no trace in the snapshot.
 */
export function askedCandidates(names: Candidates, { commands }: Surface): Candidates {
  const byPath = new Map(commands.map((command) => [command.path.join(" "), command]));
  return names.filter(({ path, flags }) => {
    const command = byPath.get(path.join(" "));
    if (flags === undefined) return command === undefined || command.hidden === true;
    if (command === undefined) return false;
    const shown = (command.flags ?? []).filter(({ hidden }) => hidden !== true).flatMap(flagNamesOf);
    return flags.some((flag) => !shown.includes(flag.split("=", 1)[0] ?? ""));
  });
}

function inOrder(names: Candidates): Candidates {
  return names
    .map((name) => ({ name, line: renderCandidates([name]) }))
    .toSorted((a, b) => compareCodePoints(a.line, b.line))
    .map(({ name }) => name);
}

function idOf({ path, flags = [] }: Candidates[number]): string {
  return [path.join(" "), ...flags.map((flag) => flag.split("=", 1)[0] ?? "")].join("\0");
}
