import { compareAbsentLast, compareCodePoints, firstOrder } from "@lockstep/kernel";

interface FlagNames {
  readonly long?: string;
  readonly short?: string;
}

/** The name that a flag is known by: its long form, else its short form. */
export function flagKey(flag: FlagNames): string {
  return flag.long ?? flag.short ?? "";
}

/**
 * The flag that another description of the same command means: one with a common long name, else one with a common short name. Two
 * flags may share a letter, one of them hidden: with a different long name each they are not the same.
 * @param flags shown by one source
 * @param wanted what another source says of one of them, perhaps
 */
export function findFlag<Flag extends AllNames>(flags: readonly Flag[], wanted: AllNames): Flag | undefined {
  const longs = namesOf(wanted).filter(isLong);
  return (
    flags.find((flag) => namesOf(flag).some((name) => longs.includes(name))) ??
    flags.find((flag) => {
      const names = namesOf(flag);
      const isSame = longs.length === 0 || !names.some(isLong);
      return isSame && namesOf(wanted).some((name) => names.includes(name));
    })
  );
}

interface AllNames extends FlagNames {
  readonly aliases?: readonly string[];
}

function namesOf({ long, short, aliases = [] }: AllNames): readonly string[] {
  return [long, short, ...aliases].filter((name) => name !== undefined);
}

function isLong(name: string): boolean {
  return name.startsWith("--");
}

/** Orders flags by key, then long, then short, absent last. */
export function compareFlags(a: FlagNames, b: FlagNames): number {
  return firstOrder(compareCodePoints(flagKey(a), flagKey(b)), compareAbsentLast(a.long, b.long), compareAbsentLast(a.short, b.short));
}
