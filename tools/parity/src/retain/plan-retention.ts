import { compare, valid } from "semver";

/** What retention looks at. */
export interface RetentionInputs {
  /** Every semver in a pointer file. */
  readonly pointerVersions: readonly string[];
  /** Version and status of every metadata file. */
  readonly versions: readonly { readonly version: string; readonly status: string }[];
  /** RULES `storage.retention.keep_last_validated`. */
  readonly keepLastValidated: number;
  /** The names of the folders below `snapshots/` and `reports/`. */
  readonly folders: readonly string[];
}

/** The versions to keep, whether they have folders or not, and the version folders outside of the window; both ascending. */
export interface RetentionPlan {
  readonly keep: readonly string[];
  readonly remove: readonly string[];
}

/** Computes the keep-set: all pointers and the last validated or supported versions. Folders that are no version stay. */
export function planRetention({ pointerVersions, versions, keepLastValidated, folders }: RetentionInputs): RetentionPlan {
  const validated = ascending(
    versions.filter(({ status }) => status === "validated" || status === "supported").map(({ version }) => version),
  );
  const keep = ascending([...pointerVersions, ...(keepLastValidated === 0 ? [] : validated.slice(-keepLastValidated))]);
  const kept = new Set(keep);
  return { keep, remove: ascending(folders.filter((folder) => valid(folder) === folder && !kept.has(folder))) };
}

function ascending(versions: readonly string[]): readonly string[] {
  return [...new Set(versions)].toSorted(compare);
}
