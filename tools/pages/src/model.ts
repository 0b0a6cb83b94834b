/** What a CLI has: a command, a flag or a positional arg. `name` is a flag's key or an arg's name, and "" of a command. */
export interface PageUnit {
  readonly kind: "command" | "flag" | "arg";
  readonly path: readonly string[];
  readonly name: string;
}

/** What the newest report makes of a unit. All but `covered` are the outcomes that a report lists. */
export type PageOutcome =
  | "covered"
  | "at risk"
  | "missing"
  | "unsupported"
  | "passthrough"
  | "intentionally unsupported"
  | "excluded"
  | "hidden";

/** How many units have which outcome; `missing` counts what the wrapper has at the levels `unsupported` and `passthrough` too. */
export interface OutcomeCounts {
  readonly units: number;
  readonly covered: number;
  readonly atRisk: number;
  readonly missing: number;
  readonly intentionallyUnsupported: number;
  readonly excluded: number;
  readonly hidden: number;
}

/** A link that leaves the page for a committed file: relative to where the page is written, encoded. */
export interface PageLink {
  readonly text: string;
  readonly href: string;
}

/** A target as the rules expect it; `null` is the pointer `none`. */
export interface PageTarget {
  readonly target: string;
  readonly isRequired: boolean;
  readonly latestValidated: string | null;
  readonly latestSupported: string | null;
}

/** A committed version. */
export interface PageVersion {
  readonly version: string;
  /** The status of its metadata; `null` without. */
  readonly status: string | null;
  /** The `generated_at` of its report, as it is committed; `null` without a report. */
  readonly generatedAt: string | null;
  /** Of the report over any target; `null` without a wrapper. */
  readonly counts: OutcomeCounts | null;
  /** The targets that have a snapshot, in expected order. */
  readonly targets: readonly VersionTarget[];
  /** Snapshots, union, reports, metadata, and helps where they are kept. */
  readonly evidence: readonly PageLink[];
}

/** One target of a version that has a snapshot. */
export interface VersionTarget {
  readonly target: string;
  readonly collectedAt: string;
  /** How many units the version has there. */
  readonly units: number;
  readonly counts: OutcomeCounts | null;
}

/** A unit of the version that the page tells of. */
export interface SurfaceUnit {
  readonly unit: PageUnit;
  readonly about: string;
  /** `null` without a wrapper. */
  readonly outcome: PageOutcome | null;
  /** Whether upstream hides or deprecates it, or the command it belongs to. */
  readonly state: "hidden" | "deprecated" | null;
  readonly note: string | null;
}

/** One list of a report. */
export interface QueueList {
  /** Its name in the report, such as `missing_flags`. */
  readonly delta: string;
  /** What it asks of a maintainer: to add something, to watch something, or nothing any more. */
  readonly urgency: "to do" | "to watch" | "settled";
  readonly items: readonly QueueItem[];
}

/** One unit of a list. */
export interface QueueItem {
  readonly unit: PageUnit;
  /** The targets that it is about: where it is missing, or else where upstream has it. */
  readonly targets: readonly string[];
  readonly state: string | null;
  readonly note: string | null;
}

/** How a version has a unit, over all of its targets: the most visible counts. */
export type PagePresence = "visible" | "hidden" | "rejected" | "absent";

/** Committed versions in a row that have a unit in one way, both ends included. */
export interface PresenceRange {
  readonly presence: PagePresence;
  readonly from: string;
  readonly to: string;
}

/** A unit through the versions, ascending and without a gap between the ranges. */
export interface UnitTimeline {
  readonly unit: PageUnit;
  readonly ranges: readonly PresenceRange[];
}

/** Pairs of versions: each of `from` with each later one of `to`; of both the first and the last version, both included. */
export interface VersionPairs {
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
}

/** One finding of `diff`, once for all pairs of versions that have it. */
export interface PageChange {
  /** The id of the kind of change, such as `flag-removed`. */
  readonly id: string;
  readonly severity: "breaking" | "warning" | "information";
  readonly unit: PageUnit;
  /** What became of the unit, to be read behind its name. */
  readonly text: string;
  /** Why it matters that much; `null` of what is only information. */
  readonly reason: string | null;
  /** By whom and why it is accepted; `null` where it is not. */
  readonly waiver: string | null;
  readonly between: readonly VersionPairs[];
}

/** What a reader has to know of the comparison of some pairs of versions. */
export interface PageRemark {
  readonly text: string;
  readonly between: readonly VersionPairs[];
}

/** Everything that the page of one CLI tells. */
export interface CliPage {
  /** The name of its folder in `manifests/`. */
  readonly cli: string;
  /** The program's name, as it is typed. */
  readonly binary: string;
  /** The index of all CLIs, relative to the page; `null` where none is written. */
  readonly indexHref: string | null;
  readonly latestValidated: string | null;
  readonly minSupported: string | null;
  readonly targets: readonly PageTarget[];
  /** Ascending. */
  readonly versions: readonly PageVersion[];
  /** The version that units and queue are of: the newest one committed; `null` where there is none. */
  readonly current: string | null;
  /** In the order of the union: each command, then its flags and args. */
  readonly surface: readonly SurfaceUnit[];
  /** `null` without a wrapper. */
  readonly queue: readonly QueueList[] | null;
  readonly timelines: readonly UnitTimeline[];
  /** What differs between any two versions, in the order of a diff; `changesBetween` has those of two. */
  readonly changes: readonly PageChange[];
  readonly remarks: readonly PageRemark[];
  /** The page of all kinds of findings, relative to the page; each has the anchor of its id. `null` where there is none. */
  readonly findingsHref: string | null;
  /** Files of the whole CLI: rules, locks, the wrapper's coverage. */
  readonly evidence: readonly PageLink[];
}

/** What a page is rendered with. */
export interface Rendering {
  /** The SHA-256 of a text's UTF-8 bytes in base64, by which the page allows its own script and styles and no others. */
  readonly sha256: (text: string) => string;
}
