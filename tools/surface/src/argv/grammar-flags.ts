import type { SnapshotCommand, UnionFlag } from "@lockstep/contracts";
import { flagKey } from "../flag-identity.ts";
import type { ParsingHabits } from "./habits.ts";

/** A flag as the command line knows it. */
export interface GrammarFlag {
  readonly key: string;
  /** The command that lists the flag and is credited with it: the command in force, or the root. */
  readonly path: readonly string[];
  readonly takesValue: boolean;
  /** The value may be left out. */
  readonly hasOptionalValue: boolean;
  /** How many values it takes at once: words behind the first are values too, up to the next flag. */
  readonly maxValues: number;
  readonly isRepeatable: boolean;
  readonly refusesRepeats: boolean;
  /** The values that it takes; absent when any is, or when none are known. */
  readonly possibleValues?: readonly string[];
}

/** A flag of a union, or of a snapshot, which has no key. */
export type ListedFlag = Omit<UnionFlag, "key" | "available_on"> & Partial<Pick<UnionFlag, "key">>;

/** What is known of the flags of one command. */
export interface FlagEvidence {
  readonly path: readonly string[];
  /** The flags that the union lists at the command. */
  readonly own: readonly ListedFlag[];
  /** The root's in the union. */
  readonly ofRoot: readonly ListedFlag[];
  /** The command in every snapshot that has it. */
  readonly inSnapshots: readonly SnapshotCommand[];
}

/**
 * Every spelling of every flag that a command takes. A union lists a flag that the root has too at the root alone, so its root
 * is no evidence against a flag: where every snapshot shows the command's own flags, those and the root's global ones count;
 * elsewhere any flag of the root does, with any value. Where two flags share a spelling, the command's own counts more than
 * the root's, and a flag's own spelling more than an alias or a negation.
 */
export function flagsBySpelling({ path, own, ofRoot, inSnapshots }: FlagEvidence, habits: ParsingHabits): ReadonlyMap<string, GrammarFlag> {
  const spellings = (flags: readonly ListedFlag[], creditedTo: readonly string[]): readonly (readonly [string, GrammarFlag])[] =>
    spellingsOf(flags.map((flag) => ({ flag, known: readFlag(flag, creditedTo, habits) })));
  if (path.length === 0) return new Map(spellings(own, path));
  const isShown = isSurfaceShown(inSnapshots);
  const rootKeys = new Set(ofRoot.map(keyOf));
  const ownKeys = new Set(own.map(keyOf));
  const shown = [...new Map(inSnapshots.toReversed().flatMap(({ flags }) => (flags ?? []).map((flag) => [keyOf(flag), flag]))).values()];
  const ofSnapshots = shown.filter((flag) => !ownKeys.has(keyOf(flag)));
  return new Map([
    ...spellings(isShown ? ofRoot.filter(({ global }) => global === true) : ofRoot.map(withAnyValue), []),
    ...spellings(
      ofSnapshots.filter((flag) => rootKeys.has(keyOf(flag))),
      [],
    ),
    ...spellings([...ofSnapshots.filter((flag) => !rootKeys.has(keyOf(flag))), ...own], path),
  ]);
}

/** Whether the snapshots tell all flags of a command: each has its help or its part of the completion script, or V1's usage. */
export function isSurfaceShown(inSnapshots: readonly SnapshotCommand[]): boolean {
  return (
    inSnapshots.length > 0 &&
    inSnapshots.every(({ sources, usage }) =>
      sources === undefined ? usage !== undefined : sources.includes("help") || sources.includes("completion"),
    )
  );
}

function keyOf(flag: ListedFlag): string {
  return flag.key ?? flagKey(flag);
}

function readFlag(flag: ListedFlag, path: readonly string[], habits: ParsingHabits): GrammarFlag {
  const takesList = flag.variadic === true;
  return {
    key: keyOf(flag),
    path,
    takesValue: flag.takes_value,
    hasOptionalValue: flag.optional_value === true,
    maxValues: takesList ? Number.POSITIVE_INFINITY : (flag.value_names?.length ?? 1),
    isRepeatable: flag.repeatable === true,
    // Help alone hardly ever says that a flag is repeatable; a completion script does.
    refusesRepeats: habits.refusesRepeats && flag.repeatable !== true && flag.sources?.includes("completion") === true,
    ...(flag.possible_values === undefined ? {} : { possibleValues: flag.possible_values }),
  };
}

/** The root's flag as the command's own, of which nothing is known: it may take other values and be repeatable. */
function withAnyValue({ possible_values: _values, sources: _sources, ...flag }: ListedFlag): ListedFlag {
  return flag;
}

function spellingsOf(
  flags: readonly { readonly flag: ListedFlag; readonly known: GrammarFlag }[],
): readonly (readonly [string, GrammarFlag])[] {
  const negations = flags.flatMap(({ flag: { long, negatable }, known: { key, path } }) =>
    negatable === true && long !== undefined
      ? [
          [
            long.replace("--", "--no-"),
            { key, path, takesValue: false, hasOptionalValue: false, maxValues: 0, isRepeatable: false, refusesRepeats: false },
          ] as const,
        ]
      : [],
  );
  const aliases = flags.flatMap(({ flag, known }) => (flag.aliases ?? []).map((alias) => [alias, known] as const));
  const own = flags.flatMap(({ flag, known }) =>
    [flag.long, flag.short].flatMap((spelling) => (spelling === undefined ? [] : [[spelling, known] as const])),
  );
  return [...negations, ...aliases, ...own];
}
