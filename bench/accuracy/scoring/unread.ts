import { spellingsOf, type Snapshot } from "../take-snapshot.ts";
import { pathKey } from "../truth/truth.ts";
import { Count, type Miss, type Tally } from "./tally.ts";

/** A snapshot measured against a source that was not read for it. */
export interface UnreadScore {
  readonly commands: Tally;
  /** Spellings, each for itself. */
  readonly spellings: Tally;
  readonly misses: readonly Miss[];
}

/** A command of a source that was not read, with every spelling of its flags. */
export interface UnreadCommand {
  readonly path: readonly string[];
  readonly flags: readonly string[];
}

/** Compares a snapshot with a source that was not read for it, spelling by spelling. */
export function scoreUnread(
  source: readonly UnreadCommand[],
  snapshot: Snapshot,
  isAsked: (path: readonly string[], names: readonly string[]) => boolean,
): UnreadScore {
  const [commands, spellings] = [new Count(), new Count()];
  const misses: Miss[] = [];
  const ours = new Map(snapshot.commands.map((command) => [pathKey(command.path), command]));
  for (const { path, flags } of source) {
    const key = pathKey(path);
    const command = ours.get(key);
    ours.delete(key);
    commands.expected += 1;
    if (command === undefined) {
      misses.push({ unit: key, what: "missing", expected: "a command", found: "nothing" });
      continue;
    }
    commands.found += 1;
    const names = new Set((command.flags ?? []).flatMap(spellingsOf));
    for (const name of flags) {
      spellings.expected += 1;
      if (names.delete(name)) spellings.found += 1;
      else if (name === "--help" || name === "-h") spellings.found += 1;
      else misses.push({ unit: `${key} ${name}`, what: "missing", expected: name, found: "nothing" });
    }
    for (const name of names) {
      // Such sources leave out further spellings.
      const isAlias = (command.flags ?? []).some((flag) => flag.aliases?.includes(name) === true);
      if (isAlias || name === "--help" || name === "-h" || isAsked(path, [name])) continue;
      spellings.invented += 1;
      misses.push({ unit: `${key} ${name}`, what: "invented", expected: "no flag", found: name });
    }
  }
  for (const [key, { path }] of ours) {
    if (isAsked(path, []) || path.at(-1) === "help") continue;
    commands.invented += 1;
    misses.push({ unit: key, what: "invented", expected: "no command", found: "a command" });
  }
  return { commands: commands.tally(), spellings: spellings.tally(), misses };
}
