import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagNames } from "../help-page.ts";
import { frameworkAt } from "../parsers/parser-for.ts";
import { acceptanceProtocolFor } from "./protocol-for.ts";

type Candidates = NonNullable<CliDescriptor["probe_candidates"]>;

/**
 * A descriptor that also names what an earlier version of the CLI had: programs hide a unit before they remove it, and the help
 * that lacks it does not say which of the two it was. What the completion script gave is left out, since the new script gives
 * it again. Only programs that may be asked about names that nobody has reviewed are asked.
 * @param earlier the snapshot of the nearest earlier version on the same target
 */
export function withEarlierNames(descriptor: CliDescriptor, earlier: Pick<UpstreamSnapshotV1, "commands"> | undefined): CliDescriptor {
  const known = new Set((descriptor.probe_candidates ?? []).flatMap(idsOf));
  const candidates = (earlier?.commands ?? [])
    .filter(({ path }) => acceptanceProtocolFor(frameworkAt(descriptor, path))?.asksUnreviewed === true)
    .flatMap((command) => {
      const { path, flags = [] } = command;
      const names = flags.filter(isLost).flatMap((flag) => flagNames(flag).map((name) => spell(name, flag)));
      return [...(path.length > 0 && isLost(command) ? [{ path }] : []), ...names.map((name) => ({ path, flags: [name] }))];
    })
    .filter((candidate) => idsOf(candidate).every((id) => !known.has(id)));
  return candidates.length === 0
    ? descriptor
    : { ...descriptor, probe_candidates: [...(descriptor.probe_candidates ?? []), ...candidates] };
}

/** Whether nothing but a help that shows it, or an answer, would tell of a unit. */
function isLost({ hidden, sources = [] }: { readonly hidden?: boolean; readonly sources?: readonly string[] }): boolean {
  return hidden !== true || !sources.includes("completion");
}

function spell(name: string, { takes_value }: { readonly takes_value: boolean }): string {
  return takes_value ? `${name}=x` : name;
}

/** A candidate by its path, and by its path and flag without a value. */
function idsOf({ path, flags }: Candidates[number]): readonly string[] {
  const own = path.join(" ");
  return flags === undefined ? [own] : flags.map((flag) => `${own} ${flag.split("=", 1)[0] ?? ""}`);
}
