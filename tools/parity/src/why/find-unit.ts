import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { flagKey } from "@lockstep/surface/flag-identity";
import { unitId, type UnitIdentity } from "../unit.ts";

/** All units that words can name. */
export interface UnitDirectory {
  /** The commands of every snapshot; the newest first, so that its spellings count first. */
  readonly commands: UpstreamSnapshotV1["commands"];
  /** Units that no snapshot has: rejected, claimed or excluded ones. */
  readonly others: readonly UnitIdentity[];
}

/** What words name, or how far they can be read. */
export type FoundUnit =
  | { readonly type: "unit"; readonly identity: UnitIdentity }
  | {
      readonly type: "unknown";
      /** The command that the first words name. */
      readonly path: readonly string[];
      /** The first word that names nothing there. */
      readonly word: string;
      /** What such a word could name there. */
      readonly here: readonly string[];
      /** Where else the very same name stands. */
      readonly elsewhere: readonly UnitIdentity[];
    }
  /** More than one flag or arg. */
  | { readonly type: "several"; readonly path: readonly string[]; readonly words: readonly string[] };

/**
 * Reads words as a command, by names and aliases, and at most one flag, by any spelling, or one arg behind it. The value that
 * a flag has behind `=`, and the brackets and dots of an arg, are passed over.
 */
export function findUnit(words: readonly string[], directory: UnitDirectory): FoundUnit {
  const { path, rest } = readPath(
    words.filter((word) => !isFlagWord(word)),
    directory,
  );
  const named = [...words.filter(isFlagWord), ...rest];
  const [word] = named;
  if (word === undefined) return { type: "unit", identity: { unit: "command", path } };
  // A word that should have been a command explains more than the flag behind it.
  const decisive = rest.length > 0 && argAt(rest[0] ?? "", path, directory) === undefined ? (rest[0] ?? "") : word;
  const identity = isFlagWord(decisive) ? flagAt(decisive, path, directory) : argAt(decisive, path, directory);
  if (identity === undefined) return unknownWord(path, decisive, directory);
  return named.length > 1 ? { type: "several", path, words: named } : { type: "unit", identity };
}

function isFlagWord(word: string): boolean {
  return word.startsWith("-") && word !== "-";
}

/** Follows the longest prefix that is a command. A command's own name counts before an alias. */
function readPath(
  words: readonly string[],
  { commands, others }: UnitDirectory,
): { readonly path: readonly string[]; readonly rest: readonly string[] } {
  // The commands above a known one are known too.
  const paths = new Set([...commands, ...others].flatMap(({ path: known }) => known.map((_, at) => known.slice(0, at + 1).join("\0"))));
  let path: readonly string[] = [];
  for (const [index, word] of words.entries()) {
    const above = path;
    const isBelow = (child: readonly string[]): boolean =>
      child.length === above.length + 1 && above.every((token, at) => child[at] === token);
    const named = paths.has([...above, word].join("\0")) ? [...above, word] : undefined;
    const next = named ?? commands.find(({ path: child, aliases }) => isBelow(child) && aliases?.includes(word) === true)?.path;
    if (next === undefined) return { path, rest: words.slice(index) };
    path = next;
  }
  return { path, rest: [] };
}

function flagAt(word: string, path: readonly string[], { commands, others }: UnitDirectory): UnitIdentity | undefined {
  const spelling = spellingOf(word);
  const flags = commands.filter((command) => isAt(command, path)).flatMap((command) => command.flags ?? []);
  // Own spellings count before aliases and negations.
  const found =
    flags.find(({ long, short }) => [long, short].includes(spelling)) ??
    flags.find(
      ({ aliases, negatable, long }) => aliases?.includes(spelling) === true || (negatable === true && spelling === negation(long)),
    );
  if (found !== undefined) return { unit: "flag", path, name: flagKey(found) };
  return others.find((other) => other.unit === "flag" && other.name === spelling && isAt(other, path));
}

function argAt(word: string, path: readonly string[], directory: UnitDirectory): UnitIdentity | undefined {
  const name = nameOf(word);
  const args = unitsAt(path, directory).filter(({ unit }) => unit === "arg");
  return (
    args.find((arg) => arg.unit === "arg" && arg.name === name) ??
    args.find((arg) => arg.unit === "arg" && arg.name.toLowerCase() === name.toLowerCase())
  );
}

function unknownWord(path: readonly string[], word: string, directory: UnitDirectory): FoundUnit {
  const { commands, others } = directory;
  const here = unitsAt(path, directory);
  const isFlag = isFlagWord(word);
  const wanted = isFlag ? spellingOf(word) : nameOf(word);
  const names = isFlag
    ? here.flatMap((unit) => (unit.unit === "flag" ? unit.name : []))
    : [
        ...here.flatMap((unit) => (unit.unit === "arg" ? unit.name : [])),
        ...[...commands, ...others].flatMap(({ path: child }) =>
          child.length > path.length && isAt({ path: child.slice(0, path.length) }, path) ? (child[path.length] ?? []) : [],
        ),
      ];
  const everywhere = [...new Set(commands.map((command) => command.path.join("\0")))].flatMap((joined) => {
    const at = joined === "" ? [] : joined.split("\0");
    return (isFlag ? flagAt(word, at, directory) : argAt(word, at, directory)) ?? [];
  });
  const sameCommand = isFlag
    ? []
    : commands.filter((command) => command.path.at(-1) === wanted).map(({ path: at }) => ({ unit: "command" as const, path: at }));
  const elsewhere = new Map([...everywhere, ...sameCommand].map((unit) => [unitId(unit), unit]));
  return { type: "unknown", path, word, here: [...new Set(names)], elsewhere: [...elsewhere.values()] };
}

/** The flags and args of a command in any snapshot, and what else is known there. */
function unitsAt(path: readonly string[], { commands, others }: UnitDirectory): readonly UnitIdentity[] {
  return [
    ...commands
      .filter((command) => isAt(command, path))
      .flatMap(({ flags, args }): UnitIdentity[] => [
        ...(flags ?? []).map((flag): UnitIdentity => ({ unit: "flag", path, name: flagKey(flag) })),
        ...(args ?? []).map((arg): UnitIdentity => ({ unit: "arg", path, name: arg.name })),
      ]),
    ...others.filter((other) => isAt(other, path)),
  ];
}

function isAt({ path }: { readonly path: readonly string[] }, wanted: readonly string[]): boolean {
  return path.length === wanted.length && path.every((token, at) => token === wanted[at]);
}

function spellingOf(word: string): string {
  return word.split("=", 1)[0] ?? "";
}

function nameOf(word: string): string {
  return word.replaceAll(/[<>[\]]|\.\.\.$/g, "");
}

function negation(long: string | undefined): string | undefined {
  return long?.replace("--", "--no-");
}
