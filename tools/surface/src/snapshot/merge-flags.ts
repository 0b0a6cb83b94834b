import type { SnapshotFlag } from "@lockstep/contracts";
import { omitAbsent } from "@lockstep/kernel";
import { compareFlags, flagKey } from "../flag-identity.ts";
import { flagNames, type ArgShape, type FlagShape } from "../help-page.ts";

type Source = NonNullable<SnapshotFlag["sources"]>[number];

/** What completion says of one command. */
export interface CompletedUnits {
  readonly flags: readonly FlagShape[];
  /** Flags of commands above: those that the command's help leaves out are listed there alone. */
  readonly inherited?: readonly FlagShape[];
  readonly args?: readonly ArgShape[];
  /** Whether it leaves hidden units out. */
  readonly isVisibleOnly: boolean;
  /** The evidence that it is. */
  readonly source: "completion" | "probe";
}

/**
 * The flags of one command from its help and from completion, in key order. Help decides what both know; completion adds what
 * help does not mark, and flags that help hides or leaves out.
 * @param help absent when the command's help is not known: completion alone then says nothing about hiding
 * @param hiddenHelp the flags of the help that shows hidden ones too
 */
export function mergeFlags(
  help: readonly FlagShape[] | undefined,
  completion: CompletedUnits,
  hiddenHelp: readonly FlagShape[] = [],
): readonly SnapshotFlag[] {
  const all = [...(completion.inherited ?? []), ...completion.flags];
  const byName = new Map(all.flatMap((flag) => flagNames(flag).map((name) => [name, flag] as const)));
  const visible = new Set((help ?? []).flatMap(flagNames));
  const onlyHidden = hiddenHelp.filter((flag) => !flagNames(flag).some((name) => visible.has(name)));
  const inHelp = (flags: readonly FlagShape[], hidden: boolean): readonly SnapshotFlag[] =>
    flags.map((flag) => {
      const seen = flagNames(flag)
        .map((name) => byName.get(name))
        .find((found) => found !== undefined);
      return written(flag, seen, seen === undefined ? ["help"] : ["help", completion.source], hidden);
    });
  const shown = [...inHelp(help ?? [], false), ...inHelp(onlyHidden, help !== undefined)];
  const known = new Set([...visible, ...onlyHidden.flatMap(flagNames)]);
  const unseen = completion.flags
    .filter((flag) => !flagNames(flag).some((name) => known.has(name)))
    .map((flag) => written(flag, undefined, [completion.source], help !== undefined && !completion.isVisibleOnly));
  // Of two flags with one key the last counts.
  return [...new Map([...shown, ...unseen].map((flag) => [flagKey(flag), flag])).values()].toSorted(compareFlags);
}

function written(flag: FlagShape, completion: FlagShape | undefined, sources: readonly Source[], hidden: boolean): SnapshotFlag {
  return writtenFlag({
    ...flag,
    repeatable: flag.repeatable ?? completion?.repeatable,
    description: flag.description ?? completion?.description,
    possible_values: flag.possible_values ?? completion?.possible_values,
    hidden: hidden ? true : undefined,
    sources,
  });
}

/** A flag with its fields in the order of the schema; what is absent is left out. */
export function writtenFlag(
  flag: { readonly [Field in keyof SnapshotFlag]: SnapshotFlag[Field] | undefined } & Pick<SnapshotFlag, "takes_value">,
): SnapshotFlag {
  return omitAbsent({
    long: flag.long,
    short: flag.short,
    takes_value: flag.takes_value,
    value_name: flag.value_name,
    repeatable: flag.repeatable,
    stability: flag.stability,
    platforms: flag.platforms,
    aliases: flag.aliases,
    description: flag.description,
    default: flag.default,
    possible_values: flag.possible_values,
    env: flag.env,
    hidden: flag.hidden,
    deprecated: flag.deprecated,
    optional_value: flag.optional_value,
    value_names: flag.value_names,
    variadic: flag.variadic,
    negatable: flag.negatable,
    global: flag.global,
    sources: flag.sources,
  });
}
