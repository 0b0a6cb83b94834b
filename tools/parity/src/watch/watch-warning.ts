/** Something about a list of releases that a maintainer should know; it changes no exit code. */
export interface WatchWarning {
  readonly code:
    /** The tag `latest` names what is no listed stable release. */
    | "latest-tag-unusable"
    /** There are releases above the tag `latest`. */
    | "newer-than-latest-tag"
    /** What upstream offers is older than what is known here. */
    | "older-than-known"
    /** A newer release was passed over: deprecated, or without a package for the required target. */
    | "release-passed-over"
    /** A target has no package of the candidate. */
    | "target-unpublished"
    /** The policy asks for an earlier release than there is. */
    | "no-earlier-release"
    /** `cli.json` has no `release_watch`. */
    | "not-watched";
  readonly message: string;
}
