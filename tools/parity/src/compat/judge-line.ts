import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { buildGrammar, readArgv, type ArgvPart, type Grammar } from "@lockstep/surface/argv";
import { unitStandings, type HistoryIdentity, type StandingsOf } from "../history/unit-states-in.ts";

/** Why a version does not take a word of a command line. */
export type BreakReason =
  /** The command in force has no such flag, and nobody asked the program about it. */
  | "unknown-flag"
  /** Neither a sub-command nor an arg; or a sub-command of another version, which here is read as an arg. */
  | "unknown-command"
  /** The program was asked about this flag or command, and refuses it. */
  | "rejected"
  /** The flag or arg lists its values, and this is none of them. */
  | "value-not-possible"
  | "needs-value"
  | "takes-no-value"
  | "repeated"
  /** `help` in the place of a command. */
  | "asks-for-help";

/** A word that a version does not take. */
export interface LineBreak {
  /** Index of the word in the command line. */
  readonly token: number;
  readonly reason: BreakReason;
  /** One sentence; it may quote a value of the line. */
  readonly text: string;
}

/** A word that a version takes, for now. */
export interface LineRisk {
  readonly token: number;
  readonly state: "hidden" | "deprecated";
  readonly text: string;
}

/** How one version reads a command line; it works when nothing breaks it. */
export interface LineVerdict {
  readonly version: string;
  readonly breaks: readonly LineBreak[];
  readonly risks: readonly LineRisk[];
  readonly parts: readonly ArgvPart[];
}

/** A version with what its command lines are read by. */
export interface ReadableVersion {
  readonly version: string;
  readonly grammar: Grammar;
  readonly standings: StandingsOf;
}

/** Prepares the surface of one version on one target for reading command lines. */
export function readableVersion(
  { version, snapshot }: { readonly version: string; readonly snapshot: UpstreamSnapshotV1 },
  framework: CliDescriptor["framework"],
): ReadableVersion {
  return {
    version,
    grammar: buildGrammar(snapshot.commands, { snapshots: [snapshot], framework }),
    standings: unitStandings(snapshot),
  };
}

/**
 * Reads a command line, without the program's name, as each version does, in the given order. A word that names a command in any
 * of the versions is meant as one: where it would be read as an arg, such as a prompt, the line does something else, so it does
 * not work there. What concerns the line as a whole is not judged: flags that exclude or need each other, and required args.
 */
export function judgeLine(argv: readonly string[], versions: readonly ReadableVersion[]): readonly LineVerdict[] {
  return versions.map((version) => judgeIn(argv, version, versions));
}

function judgeIn(argv: readonly string[], { version, grammar, standings }: ReadableVersion, all: readonly ReadableVersion[]): LineVerdict {
  const { parts } = readArgv(grammar, argv);
  const breaks: LineBreak[] = [];
  // Whatever stands behind them is no command in any version.
  const dashesAt = parts.findIndex(({ type }) => type === "dashes");
  for (const [at, part] of parts.entries()) {
    const mayBeCommand = dashesAt === -1 || at < dashesAt;
    const found = breakOf(part, at, parts, standings) ?? (mayBeCommand ? misreadCommand(part, version, all) : undefined);
    if (found === undefined || (found.reason === "unknown-command" && hasUnknownFlag(breaks, parts))) continue;
    breaks.push(found);
    // Behind a command that is not there every word is read by the wrong command.
    if (found.reason === "unknown-command" || (found.reason === "rejected" && part.type === "stray")) break;
  }
  return { version, breaks, risks: parts.flatMap((part) => riskOf(part, standings)), parts };
}

/** Behind a flag that is not there nobody knows which words are its values, so that plain ones are not judged. */
function hasUnknownFlag(breaks: readonly LineBreak[], parts: readonly ArgvPart[]): boolean {
  return breaks.some(({ token }) => parts.some((part) => part.token === token && part.type === "unknown"));
}

function breakOf(part: ArgvPart, at: number, parts: readonly ArgvPart[], standings: StandingsOf): LineBreak | undefined {
  const { token, problem } = part;
  if (problem === undefined) return undefined;
  const isRejected = (identity: HistoryIdentity): boolean => standings.standing(identity).presence === "rejected";
  switch (part.type) {
    case "unknown": {
      const rejected = isRejected({ unit: "flag", path: part.path, name: part.spelling });
      return rejected
        ? { token, reason: "rejected", text: `${atCommand(part.path)} refuses the flag "${part.spelling}"` }
        : { token, reason: "unknown-flag", text: problem };
    }
    case "stray": {
      if (part.word === "help") return { token, reason: "asks-for-help", text: problem };
      return isRejected({ unit: "command", path: [...part.path, part.word] })
        ? { token, reason: "rejected", text: `${atCommand(part.path)} refuses the command "${part.word}"` }
        : { token, reason: "unknown-command", text: problem };
    }
    case "flag":
      return { token, reason: flagReason(part, at, parts), text: problem };
    case "value":
    case "arg":
      return { token, reason: "value-not-possible", text: problem };
    case "command":
    case "dashes":
      return undefined;
  }
}

/** A flag is taken by the command, and yet something is wrong with how it stands there. */
function flagReason(flag: ArgvPart & { readonly type: "flag" }, at: number, parts: readonly ArgvPart[]): BreakReason {
  const next = parts[at + 1];
  const hasValue = next?.type === "value" && next.key === flag.key;
  const earlier = parts.slice(0, at).findIndex((part) => part.type === "flag" && part.key === flag.key && isSame(part.path, flag.path));
  if (earlier === -1) return hasValue ? "takes-no-value" : "needs-value";
  const earlierNext = parts[earlier + 1];
  const hadValue = earlierNext?.type === "value" && earlierNext.key === flag.key;
  if (hadValue === hasValue) return "repeated";
  return hasValue ? "takes-no-value" : "needs-value";
}

/** A word that only other versions have as a command, and that this one takes for an arg. */
function misreadCommand(part: ArgvPart, version: string, all: readonly ReadableVersion[]): LineBreak | undefined {
  if (part.type !== "arg") return undefined;
  const { path, name, value, token } = part;
  const others = all.filter((other) => other.version !== version && hasCommand(other, path, value));
  const newest = others.at(-1);
  if (newest === undefined) return undefined;
  return {
    token,
    reason: "unknown-command",
    text: `${atCommand(path)} has no command "${value}", which ${newest.version} has, and reads it as the arg ${name}`,
  };
}

function hasCommand({ grammar }: ReadableVersion, path: readonly string[], word: string): boolean {
  const { parts } = readArgv(grammar, [...path, word]);
  return parts.length === path.length + 1 && parts.every(({ type }) => type === "command");
}

function riskOf(part: ArgvPart, standings: StandingsOf): readonly LineRisk[] {
  if (part.problem !== undefined || (part.type !== "command" && part.type !== "flag")) return [];
  const { token, path } = part;
  const identity: HistoryIdentity = part.type === "command" ? { unit: "command", path } : { unit: "flag", path, name: part.key };
  const { presence, isDeprecated } = standings.standing(identity);
  const what = part.type === "command" ? `the command "${path.join(" ")}"` : `the flag "${part.spelling}"`;
  return [
    ...(presence === "hidden" ? [{ token, state: "hidden" as const, text: `${what} is accepted, but help conceals it` }] : []),
    ...(isDeprecated ? [{ token, state: "deprecated" as const, text: `${what} is deprecated` }] : []),
  ];
}

function atCommand(path: readonly string[]): string {
  return path.length === 0 ? "the root" : `"${path.join(" ")}"`;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, at) => token === b[at]);
}
