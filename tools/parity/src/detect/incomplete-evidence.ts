import type { SnapshotCommand, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { unitId, type UnitIdentity } from "../unit.ts";

/**
 * Tells of what a snapshot lacks whether something speaks for a poor snapshot rather than for another platform:
 * - a target of the same operating system has it;
 * - a probe failed: its command or one above it has no usage there, or an entry of `known_omissions` is about it or its command;
 * - the completion script was not read there, or the walk was cut short;
 * - a command above it shows none of its sub-commands, where others show several;
 * - its command shows less than half of its flags and args.
 */
export function incompleteEvidence(
  { snapshot, shown }: ShownUnits,
  others: readonly ShownUnits[],
  lacking: readonly UnitIdentity[],
): (unit: UnitIdentity) => boolean {
  if (isCutShort(snapshot) || (!hasCompletion(snapshot) && others.some((other) => hasCompletion(other.snapshot)))) return () => true;
  const own = commandsByPath(snapshot);
  const theirs = others.map((other) => commandsByPath(other.snapshot));
  const kin = others.filter((other) => other.snapshot.binary.platform.os === snapshot.binary.platform.os);
  const omissions = snapshot.known_omissions ?? [];
  const within = (units: Iterable<UnitIdentity>, id: string): number =>
    [...units].filter(({ unit, path }) => unit !== "command" && path.join("\0") === id).length;
  const poor = new Set(
    [...own].flatMap(([id, { usage }]) => {
      const isUnread = usage === undefined && theirs.some((commands) => commands.get(id)?.usage !== undefined);
      const missing = within(lacking, id);
      const isGutted = missing >= SEVERAL && missing > within(shown.values(), id);
      return isUnread || isGutted || isBarren(id, own, theirs) ? [id] : [];
    }),
  );
  return (unit) => {
    const above = [[], ...unit.path.map((_, at) => unit.path.slice(0, at + 1))];
    return (
      kin.some((other) => other.shown.has(unitId(unit))) ||
      omissions.some((omission) => isAbout(omission, unit)) ||
      above.some((path) => poor.has(path.join("\0")))
    );
  };
}

/** A target's snapshot with the units that it shows. */
export interface ShownUnits {
  readonly snapshot: UpstreamSnapshotV1;
  readonly shown: ReadonlyMap<string, UnitIdentity>;
}

/** From how many on something is no longer a single case. */
const SEVERAL = 3;

/** Whether a command has lost every sub-command, of which there are several elsewhere. */
function isBarren(id: string, own: ReadonlyMap<string, SnapshotCommand>, theirs: readonly ReadonlyMap<string, SnapshotCommand>[]): boolean {
  const children = new Set(
    theirs
      .flatMap((commands) => [...commands.values()])
      .filter(({ path }) => path.length > 0 && path.at(-1) !== "help" && path.slice(0, -1).join("\0") === id)
      .map(({ path }) => path.join("\0")),
  );
  return children.size > 1 && [...children].every((child) => !own.has(child));
}

/** Whether an omission names the unit's command or what lies below it, a command above it alone, or the flag of the root. */
function isAbout(omission: string, unit: UnitIdentity): boolean {
  const { path } = unit;
  const words = ` ${omission.replaceAll(/[:,()]/g, " - ")} `.replaceAll(/\s+/g, " ");
  if (path.length === 0) return unit.unit !== "command" && words.includes(` ${unit.name} `);
  const isAboutOneAbove = path.slice(1).some((_, at) => {
    const above = ` ${path.slice(0, at + 1).join(" ")} `;
    const found = words.indexOf(above);
    // Another word behind it names a command below it, an option one of its own.
    return found !== -1 && /^(?:$|- |--?h)/.test(words.slice(found + above.length));
  });
  return isAboutOneAbove || words.includes(` ${path.join(" ")} `);
}

function isCutShort({ known_omissions }: UpstreamSnapshotV1): boolean {
  return (known_omissions ?? []).some((omission) => /^(?:completion |more than \d+ commands|deeper than )/.test(omission));
}

function hasCompletion({ commands }: UpstreamSnapshotV1): boolean {
  return commands.some(({ sources }) => sources?.includes("completion") === true);
}

function commandsByPath({ commands }: UpstreamSnapshotV1): ReadonlyMap<string, SnapshotCommand> {
  return new Map(commands.map((command) => [command.path.join("\0"), command]));
}
