import { pathKey, type TruthCommand, type TruthFlag } from "../truth/truth.ts";

/**
 * The flags that a command has from one above it: one that every command below an ancestor has, with no other spellings, is counted
 * there alone. A command may have fewer of its spellings, where it has a short form of its own.
 */
export function inheritedFlags(commands: readonly TruthCommand[]): (command: TruthCommand, flag: TruthFlag) => boolean {
  const isBelow = (path: readonly string[], above: readonly string[]): boolean =>
    path.length > above.length && above.every((word, index) => path[index] === word);
  const handedDown = new Map<string, ReadonlyMap<string, TruthFlag>>();
  for (const ancestor of commands) {
    const below = commands.filter(({ path }) => isBelow(path, ancestor.path)).map(({ flags }) => byName(flags));
    if (below.length === 0) continue;
    const shared = ancestor.flags.filter((flag) => below.every((flags) => isPartOf(flags.get(nameOf(flag)), flag)));
    handedDown.set(pathKey(ancestor.path), byName(shared));
  }
  return ({ path }, flag) => path.some((_, index) => isPartOf(flag, handedDown.get(pathKey(path.slice(0, index)))?.get(nameOf(flag))));
}

function isPartOf(part: TruthFlag | undefined, whole: TruthFlag | undefined): boolean {
  return part !== undefined && whole !== undefined && part.names.every((name) => whole.names.includes(name));
}

function byName(flags: readonly TruthFlag[]): ReadonlyMap<string, TruthFlag> {
  return new Map(flags.map((flag) => [nameOf(flag), flag]));
}

function nameOf({ names }: TruthFlag): string {
  return names.find((name) => name.startsWith("--")) ?? names[0] ?? "";
}
