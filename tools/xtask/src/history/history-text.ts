import type { HistoryIdentity, HistoryRange, SurfaceHistory, UnitTimeline, VersionGap } from "@lockstep/parity/history";
import { gapBefore, gapsBetween } from "@lockstep/parity/history";
import { wrapText } from "../text-columns.ts";
import { fewVersions } from "./few-versions.ts";
import type { FoldedUnit } from "./fold-units.ts";

/** The units that were asked for, on the versions that were looked at, for people. */
export function renderTimelines(history: SurfaceHistory, units: readonly UnitTimeline[]): readonly string[] {
  return units.map((unit) => renderTimeline(history, unit)).flatMap((block, at) => (at === 0 ? block : ["", ...block]));
}

/** The same in two lines for each unit. */
export function renderShortTimelines(units: readonly FoldedUnit[]): readonly string[] {
  return units.flatMap(({ unit, withIt }) => {
    const kinds = [
      countOf(withIt.flag, "flag", "flags"),
      countOf(withIt.arg, "arg", "args"),
      countOf(withIt.alias, "alias", "aliases"),
    ].filter((text) => text !== "");
    const shown = unit.ranges.map((range) => `${presenceOf(range)} ${spanOf(range)}`).join(", ");
    return [titleOf(unit), wrapText("  ", kinds.length === 0 ? shown : `${shown}; with ${kinds.join(", ")}`)];
  });
}

function countOf(count: number | undefined, one: string, many: string): string {
  return count === undefined ? "" : `${String(count)} ${count === 1 ? one : many}`;
}

function titleOf({ identity }: UnitTimeline): string {
  const kind = identity.unit === "alias" ? `alias of ${identity.of}` : identity.unit;
  return `${nameOf(identity)} (${kind})`;
}

/** How a text names a unit: its command's words, and its own name. */
function nameOf(identity: HistoryIdentity): string {
  const path = identity.path.length === 0 && identity.unit !== "alias" ? ["(root)"] : identity.path;
  return [...path, ...(identity.unit === "command" ? [] : [identity.name])].join(" ") || "(root)";
}

function renderTimeline(history: SurfaceHistory, unit: UnitTimeline): readonly string[] {
  const { ranges } = unit;
  const width = Math.max(...ranges.map((range) => presenceOf(range).length));
  return [
    titleOf(unit),
    ...ranges.flatMap((range, at) => {
      const notes = [
        ...(range.lookedAt > 1 ? [`${String(range.lookedAt)} versions looked at`] : []),
        ...insideNote(gapsBetween(history.gaps, range.from, range.to)),
        ...(at === 0 ? [] : boundaryNote(gapBefore(history.gaps, range.from))),
      ];
      const line = `  ${presenceOf(range).padEnd(width)}  ${spanOf(range)}`;
      return [line, ...(notes.length === 0 ? [] : [wrapText(" ".repeat(width + 4), notes.join("; "))])];
    }),
  ];
}

function presenceOf({ presence, isDeprecated }: HistoryRange): string {
  const word = presence === "hidden" ? "hidden, accepted" : presence;
  return isDeprecated ? `${word}, deprecated` : word;
}

function spanOf({ from, to }: HistoryRange): string {
  return from === to ? from : `${from} to ${to}`;
}

/** What a range spans without that anybody looked. */
function insideNote(gaps: readonly VersionGap[]): readonly string[] {
  if (gaps.length === 0) return [];
  if (gaps.some(({ versions }) => versions === null)) return ["it is not known whether others lie between"];
  return [`not looked at: ${fewVersions(gaps.flatMap(({ versions }) => versions ?? []))}`];
}

/** Where the change may have been, when versions lie right before it. */
function boundaryNote(gap: VersionGap | undefined): readonly string[] {
  if (gap === undefined || gap.after === null) return [];
  if (gap.versions === null) return [`changed after ${gap.after}; it is not known whether versions lie between`];
  return [`changed after ${gap.after}; not looked at: ${fewVersions(gap.versions)}`];
}

/** What of the CLI's versions the history tells, and what it does not. */
export function renderScope({ versions, gaps }: SurfaceHistory, outdated: readonly string[]): readonly string[] {
  const inside = gaps.filter(({ after, before }) => after !== null && before !== null);
  const isUnknown = gaps.some((gap) => gap.versions === null);
  const missing = inside.flatMap((gap) => gap.versions ?? []);
  const earlier = gaps.find(({ after }) => after === null)?.versions ?? [];
  const later = gaps.find(({ before }) => before === null)?.versions ?? [];
  const notes = [
    ...(isUnknown
      ? ["which others are released is not known: xtask history build asks the registry"]
      : [
          ...(missing.length === 0 ? [] : [`not looked at between them: ${fewVersions(missing)}`]),
          ...(earlier.length === 0 ? [] : [`${String(earlier.length)} released before`]),
          ...(later.length === 0 ? [] : [`released since: ${fewVersions(later)}`]),
        ]),
    ...(outdated.length === 0 ? [] : [`looked at by another parser or cli.json, and not counted: ${fewVersions(outdated)}`]),
  ];
  return [
    wrapText("Looked at: ", `${String(versions.length)} ${versions.length === 1 ? "version" : "versions"}, ${fewVersions(versions)}`),
    ...notes.map((note) => wrapText("           ", note)),
  ];
}
