import type { CoverageReportV1, ParityRules, VersionMetadataV1 } from "@lockstep/contracts";
import { compare } from "semver";
import { queueCounts, type QueueCounts } from "../status/queue-counts.ts";
import { targetPointers, type TargetPointers } from "../status/target-pointers.ts";

/** What is committed of one CLI, as far as a support matrix tells of it. */
export interface CliSupportInputs {
  /** The folder of its root. */
  readonly cli: string;
  readonly tool: string;
  readonly rules: Pick<ParityRules, "union">;
  /** By path below the root; `undefined` is `none`. */
  readonly pointers: ReadonlyMap<string, string | undefined>;
  /** Every `versions/<version>.json`, in any order. */
  readonly metadata: readonly VersionMetadataV1[];
  /** The targets that have a snapshot, by version; of versions without metadata too. */
  readonly snapshots: ReadonlyMap<string, readonly string[]>;
  /** The report over any target, by version. */
  readonly reports: ReadonlyMap<string, CoverageReportV1>;
}

/** How one version stands on one target. */
export interface TargetSupport {
  readonly target: string;
  readonly hasSnapshot: boolean;
  /** The wrapper covers what the rules want of it there. */
  readonly isSupported: boolean;
  /** What the tests with the real binary gave; `null` where none are noted. */
  readonly validation: "passed" | "failed" | "skipped" | null;
}

/** One version of one CLI. */
export interface VersionSupport {
  readonly version: string;
  /** `null` without metadata. */
  readonly status: VersionMetadataV1["status"] | null;
  /** In expected order. */
  readonly targets: readonly TargetSupport[];
  /** What the report over any target lists; `null` without one. */
  readonly queue: Omit<QueueCounts, "view"> | null;
}

/** One CLI: what its pointers name, and its versions, ascending. */
export interface CliSupport {
  readonly cli: string;
  readonly tool: string;
  readonly latestValidated: string | null;
  readonly minSupported: string | null;
  readonly targets: readonly TargetPointers[];
  readonly versions: readonly VersionSupport[];
}

/** Joins what is committed of a CLI into its part of the support matrix. */
export function buildCliSupport({ cli, tool, rules, pointers, metadata, snapshots, reports }: CliSupportInputs): CliSupport {
  const byVersion = new Map(metadata.map((each) => [each.semantic_version, each]));
  const versions = [...new Set([...byVersion.keys(), ...snapshots.keys()])].toSorted(compare);
  return {
    cli,
    tool,
    latestValidated: pointers.get("latest_validated.txt") ?? null,
    minSupported: pointers.get("min_supported.txt") ?? null,
    targets: targetPointers(rules, pointers),
    versions: versions.map((version) => {
      const known = byVersion.get(version);
      const report = reports.get(version);
      return {
        version,
        status: known?.status ?? null,
        targets: rules.union.expected_targets.map((target) => ({
          target,
          hasSnapshot: snapshots.get(version)?.includes(target) === true,
          isSupported: known?.coverage?.supported_targets.includes(target) === true,
          validation: validationOn(target, known),
        })),
        queue: report === undefined ? null : withoutView(queueCounts(report)),
      };
    }),
  };
}

function withoutView({ view: _view, ...counts }: QueueCounts): Omit<QueueCounts, "view"> {
  return counts;
}

function validationOn(target: string, metadata: VersionMetadataV1 | undefined): TargetSupport["validation"] {
  const { passed_targets: passed = [], failed_targets: failed = [], skipped_targets: skipped = [] } = metadata?.validation ?? {};
  // A target that failed anywhere has not passed.
  if (failed.includes(target)) return "failed";
  if (passed.includes(target)) return "passed";
  return skipped.includes(target) ? "skipped" : null;
}
