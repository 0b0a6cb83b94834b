/** What forbids a promotion. */
export interface PromotionGate {
  readonly code:
    | "version-not-stable"
    | "status-not-validated"
    | "required-target-not-passed"
    | "required-target-not-supported"
    /** A pointer that would have to move is at a newer version. */
    | "newer-is-promoted"
    /** A file that the promotion rests on is not what its inputs give. */
    | "input-stale"
    | "inputs-of-different-parsers";
  /** One sentence without a full stop. */
  readonly message: string;
  /** The command that opens the gate, or what to do by hand. */
  readonly next: string;
}
