import type { UpstreamSnapshotV1 } from "@lockstep/contracts";

/** The word for snapshots of one version that different parsers read. `validate` reports such ones as `MIXED_PARSER_VERSIONS`. */
const MIXED_PARSERS = "MIXED_PARSERS";

/** The parser that read one target's snapshot. */
export interface TargetParser {
  readonly target: string;
  /** Its name and version. */
  readonly parser: string;
}

/** The parsers of a version's snapshots when they are not all the same, else none. Snapshots without a `generator` are not compared. */
export function findMixedParsers(snapshots: ReadonlyMap<string, UpstreamSnapshotV1>): readonly TargetParser[] {
  const parsers = [...snapshots].flatMap(([target, { generator }]) =>
    generator === undefined ? [] : [{ target, parser: `${generator.name} parser ${String(generator.parser_version)}` }],
  );
  return new Set(parsers.map(({ parser }) => parser)).size > 1 ? parsers : [];
}

/** The targets to snapshot again: those that an older parser read, or all when only the generators' names differ. */
export function outdatedTargets(parsers: readonly TargetParser[]): readonly string[] {
  const versionOf = ({ parser }: TargetParser): number => Number(parser.split(" ").at(-1));
  const newest = Math.max(...parsers.map(versionOf));
  const older = parsers.filter((parser) => versionOf(parser) < newest);
  return (older.length > 0 ? older : parsers).map(({ target }) => target);
}

/** Says which parser read which snapshot, and what to do. */
export function mixedParsersText(version: string, parsers: readonly TargetParser[]): string {
  const rows = parsers.map(({ target, parser }) => `  ${target}: ${parser}`);
  const again = outdatedTargets(parsers).map((target) => `--target ${target}`);
  return `${MIXED_PARSERS}: The snapshots of ${version} were read by different parsers:\n${rows.join("\n")}\nSnapshot again with this xtask: xtask parity --version ${version} ${again.join(", ")}; or, where raw help was kept, parse it again: xtask snapshot --from-raw`;
}
