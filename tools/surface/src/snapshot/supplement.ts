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
 * addition that changes nothing is not applied.
 */
export function applySupplement(
  commands: readonly SnapshotCommand[],
  supplement: CommandSupplement | undefined,
  os: string,
  withSources: boolean,
): SupplementedCommands {
  const byPath = new Map(commands.map((command) => [command.path.join(" "), command]));
  const omissions: string[] = [];
  for (const { path, platforms } of supplement?.commands ?? []) {
    if (platforms !== undefined && !platforms.some((platform) => platform === os)) continue;
    const key = path.join(" ");
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
