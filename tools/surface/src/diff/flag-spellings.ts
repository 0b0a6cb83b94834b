import { flagKey } from "../flag-identity.ts";
import { flagNames } from "../help-page.ts";
import type { FoundChange } from "./change.ts";
import type { DiffFlag } from "./surface-view.ts";

/** The long name of a flag. */
export function longNames({ long }: DiffFlag): readonly string[] {
  return long === undefined ? [] : [long];
}

/** The short name of a flag. */
export function shortNames({ short }: DiffFlag): readonly string[] {
  return short === undefined ? [] : [short];
}

/** The further names of a flag. */
export function aliasNames({ aliases }: DiffFlag): readonly string[] {
  return aliases ?? [];
}

/** How a flag that can be negated is switched off: `--no-x` of `--x`. */
export function negationOf(key: string): string {
  return key.replace(/^--/, "--no-");
}

/** Whether a flag is known by a name now that is not its old one, and the old one is still taken: a change of its own. */
export function isRenamedTo(name: string, before: DiffFlag, after: DiffFlag, key: string): boolean {
  return name === flagKey(after) && before.long !== undefined && name !== key && flagNames(after).includes(key);
}

/** That a spelling of a flag is gone, or another flag's. */
export function lostSpelling(name: string, takenBy: ReadonlyMap<string, string>): FoundChange {
  const owner = takenBy.get(name);
  return {
    before: name,
    after: null,
    affected: { type: "spelling", spellings: [name] },
    ...(owner === undefined
      ? { message: `is no longer spelled ${name}` }
      : { message: `is no longer spelled ${name}, which stands for ${owner} now`, isTaken: true }),
  };
}
