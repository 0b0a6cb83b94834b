import { InputError, type CommandResult } from "@lockstep/kernel";
import { foldHistory, nameId, type HistoryIdentity, type SurfaceHistory, type UnitTimeline } from "@lockstep/parity/history";
import { findUnit, identityOf, type UnitDirectory, type UnitIdentity } from "@lockstep/parity/why";
import type { CliRoot } from "../cli-root.ts";
import { unitRefusal } from "../unit-refusal.ts";
import type { World } from "../world.ts";
import { foldUnits, type FoldedUnit } from "./fold-units.ts";
import { renderScope, renderShortTimelines, renderTimelines } from "./history-text.ts";
import { assertKnown, readKnownSurfaces, type HistoryPlace, type KnownSurfaces } from "./known-versions.ts";

/** What `history show` is asked for; without words everything. */
export interface ShowRequest {
  readonly words: readonly string[];
  readonly flag: string | undefined;
  readonly arg: string | undefined;
}

/** Folds what is known of the versions and tells of the units that the words name. Throws what `unitRefusal` and `assertKnown` make. */
export async function showHistory(world: World, place: HistoryPlace, request: ShowRequest): Promise<CommandResult> {
  const known = await readKnownSurfaces(world, place);
  await assertKnown(world, place, known);
  const history = foldHistory(known.versions, known.released);
  const named = [
    ...request.words.flatMap((word) => word.split(/\s+/).filter((part) => part !== "")),
    ...(request.flag === undefined ? [] : [dashed(request.flag)]),
    ...(request.arg === undefined ? [] : [request.arg]),
  ];
  const asked = named.length === 0 ? undefined : unitOf(named, place.where, known, request.arg);
  const units = asked === undefined ? history.units : history.units.filter(({ identity }) => belongs(identity, asked));
  return {
    status: "ok",
    data: document(place, known, history, units, asked),
    text: render(place, known, history, units, asked),
  };
}

/** The unit that words name. Throws what `unitRefusal` makes of words that name none. */
function unitOf(words: readonly string[], where: CliRoot, { versions }: KnownSurfaces, arg: string | undefined): UnitIdentity {
  const newestFirst = versions.toReversed();
  const directory: UnitDirectory = {
    commands: newestFirst.flatMap(({ snapshot }) => snapshot.commands),
    others: newestFirst.flatMap(({ snapshot }) => snapshot.rejected ?? []).map(identityOf),
  };
  const found = findUnit(words, directory);
  if (found.type !== "unit") throw unitRefusal(found, where, { command: "history show", versions: "version that was looked at" });
  if (arg !== undefined && found.identity.unit !== "arg") {
    throw new InputError("UNIT_UNKNOWN", `"${arg}" of "--arg" is no arg; it is a ${found.identity.unit}`, {
      hint: "Leave out --arg",
    });
  }
  return found.identity;
}

/** Whether a timeline tells of the unit that was asked for: of a command also what it has itself, and the names of what is asked. */
function belongs(identity: HistoryIdentity, asked: UnitIdentity): boolean {
  const isAt = (path: readonly string[]): boolean => identity.path.join("\0") === path.join("\0");
  if (asked.unit === "command") {
    const isOwnAlias = identity.unit === "alias" && !identity.name.startsWith("-");
    return (isAt(asked.path) && !isOwnAlias) || (isOwnAlias && isAt(asked.path.slice(0, -1)) && identity.of === asked.path.at(-1));
  }
  if (nameId(identity) === nameId(asked)) return true;
  return identity.unit === "alias" && isAt(asked.path) && identity.of === asked.name;
}

function render(
  { where }: HistoryPlace,
  known: KnownSurfaces,
  history: SurfaceHistory,
  units: readonly UnitTimeline[],
  asked: UnitIdentity | undefined,
): string {
  const changed = units.filter(({ ranges }) => ranges.length > 1);
  const shown = asked === undefined ? changed : units;
  const unchanged = units.length - shown.length;
  const lines: readonly FoldedUnit[] = asked === undefined ? foldUnits(shown) : shown.map((unit) => ({ unit, withIt: {} }));
  const isDetailed = asked !== undefined && asked.unit !== "command";
  return [
    `${where.cli}, ${known.target}`,
    ...renderScope(history, known.outdated),
    "",
    ...(isDetailed ? renderTimelines(history, shown) : renderShortTimelines(lines)),
    ...(asked === undefined
      ? [
          ...(shown.length === 0 ? [] : [""]),
          `${String(shown.length)} of ${String(units.length)} units changed; ${String(unchanged)} are the same in every version that was looked at`,
        ]
      : []),
  ].join("\n");
}

function document(
  { where }: HistoryPlace,
  { target, versions, outdated }: KnownSurfaces,
  { gaps }: SurfaceHistory,
  units: readonly UnitTimeline[],
  asked: UnitIdentity | undefined,
): object {
  return {
    schema: "history.show.v1",
    cli: where.cli,
    target,
    asked: asked === undefined ? null : { type: asked.unit, path: asked.path, name: asked.unit === "command" ? null : asked.name },
    versions: versions.map(({ version, origin, snapshot }) => ({ version, origin, sha256: snapshot.binary.sha256 })),
    outdated,
    gaps,
    units: units.map(({ identity, ranges }) => ({
      type: identity.unit,
      path: identity.path,
      name: identity.unit === "command" ? null : identity.name,
      aliasOf: identity.unit === "alias" ? identity.of : null,
      ranges: ranges.map(({ from, to, presence, isDeprecated, lookedAt }) => ({
        from,
        to,
        state: presence,
        deprecated: isDeprecated,
        lookedAt,
      })),
    })),
  };
}

/** The flag with its dashes, which may be left out. */
function dashed(flag: string): string {
  if (flag.startsWith("-")) return flag;
  return flag.length === 1 ? `-${flag}` : `--${flag}`;
}
