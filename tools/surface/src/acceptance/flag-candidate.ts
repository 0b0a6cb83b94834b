import type { CliDescriptor } from "@lockstep/contracts";

/** A flag that a command may accept though nothing shows it, spelled the way it can be emitted: `--flag`, `--flag=value`, `-x`. */
export interface FlagCandidate {
  readonly path: readonly string[];
  readonly flag: string;
}

/** A candidate's spelling, cut at its first `=`. */
export interface FlagSpelling {
  /** `--flag` or `-x`. */
  readonly name: string;
  /** Absent for one that is emitted without a value. */
  readonly value?: string;
}

/** Cuts a spelling; `undefined` for what is no single flag: `--`, a word without dashes, a name or value with blanks or control characters. */
export function parseFlagSpelling(flag: string): FlagSpelling | undefined {
  const [, name, value] = /^(--\w[\w.-]*|-[A-Za-z0-9])(?:=([^\s\p{Cc}]+))?$/u.exec(flag) ?? [];
  if (name === undefined) return undefined;
  return value === undefined ? { name } : { name, value };
}

/** The flags that `probe_candidates` of a `cli.json` names. */
export function flagCandidates({ probe_candidates }: Pick<CliDescriptor, "probe_candidates">): readonly FlagCandidate[] {
  return (probe_candidates ?? []).flatMap(({ path, flags }) => (flags ?? []).map((flag) => ({ path, flag })));
}

/** The command paths that `probe_candidates` of a `cli.json` names: those of its entries without `flags`. */
export function commandCandidates({ probe_candidates }: Pick<CliDescriptor, "probe_candidates">): readonly (readonly string[])[] {
  return (probe_candidates ?? []).filter(({ path, flags }) => flags === undefined && path.length > 0).map(({ path }) => path);
}
