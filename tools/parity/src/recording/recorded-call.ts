import type { UnionCommand, UnionFlag } from "@lockstep/contracts";
import { comparePaths } from "@lockstep/kernel";
import { buildGrammar, readArgv, type ArgvPart, type ArgvReading, type Grammar } from "@lockstep/surface/argv";
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
  /** The flags that its binary was found to accept and no snapshot of it has; the grammar has them too. Absent: none. */
  readonly accepted?: readonly AcceptedFlag[];
}

/** A flag that a binary accepts at a command. */
export interface AcceptedFlag {
  readonly path: readonly string[];
  readonly spelling: string;
  readonly takesValue: boolean;
}

/** The version as it is when its binary accepts these flags too. */
export function withAccepted(known: KnownVersion, accepted: readonly AcceptedFlag[]): KnownVersion {
  if (accepted.length === 0) return known;
  const commands = known.union.commands.map((command) => {
    const more = accepted.filter(({ path }) => comparePaths(path, command.path) === 0);
    return more.length === 0 ? command : { ...command, flags: [...(command.flags ?? []), ...more.map((flag) => unionFlag(flag, command))] };
  });
  return { ...known, grammar: buildGrammar(commands, known), accepted };
}

function unionFlag({ spelling, takesValue }: AcceptedFlag, { available_on }: UnionCommand): UnionFlag {
  const name = spelling.startsWith("--") ? { long: spelling } : { short: spelling };
  return { key: spelling, ...name, takes_value: takesValue, available_on, hidden: true };
}

/** Whether a part is a flag that only the binary is known to accept. */
export function isAcceptedAlone(part: ArgvPart, { accepted = [] }: KnownVersion): boolean {
  return part.type === "flag" && accepted.some(({ path, spelling }) => spelling === part.key && comparePaths(path, part.path) === 0);
}

/** A call as one version reads it. */
export interface CallReading extends ArgvReading {
  readonly argv: readonly string[];
  readonly known: KnownVersion;
}

/** Reads a command line with the version that finds the least wrong with it; of several with `first`, then the newest. */
function readBest(argv: readonly string[], versions: readonly KnownVersion[], first: KnownVersion): CallReading {
  const readBy = (known: KnownVersion): CallReading => ({ ...readArgv(known.grammar, argv), argv, known });
  const others = versions.filter(({ version }) => version !== first.version).toReversed();
  const readings = others.map(readBy).map((reading) => ({ reading, problems: problemCount(reading, versions) }));
  const own = readBy(first);
  return readings.reduce((best, next) => (next.problems < best.problems ? next : best), {
    reading: own,
    problems: problemCount(own, versions),
  }).reading;
}

/** The command line without the tokens that no snapshot of a committed version takes, and without the values that belong to them. */
export function withoutProblems(argv: readonly string[], versions: readonly KnownVersion[], first: KnownVersion): CallReading {
  const reading = readBest(argv, versions, first);
  const { parts } = reading;
  // What follows a dropped token may then be read as something else, so one is dropped at a time.
  const at = parts.findIndex((part) => part.problem !== undefined || isAcceptedAlone(part, reading.known));
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
  return nearestFirst(versions, known).find((other) => hasCommand(other, path, word));
}

/** The other versions: the earlier ones, the newest first, and then the later ones, the oldest first. */
export function nearestFirst(versions: readonly KnownVersion[], known: KnownVersion): readonly KnownVersion[] {
  const at = indexOf(versions, known);
  return [...versions.slice(0, at).toReversed(), ...versions.slice(at + 1)];
}

/** The place of a version; with the flags that its binary accepts it is another object. */
export function indexOf(versions: readonly KnownVersion[], { version }: KnownVersion): number {
  return versions.findIndex((other) => other.version === version);
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
