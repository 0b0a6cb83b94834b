import { UsageError, type OptionSpec } from "@lockstep/kernel";
import type { World } from "../world.ts";

const VARIABLE = "XTASK_CACHE_LIMIT";
const DEFAULT = "20GB";
const pattern = /^(?:(\d+(?:\.\d+)?)(MB|GB)|none)$/;
const WANTED = "a size like 500MB or 20GB, or none";

/** The option of the commands that keep artifacts. */
export const cacheLimitOption = {
  type: "string",
  describe: `How much .cache/artifacts may hold (default: ${VARIABLE}, else ${DEFAULT})`,
  format: { pattern, wanted: WANTED },
} as const satisfies OptionSpec;

/**
 * Bytes that the cache may hold: by the option, by the variable `XTASK_CACHE_LIMIT`, or 20 GB; `Infinity` for `none`. Throws
 * `UsageError` `CACHE_LIMIT_INVALID` for another word in the variable.
 */
export function readCacheLimit(option: string | undefined, env: World["env"]): number {
  const given = option ?? (env[VARIABLE] === "" ? undefined : env[VARIABLE]) ?? DEFAULT;
  const found = pattern.exec(given);
  if (found === null) {
    throw new UsageError("CACHE_LIMIT_INVALID", `The variable "${VARIABLE}" must be ${WANTED}, is "${given}"`, {
      hint: `Correct the variable, or unset it for ${DEFAULT}`,
    });
  }
  const [, size, unit] = found;
  return size === undefined ? Infinity : Number(size) * (unit === "MB" ? 1e6 : 1e9);
}

/** Removes from the cache what was not used for the longest time and is too much, and tells what that was. */
export async function pruneCache({ binaries, progress }: Pick<World, "binaries" | "progress">, limitBytes: number): Promise<void> {
  if (limitBytes === Infinity) return;
  for (const { cli, version, target, sizeBytes } of (await binaries.prune?.(limitBytes)) ?? []) {
    progress(
      `Removed ${cli} ${version} for ${target} (${String(Math.round(sizeBytes / 1e6))} MB) from the cache, which is over its limit; it was not used for the longest time`,
    );
  }
}
