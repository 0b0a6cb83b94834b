import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagNames } from "../help-page.ts";
import { isCommandName } from "../parsers/command-name.ts";
import { frameworkAt } from "../parsers/parser-for.ts";
import { parseFlagSpelling } from "./flag-candidate.ts";
import { acceptanceProtocolFor } from "./protocol-for.ts";

/** Names to ask about, in the form of `probe_candidates`. */
export type Candidates = NonNullable<CliDescriptor["probe_candidates"]>;

/**
 * What an earlier version of the CLI had, as candidates: programs hide a unit before they remove it, and the help that lacks it
 * does not say which of the two it was. What the completion script gave is left out, since the new script gives it again. Only
 * programs that may be asked about names that nobody has reviewed are asked.
 * @param earlier the snapshot of the nearest earlier version on the same target
 */
export function earlierNames(descriptor: CliDescriptor, earlier: Pick<UpstreamSnapshotV1, "commands"> | undefined): Candidates {
  const known = new Set((descriptor.probe_candidates ?? []).flatMap(candidateIds));
  return (earlier?.commands ?? [])
    .filter(({ path }) => acceptanceProtocolFor(frameworkAt(descriptor, path))?.asksUnreviewed === true)
    .flatMap((command) => {
      const { path, flags = [] } = command;
      const names = flags.filter(isLost).flatMap((flag) => flagNames(flag).map((name) => spellCandidate(name, flag)));
      return [...(path.length > 0 && isLost(command) ? [{ path }] : []), ...names.map((name) => ({ path, flags: [name] }))];
    })
    .filter((candidate) => candidateIds(candidate).every((id) => !known.has(id)));
}

/** A descriptor with further candidates. */
export function withCandidates(descriptor: CliDescriptor, names: Candidates): CliDescriptor {
  return names.length === 0 ? descriptor : { ...descriptor, probe_candidates: [...(descriptor.probe_candidates ?? []), ...names] };
}

/** Candidates as a text, a line for each: the words of the command, a tab, and the flag where it is one. */
export function renderCandidates(names: Candidates): string {
  return names.map(({ path, flags = [] }) => `${path.join(" ")}\t${flags.join(" ")}\n`).join("");
}

/** Reads what `renderCandidates` wrote. Lines of any other kind are skipped. */
export function parseCandidates(text: string): Candidates {
  return text.split("\n").flatMap((line): Candidates => {
    const [words, spelled, ...rest] = line.split("\t");
    if (words === undefined || spelled === undefined || rest.length > 0) return [];
    const path = words.split(" ").filter((word) => word !== "");
    const flags = spelled.split(" ").filter((flag) => flag !== "");
    const isValid = path.every(isCommandName) && flags.every((flag) => parseFlagSpelling(flag) !== undefined);
    if (!isValid || path.length + flags.length === 0) return [];
    return [flags.length === 0 ? { path } : { path, flags }];
  });
}

/** Whether nothing but a help that shows it, or an answer, would tell of a unit. */
function isLost({ hidden, sources = [] }: { readonly hidden?: boolean; readonly sources?: readonly string[] }): boolean {
  return hidden !== true || !sources.includes("completion");
}

/** A flag as it is asked about: with some value where it takes one. */
export function spellCandidate(name: string, { takes_value }: { readonly takes_value: boolean }): string {
  return takes_value ? `${name}=x` : name;
}

/** A candidate by its path, and by its path and flag without a value. */
export function candidateIds({ path, flags }: Candidates[number]): readonly string[] {
  const own = path.join(" ");
  return flags === undefined ? [own] : flags.map((flag) => `${own} ${flag.split("=", 1)[0] ?? ""}`);
}
