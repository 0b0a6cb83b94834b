import type { HelpPage } from "./help-page.ts";

/** What helps that list other paths of their command say. Keys are paths joined by spaces. */
export interface ListedAliases {
  /** The commands that are aliases of another one. */
  readonly aliases: ReadonlySet<string>;
  /** The aliases of each command: a sibling's name, or the whole path of any other. */
  readonly namesOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the aliases that the helps of commands list. A command whose own path is in its list is an alias, if some other command
 * lists it without being one; two commands that claim the same alias leave it to the first.
 * @param commands in path order
 */
export function readListedAliases(commands: readonly { readonly path: readonly string[]; readonly page?: HelpPage }[]): ListedAliases {
  const owners = new Map<string, string>();
  const namesOf = new Map<string, readonly string[]>();
  for (const { path, page } of commands) {
    const own = path.join(" ");
    const listed = page?.aliases ?? [];
    if (listed.some((alias) => alias.join(" ") === own)) continue;
    const free = listed.filter((alias) => !owners.has(alias.join(" ")));
    for (const alias of free) owners.set(alias.join(" "), own);
    if (free.length > 0)
      namesOf.set(
        own,
        free.map((alias) => nameFrom(path, alias)),
      );
  }
  const claimed = commands.filter(
    ({ path, page }) => owners.has(path.join(" ")) && page?.aliases?.some((alias) => alias.join(" ") === path.join(" ")) === true,
  );
  return { aliases: new Set(claimed.map(({ path }) => path.join(" "))), namesOf };
}

/** The name of a sibling, else the whole path. */
function nameFrom(path: readonly string[], alias: readonly string[]): string {
  const isSibling = alias.slice(0, -1).join(" ") === path.slice(0, -1).join(" ");
  return isSibling ? (alias.at(-1) ?? "") : alias.join(" ");
}
