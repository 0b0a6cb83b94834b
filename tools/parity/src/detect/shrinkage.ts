import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareUnits, describeUnit, unitId, type UnitIdentity } from "../unit.ts";
import { nameSome } from "./name-some.ts";
import { surfaceUnits, topmost } from "./surface-units.ts";
import { takeAgain, type VersionPlace } from "./take-again.ts";

/** The word of the warning that a target's surface shrank sharply. */
const SURFACE_SHRANK = "SURFACE_SHRANK";

/**
 * What may go without a warning: of Codex 0.61 to 0.169, releases up to 28 minor versions apart lost at most 4 of 56 commands
 * (7 %) and 3 of 146 flags (2 %), and at most 3 commands together. A snapshot known to be broken lost 6 of 34 (18 %), all together.
 */
const MAX_LOST = { share: 0.1, count: 2, subtree: 3 };

/**
 * A command that had so many flags is stripped when it lost more than this share of them. In the same releases, and from Claude
 * Code 2.1.29 to 2.1.332, no command that is still there lost a fifth of its flags.
 */
const STRIPPED = { flags: 4, share: 0.5 };

/** What a target's snapshot lost against that of an earlier version, beyond what releases remove. */
export interface Shrinkage {
  readonly target: string;
  readonly previousVersion: string;
  /** Every lost command. */
  readonly lostCommands: readonly string[];
  readonly commandsBefore: number;
  /** The lost flags of commands that are still there. */
  readonly lostFlags: readonly string[];
  /** The flags that commands which are still there had. */
  readonly flagsBefore: number;
  /** The commands that lost, or were lost with, more sub-commands than releases remove together. */
  readonly lostSubtrees: readonly string[];
  /** The commands that are still there and lost most of several flags. */
  readonly strippedCommands: readonly string[];
  /** Another parser read the earlier snapshot: then the difference may be the parser's. */
  readonly isOtherParser: boolean;
}

/** Compares a snapshot with that of an earlier version of the same target; `undefined` when nothing is out of the ordinary. */
export function findShrinkage(previous: UpstreamSnapshotV1, current: UpstreamSnapshotV1): Shrinkage | undefined {
  const [before = new Map<string, UnitIdentity>(), after = before] = surfaceUnits([previous, current]);
  const isThere = (path: readonly string[]): boolean => path.length === 0 || after.has(unitId({ unit: "command", path }));
  const known = [...before.values()].toSorted(compareUnits);
  const lost = known.filter((unit) => !after.has(unitId(unit)));
  const commands = known.filter(({ unit }) => unit === "command");
  const lostCommands = lost.filter(({ unit }) => unit === "command");
  const flags = known.filter(({ unit, path }) => unit === "flag" && isThere(path));
  const lostFlags = lost.filter(({ unit, path }) => unit === "flag" && isThere(path));
  const lostSubtrees = subtreesLost(commands, lostCommands, isThere);
  const strippedCommands = stripped(flags, lostFlags);
  const isSharpLoss = isSharp(lostCommands.length, commands.length) || isSharp(lostFlags.length, flags.length);
  if (!isSharpLoss && lostSubtrees.length === 0 && strippedCommands.length === 0) return undefined;
  return {
    target: current.binary.target_triple,
    previousVersion: previous.binary.semantic_version ?? "an earlier version",
    lostCommands: lostCommands.map(describeUnit),
    commandsBefore: commands.length,
    lostFlags: lostFlags.map(describeUnit),
    flagsBefore: flags.length,
    lostSubtrees,
    strippedCommands,
    isOtherParser: parserOf(previous) !== parserOf(current),
  };
}

/** Says what was lost, how much that is, and what to look at; with a `place` also how to take the snapshot again. */
export function shrinkageWarning(shrinkage: Shrinkage, place?: VersionPlace): string {
  const { target, previousVersion, lostCommands, commandsBefore, lostFlags, flagsBefore } = shrinkage;
  const { lostSubtrees, strippedCommands, isOtherParser } = shrinkage;
  const lost = [...lostCommands, ...lostFlags];
  const whole = lostSubtrees.length === 0 ? "" : `, with whole subtrees (${nameSome(lostSubtrees)})`;
  const most = strippedCommands.length === 0 ? "" : `, with most flags of single commands (${nameSome(strippedCommands)})`;
  const again = place === undefined ? "" : `; then ${takeAgain(place, target)}`;
  const parser = isOtherParser ? " Another parser read that snapshot." : "";
  return `warning[${SURFACE_SHRANK}]: The snapshot of ${target} lacks ${String(lostCommands.length)} of ${String(commandsBefore)} commands and ${String(lostFlags.length)} of ${String(flagsBefore)} flags that ${previousVersion} has${whole}${most}: ${nameSome(lost)}.${parser}
  hint: Run the binary's own help for them: a release removes some, a failed probe or a parser's mistake loses many${again}`;
}

function isSharp(lost: number, before: number): boolean {
  return lost > MAX_LOST.count && lost > MAX_LOST.share * before;
}

/** The commands that had several flags and lost most of them. */
function stripped(flags: readonly UnitIdentity[], lost: readonly UnitIdentity[]): readonly string[] {
  const lostByCommand = Map.groupBy(lost, ({ path }) => path.join("\0"));
  return [...Map.groupBy(flags, ({ path }) => path.join("\0"))].flatMap(([id, had]) => {
    const isStripped = had.length >= STRIPPED.flags && (lostByCommand.get(id)?.length ?? 0) > STRIPPED.share * had.length;
    return isStripped && had[0] !== undefined ? [describeUnit({ unit: "command", path: had[0].path })] : [];
  });
}

/** The topmost lost commands with all below them, and the commands that are still there and lost all below them. */
function subtreesLost(
  commands: readonly UnitIdentity[],
  lost: readonly UnitIdentity[],
  isThere: (path: readonly string[]) => boolean,
): readonly string[] {
  const below = (path: readonly string[]): readonly UnitIdentity[] =>
    commands.filter((other) => other.path.length > path.length && path.every((token, at) => token === other.path[at]));
  const whole = topmost(lost).filter(({ path }) => below(path).length + 1 > MAX_LOST.subtree);
  const emptied = commands.filter(({ path }) => {
    const all = below(path);
    return isThere(path) && all.length > MAX_LOST.subtree && all.every((command) => !isThere(command.path));
  });
  return [...whole, ...emptied].toSorted(compareUnits).map(describeUnit);
}

function parserOf({ generator }: UpstreamSnapshotV1): string {
  return `${generator?.name ?? ""} ${String(generator?.parser_version ?? "")}`;
}
