import { pathKey, type TruthCommand, type TruthFlag } from "../truth/truth.ts";

/**
 * The flags that a command has from one above it: one that every command below an ancestor has with the same spellings is counted
 * there alone.
 */
export function inheritedFlags(commands: readonly TruthCommand[]): (command: TruthCommand, flag: TruthFlag) => boolean {
  const isBelow = (path: readonly string[], above: readonly string[]): boolean =>
    path.length > above.length && above.every((word, index) => path[index] === word);
  const handedDown = new Map<string, ReadonlySet<string>>();
  for (const ancestor of commands) {
    const below = commands.filter(({ path }) => isBelow(path, ancestor.path));
    if (below.length === 0) continue;
    const sets = below.map(({ flags }) => new Set(flags.map(keyOf)));
    handedDown.set(pathKey(ancestor.path), new Set(ancestor.flags.map(keyOf).filter((key) => sets.every((set) => set.has(key)))));
  }
  return ({ path }, flag) => path.some((_, index) => handedDown.get(pathKey(path.slice(0, index)))?.has(keyOf(flag)) === true);
}

function keyOf({ names }: TruthFlag): string {
  return names.toSorted().join(" ");
}
