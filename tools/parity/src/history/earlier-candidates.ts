import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareCodePoints } from "@lockstep/kernel";
import { earlierNames, laterNames, renderCandidates } from "@lockstep/surface";
import { flagNamesOf } from "./unit-states-in.ts";

type Candidates = ReturnType<typeof earlierNames>;
type Surface = Pick<UpstreamSnapshotV1, "commands">;

/**
 * Collects every name that some earlier version had and that the CLI may be asked about, once: of two spellings of a flag that of
 * the later version counts. Versions are to be added in ascending order.
 */
export class EarlierNames {
  readonly #descriptor: CliDescriptor;
  readonly #names = new Map<string, Candidates[number]>();
  /** Absent while a name has come in since it was made. */
  #listed: Candidates | undefined;

  constructor(descriptor: CliDescriptor) {
    this.#descriptor = descriptor;
  }

  /** Adds what a version has. */
  add(surface: Surface): void {
    for (const name of earlierNames(this.#descriptor, surface)) this.#names.set(idOf(name), name);
    this.#listed = undefined;
  }

  /** The names so far, in the order of `renderCandidates`' lines, so that the same versions give the same list. */
  list(): Candidates {
    this.#listed ??= inOrder([...this.#names.values()]);
    return this.#listed;
  }

  /** The names so far with what the help of a later version shows, in the same order. */
  listWith(later: Surface | undefined): Candidates {
    const shown = laterNames(this.#descriptor, later).filter((name) => !this.#names.has(idOf(name)));
    return shown.length === 0 ? this.list() : inOrder([...this.list(), ...shown]);
  }
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
