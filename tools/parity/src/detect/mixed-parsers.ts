import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import type { RulesDecisions } from "../rules/decisions.ts";
import { takeAgainCommand, type VersionPlace } from "./take-again.ts";

/** The word for snapshots of one version that different parsers read. `validate` reports such ones as `MIXED_PARSER_VERSIONS`. */
const MIXED_PARSERS = "MIXED_PARSERS";

/** Stands for the parser of a snapshot without a `generator`. */
const UNKNOWN_PARSER = "unknown parser";

/** The parser that read one target's snapshot. */
export interface TargetParser {
  readonly target: string;
  /** Its name and version, or that it is unknown. */
  readonly parser: string;
}

/**
 * The parsers of a version's snapshots when they are not all the same, else none. A snapshot without a `generator` counts as
 * one of an unknown parser where the rules need one parser, and is not compared where they do not.
 */
export function findMixedParsers(
  snapshots: ReadonlyMap<string, UpstreamSnapshotV1>,
  { unionNeedsOneParser }: Pick<RulesDecisions, "unionNeedsOneParser">,
): readonly TargetParser[] {
  const parsers = [...snapshots].flatMap(([target, { generator }]) => {
    if (generator === undefined) return unionNeedsOneParser ? [{ target, parser: UNKNOWN_PARSER }] : [];
    return [{ target, parser: `${generator.name} parser ${String(generator.parser_version)}` }];
  });
  return new Set(parsers.map(({ parser }) => parser)).size > 1 ? parsers : [];
}

/** The targets to snapshot again: those that an older or unknown parser read, or all when only the generators' names differ. */
export function outdatedTargets(parsers: readonly TargetParser[]): readonly string[] {
  const versionOf = ({ parser }: TargetParser): number => (parser === UNKNOWN_PARSER ? -1 : Number(parser.split(" ").at(-1)));
  const newest = Math.max(...parsers.map(versionOf));
  const older = parsers.filter((parser) => versionOf(parser) < newest);
  return (older.length > 0 ? older : parsers).map(({ target }) => target);
}

/** Says which parser read which snapshot of the version at `place`, and what to do. */
export function mixedParsersText(place: VersionPlace, parsers: readonly TargetParser[]): string {
  const rows = parsers.map(({ target, parser }) => `  ${target}: ${parser}`);
  const again = outdatedTargets(parsers).map((target) => `  ${takeAgainCommand(place, target)}`);
  return `${MIXED_PARSERS}: The snapshots of ${place.version} were read by different parsers:\n${rows.join("\n")}\nSnapshot again with this xtask, a foreign target with --via <command>:\n${again.join("\n")}\nOr, where raw help was kept, parse it again: xtask snapshot --from-raw <folder>`;
}
