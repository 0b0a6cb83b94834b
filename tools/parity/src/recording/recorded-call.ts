import { readArgv, type ArgvReading, type Grammar } from "@lockstep/surface/argv";
import type { ReadingVersion } from "../wrapper-coverage/credit-scenarios.ts";

/** One call that a wrapper made of a CLI. */
export interface RecordedCall {
  /** Without the binary, as they were given. */
  readonly argv: readonly string[];
  /** The names of the environment variables that the wrapper added. */
  readonly environment: readonly string[];
  /** The names of the fields of `initialize` requests on standard input. */
  readonly initialize: readonly string[];
}

/** A committed version that calls are read with. */
export interface KnownVersion extends ReadingVersion {
  readonly grammar: Grammar;
}

/** A call as one version reads it. */
export interface CallReading extends ArgvReading {
  readonly argv: readonly string[];
  readonly known: KnownVersion;
}

/** Reads a command line with the version that finds the least wrong with it; of several with `first`, then the newest. */
function readBest(argv: readonly string[], versions: readonly KnownVersion[], first: KnownVersion): CallReading {
  const ranked = [first, ...versions.filter((known) => known !== first).toReversed()]
    .map((known) => ({ ...readArgv(known.grammar, argv), argv, known }))
    .map((reading) => ({ reading, problems: problemCount(reading, versions) }));
  const least = Math.min(...ranked.map(({ problems }) => problems));
  return ranked.find(({ problems }) => problems === least)?.reading ?? { ...readArgv(first.grammar, argv), argv, known: first };
}

/** The command line without the tokens that no committed version would take, and without the values that belong to them. */
export function withoutProblems(argv: readonly string[], versions: readonly KnownVersion[], first: KnownVersion): CallReading {
  const reading = readBest(argv, versions, first);
  const { parts } = reading;
  // What follows a dropped token may then be read as something else, so one is dropped at a time.
  const at = parts.findIndex(({ problem }) => problem !== undefined);
  const found = parts[at];
  if (found === undefined) return reading;
  const tokens = new Set([found.token]);
  const [before, after] = [parts[at - 1], parts[at + 1]];
  if (found.type === "value" && !found.isAttached && before !== undefined) tokens.add(before.token);
  if ((found.type === "unknown" || found.type === "flag") && after?.type === "value" && !after.isAttached) tokens.add(after.token);
  return withoutProblems(
    argv.filter((_word, token) => !tokens.has(token)),
    versions,
    first,
  );
}

/**
 * The version nearest to `known`, earlier ones first, in which a word names a sub-command of a command; `undefined` when none has
 * it, or `known` has it itself.
 */
export function otherVersionWithCommand(
  path: readonly string[],
  word: string,
  versions: readonly KnownVersion[],
  known: KnownVersion,
): KnownVersion | undefined {
  if (hasCommand(known, path, word)) return undefined;
  return nearestVersion(versions, known, (other) => hasCommand(other, path, word));
}

/** Of the other versions that a condition holds for, the newest earlier one, otherwise the oldest later one. */
export function nearestVersion(
  versions: readonly KnownVersion[],
  known: KnownVersion,
  condition: (other: KnownVersion) => boolean,
): KnownVersion | undefined {
  const at = versions.indexOf(known);
  return versions.slice(0, at).findLast(condition) ?? versions.slice(at + 1).find(condition);
}

function hasCommand({ grammar }: KnownVersion, path: readonly string[], word: string): boolean {
  const { parts } = readArgv(grammar, [...path, word]);
  return parts.length === path.length + 1 && parts.every(({ type }) => type === "command");
}

/** A prompt takes any word, so that one which names a command in another version is read as a prompt without a problem. */
function problemCount({ parts, known }: CallReading, versions: readonly KnownVersion[]): number {
  return parts.filter(
    (part) =>
      part.problem !== undefined || (part.type === "arg" && otherVersionWithCommand(part.path, part.value, versions, known) !== undefined),
  ).length;
}
