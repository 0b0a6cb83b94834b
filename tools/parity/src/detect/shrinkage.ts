import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { compareUnits, describeUnit, unitId, type UnitIdentity } from "../unit.ts";
import { nameSome } from "./name-some.ts";
import { surfaceUnits, topmost } from "./surface-units.ts";

/** The word of the warning that a target's surface shrank sharply. */
const SURFACE_SHRANK = "SURFACE_SHRANK";

/**
 * What may go without a warning: of Codex 0.61 to 0.169, releases up to 28 minor versions apart lost at most 4 of 56 commands
 * (7 %) and 3 of 146 flags (2 %), and at most 3 commands together. A snapshot known to be broken lost 6 of 34 (18 %), all together.
 */
const MAX_LOST = { share: 0.1, count: 2, subtree: 3 };

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
  if (!isSharp(lostCommands.length, commands.length) && !isSharp(lostFlags.length, flags.length) && lostSubtrees.length === 0)
    return undefined;
  return {
    target: current.binary.target_triple,
    previousVersion: previous.binary.semantic_version ?? "an earlier version",
    lostCommands: lostCommands.map(describeUnit),
    commandsBefore: commands.length,
    lostFlags: lostFlags.map(describeUnit),
    flagsBefore: flags.length,
    lostSubtrees,
    isOtherParser: parserOf(previous) !== parserOf(current),
  };
}

/** Says what was lost, how much that is, and what to look at. */
export function shrinkageWarning(shrinkage: Shrinkage): string {
  const { target, previousVersion, lostCommands, commandsBefore, lostFlags, flagsBefore, lostSubtrees, isOtherParser } = shrinkage;
  const lost = [...lostCommands, ...lostFlags];
  const whole = lostSubtrees.length === 0 ? "" : `, with whole subtrees (${nameSome(lostSubtrees)})`;
  const parser = isOtherParser ? " Another parser read that snapshot." : "";
  return `warning[${SURFACE_SHRANK}]: The snapshot of ${target} lacks ${String(lostCommands.length)} of ${String(commandsBefore)} commands and ${String(lostFlags.length)} of ${String(flagsBefore)} flags that ${previousVersion} has${whole}: ${nameSome(lost)}.${parser}
  hint: Run the binary's own help for them: a release removes some, a failed probe or a parser's mistake loses many`;
}

function isSharp(lost: number, before: number): boolean {
  return lost > MAX_LOST.count && lost > MAX_LOST.share * before;
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
