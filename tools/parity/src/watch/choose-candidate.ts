import { compare } from "semver";
import type { NewestVersion } from "../status/newest-version.ts";
import type { WatchWarning } from "./watch-warning.ts";

/** What decides whether a CLI is behind. */
export interface WatchInputs {
  readonly policy: "latest" | "minus-1";
  /** Stable releases, newest first. */
  readonly releases: readonly string[];
  /** Those of them that nobody should take in, with the reason. */
  readonly unusable: ReadonlyMap<string, string>;
  /** The newest version that is pinned, snapshotted or has metadata here; `null` when none is. */
  readonly known: NewestVersion | null;
}

/** Why a CLI is behind. */
export interface WatchReason {
  readonly code: "newer-release" | "nothing-known" | "only-pinned";
  readonly message: string;
}

/** Where a CLI stands against its upstream. */
export interface WatchFinding {
  /** `ahead`: what is known here is newer than what the policy asks for. */
  readonly state: "behind" | "current" | "ahead";
  /** The newest release that may be taken in; `null` when there is none. */
  readonly upstreamNewest: string | null;
  /** The release that the policy asks for, when the CLI is behind it. */
  readonly candidate: string | null;
  /** Usable releases that are newer than what is known here, up to the candidate. */
  readonly releasesBehind: number;
  readonly reasons: readonly WatchReason[];
  readonly warnings: readonly WatchWarning[];
}

/**
 * Chooses the release to take in. `latest` is the newest usable release. `minus-1` is the one right before it in the order of
 * semantic versions, whichever of the three numbers tells them apart: with 2.0.0, 1.9.1 and 1.9.0 it is 1.9.1. Nothing older than
 * what is known here is ever proposed.
 */
export function chooseCandidate({ policy, releases, unusable, known }: WatchInputs): WatchFinding {
  const usable = releases.filter((version) => !unusable.has(version));
  const upstreamNewest = usable[0] ?? null;
  const wanted = policy === "latest" ? usable[0] : usable[1];
  const warnings: WatchWarning[] = releases
    .filter((version) => unusable.has(version) && (upstreamNewest === null || compare(version, upstreamNewest) > 0))
    .map((version) => ({ code: "release-passed-over", message: `${version} is passed over: ${unusable.get(version) ?? ""}` }));
  const finding = { upstreamNewest, candidate: null, releasesBehind: 0, reasons: [] } as const;
  if (wanted === undefined) {
    if (policy === "minus-1" && upstreamNewest !== null)
      warnings.push({
        code: "no-earlier-release",
        message: `the policy "minus-1" asks for the release before ${upstreamNewest}, and there is none`,
      });
    return { ...finding, state: known === null ? "current" : "ahead", warnings };
  }
  const order = known === null ? 1 : compare(wanted, known.version);
  if (known !== null && order < 0) {
    // With the policy "minus-1" a maintainer may well have taken in the newest one by hand.
    if (upstreamNewest !== null && compare(upstreamNewest, known.version) < 0)
      warnings.push({
        code: "older-than-known",
        message: `upstream offers ${upstreamNewest}, which is older than ${known.version}, known here: not proposed`,
      });
    return { ...finding, state: "ahead", warnings };
  }
  const reason = reasonFor(wanted, order, known);
  if (reason === undefined) return { ...finding, state: "current", warnings };
  const between = usable.filter((version) => compare(version, wanted) <= 0 && (known === null || compare(version, known.version) > 0));
  return { state: "behind", upstreamNewest, candidate: wanted, releasesBehind: between.length, reasons: [reason], warnings };
}

function reasonFor(wanted: string, order: number, known: NewestVersion | null): WatchReason | undefined {
  if (known === null) return { code: "nothing-known", message: `no version is known here; upstream has ${wanted}` };
  if (order > 0) return { code: "newer-release", message: `${wanted} is newer than ${known.version}, the newest known here` };
  return known.standing === "pinned" ? { code: "only-pinned", message: `${wanted} is pinned and has no snapshot yet` } : undefined;
}
