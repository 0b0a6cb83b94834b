import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagNames } from "../help-page.ts";
import { frameworkAt } from "../parsers/parser-for.ts";
import { candidateIds, spellCandidate, type Candidates } from "./earlier-names.ts";
import { acceptanceProtocolFor } from "./protocol-for.ts";

/**
 * What the help of a later version shows, as candidates: programs have a unit before their help shows it. What the completion script
 * gave is left out, since that of the earlier version gives what it conceals too, and so is what the text of the program declares.
 * Only what help shows counts, never what was found by asking, so that two snapshots that look at each other do not depend on what
 * the other was asked. A command is asked for its help, as the later version was; a flag only of programs that may be asked about
 * names that nobody has reviewed.
 * @param later the snapshot of the nearest later version on the same target
 */
export function laterNames(
  descriptor: Pick<CliDescriptor, "framework" | "framework_overrides" | "probe_candidates" | "declarations">,
  later: Pick<UpstreamSnapshotV1, "commands"> | undefined,
): Candidates {
  const known = new Set((descriptor.probe_candidates ?? []).flatMap(candidateIds));
  return (later?.commands ?? [])
    .flatMap((command): Candidates => {
      const { path, flags = [] } = command;
      const framework = frameworkAt(descriptor, path);
      const protocol = acceptanceProtocolFor(framework);
      if (protocol === undefined) return [];
      // commander is told of all commands in the text, but a program may look at the first word itself.
      const isDeclared = framework === "commander" && descriptor.declarations !== undefined && path.length !== 1;
      const names = protocol.asksUnreviewed
        ? flags.filter(isShownAlone).flatMap((flag) => flagNames(flag).map((name) => spellCandidate(name, flag)))
        : [];
      return [
        ...(path.length > 0 && !isDeclared && isShownAlone(command) ? [{ path }] : []),
        ...names.map((name) => ({ path, flags: [name] })),
      ];
    })
    .filter((candidate) => candidateIds(candidate).every((id) => !known.has(id)));
}

/** The names of two lists, each once, those of the first before the others. */
export function joinCandidates(first: Candidates, second: Candidates): Candidates {
  const known = new Set(first.flatMap(candidateIds));
  return [...first, ...second.filter((candidate) => candidateIds(candidate).some((id) => !known.has(id)))];
}

/** Whether help shows a unit, and no completion script has it. */
function isShownAlone({ hidden, sources = [] }: { readonly hidden?: boolean; readonly sources?: readonly string[] }): boolean {
  return hidden !== true && sources.includes("help") && !sources.includes("completion");
}
