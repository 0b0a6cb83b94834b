import type { CommandSupplement, SnapshotCommand } from "@lockstep/contracts";
import { comparePaths } from "@lockstep/kernel";

/** What a supplement did to a list of commands. */
export interface SupplementedCommands {
  readonly commands: readonly SnapshotCommand[];
  /** One entry for `known_omissions` per addition that was applied. */
  readonly omissions: readonly string[];
}

/**
 * Applies the reviewed additions whose platforms include `os`: a missing path is inserted bare, and `platforms` are set. An
 * addition that changes nothing is not applied, nor one that is an alias of a command of `walked`: of what a walk found that
 * probed the additions too.
 */
export function applySupplement(
  commands: readonly SnapshotCommand[],
  supplement: CommandSupplement | undefined,
  os: string,
  { withSources, walked }: { readonly withSources: boolean; readonly walked: readonly SnapshotCommand[] },
): SupplementedCommands {
  const byPath = new Map(commands.map((command) => [command.path.join(" "), command]));
  const aliases = aliasPaths(walked);
  const omissions: string[] = [];
  for (const { path, platforms } of supplement?.commands ?? []) {
    if (platforms !== undefined && !platforms.some((platform) => platform === os)) continue;
    const key = path.join(" ");
    if (aliases.has(key)) continue;
    const present = byPath.get(key);
    // A command that only the supplement made known was probed: it has no source of its own yet.
    const inserted = present === undefined || present.sources?.includes("help") === false;
    if (!inserted && platforms === undefined) continue;
    const { sources, help_sha256, path: _path, about, usage, stability, ...fields } = present ?? { path };
    byPath.set(key, {
      path,
      ...(about === undefined ? {} : { about }),
      ...(usage === undefined ? {} : { usage }),
      ...(stability === undefined ? {} : { stability }),
      ...(platforms === undefined ? {} : { platforms }),
      ...fields,
      ...(withSources ? { sources: inserted ? [...(sources ?? []), "supplement" as const] : (sources ?? []) } : {}),
      ...(help_sha256 === undefined ? {} : { help_sha256 }),
    });
    omissions.push(`supplement/commands.json:v1:${key}`);
  }
  return { commands: [...byPath.values()].toSorted((a, b) => comparePaths(a.path, b.path)), omissions };
}

/** The command lines that are spelled with an alias: of a sibling its name is listed, of a command elsewhere its whole path. */
function aliasPaths(commands: readonly SnapshotCommand[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap(({ path, aliases }) =>
      (aliases ?? []).map((alias) => (alias.includes(" ") ? alias : [...path.slice(0, -1), alias].join(" "))),
    ),
  );
}
