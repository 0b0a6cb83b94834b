import type { Descriptor } from "../corpus.ts";
import { spellingsOf, type Snapshot } from "../take-snapshot.ts";
import { pathKey } from "../truth/truth.ts";

/** What became of the candidates of a `cli.json`: each is a unit of the snapshot, in its `rejected`, or open. */
export interface Candidates {
  readonly accepted: number;
  readonly rejected: number;
  /** Of commands that this version does not have, or without an answer. */
  readonly open: readonly string[];
}

/** Looks up every candidate in a snapshot; `undefined` when there are none. */
export function countCandidates({ probe_candidates }: Descriptor, { commands, rejected = [] }: Snapshot): Candidates | undefined {
  if (probe_candidates === undefined) return undefined;
  const units = new Set(
    commands.flatMap(({ path, flags = [] }) => [pathKey(path), ...flags.flatMap(spellingsOf).map((name) => `${pathKey(path)} ${name}`)]),
  );
  const refused = new Set(rejected.map(({ path, key }) => [pathKey(path), key].filter((word) => word !== undefined).join(" ")));
  const names = probe_candidates.flatMap(({ path, flags }) =>
    flags === undefined ? [pathKey(path)] : flags.map((flag) => `${pathKey(path)} ${flag.split("=")[0] ?? flag}`),
  );
  return {
    accepted: names.filter((name) => units.has(name)).length,
    rejected: names.filter((name) => !units.has(name) && refused.has(name)).length,
    open: names.filter((name) => !units.has(name) && !refused.has(name)),
  };
}
