import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { isSamePath } from "@lockstep/kernel";
import { buildGrammar, readArgv, type ArgvPart, type Grammar } from "@lockstep/surface/argv";
import { unitStandings, type HistoryIdentity, type StandingsOf } from "../history/unit-states-in.ts";
import { evidenceOf, type Evidence } from "./evidence.ts";
import { missingWordsIn, type MissingWord, type MissingWordsOf } from "./missing-words.ts";

/** Why a version does not take a word of a command line. */
export type BreakReason =
  /** The command in force has no such flag: its evidence lists all flags, or no known version has this one there. */
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
  /** The command needs a further arg. */
  | "missing-arg"
  /** The usage of the command says that a flag must be given. */
  | "missing-flag"
  /** The command does nothing without one of those below it. */
  | "missing-command"
  /** `help` in the place of a command. */
  | "asks-for-help";

/** A word that a version does not take. */
export interface LineBreak {
  /** Index of the word in the command line; of its last word where something is missing. */
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

/** A word that other versions take as a flag or a command, and of which nobody knows whether this one takes it. */
export interface LineDoubt {
  readonly token: number;
  readonly unit: "flag" | "command";
  readonly text: string;
}

/** How one version reads a command line; it works when nothing breaks it and nothing is in doubt. */
export interface LineVerdict {
  readonly version: string;
  readonly breaks: readonly LineBreak[];
  readonly doubts: readonly LineDoubt[];
  readonly risks: readonly LineRisk[];
  readonly parts: readonly ArgvPart[];
}

/** A version with what its command lines are read by. */
export interface ReadableVersion {
  readonly version: string;
  readonly grammar: Grammar;
  readonly standings: StandingsOf;
  readonly evidence: Evidence;
  readonly missingWords: MissingWordsOf;
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
    evidence: evidenceOf(snapshot, framework),
    missingWords: missingWordsIn(snapshot, framework),
  };
}

/**
 * Reads a command line, without the program's name, as each version does, in the given order. A word that names a command in any
 * of the versions is meant as one: where it would be read as an arg, such as a prompt, the line does something else, so it does
 * not work there. A flag or command that another version has is in doubt where this one was not asked about it and its evidence does
 * not list all there are. Flags that exclude or need each other are not judged.
 */
export function judgeLine(argv: readonly string[], versions: readonly ReadableVersion[]): readonly LineVerdict[] {
  return versions.map((version) => judgeIn(argv, version, versions));
}

function judgeIn(argv: readonly string[], readable: ReadableVersion, all: readonly ReadableVersion[]): LineVerdict {
  const { version, grammar, standings, missingWords } = readable;
  const reading = readArgv(grammar, argv);
  const { parts } = reading;
  const breaks: LineBreak[] = [];
  const doubts: LineDoubt[] = [];
  // Whatever stands behind them is no command in any version.
  const dashesAt = parts.findIndex(({ type }) => type === "dashes");
  for (const [at, part] of parts.entries()) {
    const mayBeCommand = dashesAt === -1 || at < dashesAt;
    const found = breakOf(part, at, parts, standings) ?? (mayBeCommand ? misreadCommand(part, version, all) : undefined);
    if (found === undefined || (found.reason === "unknown-command" && hasUnknownFlag([...breaks, ...doubts], parts))) continue;
    const doubt = doubtOf(found, part, readable, all);
    if (doubt === undefined) breaks.push(found);
    else doubts.push(doubt);
    // Behind a command that is not there every word is read by the wrong command.
    if (found.reason === "unknown-command" || (found.reason === "rejected" && part.type === "stray")) break;
  }
  if (breaks.length + doubts.length === 0)
    breaks.push(...missingWords(reading).map((word) => missing(argv.length - 1, reading.path, word)));
  return { version, breaks, doubts, risks: parts.flatMap((part) => riskOf(part, standings)), parts };
}

function missing(token: number, path: readonly string[], word: MissingWord): LineBreak {
  const what = word.unit === "command" ? "one of its commands" : `the ${word.unit} ${word.name}`;
  return { token, reason: `missing-${word.unit}`, text: `${atCommand(path)} needs ${what}, which the line does not give` };
}

/** The doubt that a word which is not there leaves; `undefined` where it is known not to be there, or no version has it. */
function doubtOf(
  { token, reason }: LineBreak,
  part: ArgvPart,
  { version, evidence, standings }: ReadableVersion,
  all: readonly ReadableVersion[],
): LineDoubt | undefined {
  const isFlag = reason === "unknown-flag" && part.type === "unknown";
  if (!isFlag && (reason !== "unknown-command" || (part.type !== "arg" && part.type !== "stray"))) return undefined;
  const { path } = part;
  const word = part.type === "unknown" ? part.spelling : part.type === "arg" ? part.value : part.word;
  if (isFlag ? evidence.listsFlags(path) : evidence.listsCommands(path)) return undefined;
  if (!isFlag && standings.standing({ unit: "command", path: [...path, word] }).presence === "rejected") return undefined;
  const others = all.filter((other) => other.version !== version && (isFlag ? hasFlag : hasCommand)(other, path, word));
  const newest = others.at(-1);
  if (newest === undefined) return undefined;
  const unit = isFlag ? ("flag" as const) : ("command" as const);
  return {
    token,
    unit,
    text: `no help of ${version} shows the ${unit} "${word}" at ${atCommand(path)}, which ${newest.version} has, and nobody asked: it may be hidden`,
  };
}

/** Behind a flag that is not there nobody knows which words are its values, so that plain ones are not judged. */
function hasUnknownFlag(found: readonly Pick<LineBreak, "token">[], parts: readonly ArgvPart[]): boolean {
  return found.some(({ token }) => parts.some((part) => part.token === token && part.type === "unknown"));
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
  const earlier = parts.slice(0, at).findIndex((part) => part.type === "flag" && part.key === flag.key && isSamePath(part.path, flag.path));
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

function hasFlag({ grammar }: ReadableVersion, path: readonly string[], spelling: string): boolean {
  const command = path.reduce<Grammar["root"] | undefined>((above, word) => above?.subCommands.get(word), grammar.root);
  return command?.flags.has(spelling) === true;
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
