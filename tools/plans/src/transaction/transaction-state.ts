import type { BegunEvent, JournaledChange } from "../journal.ts";

/** How far one change of a transaction is, as its journal says. A killed process may have been one step further. */
export interface ChangeProgress {
  readonly change: JournaledChange;
  readonly step: "waiting" | "changing" | "changed" | "given-up";
  /** Why it was given up. */
  readonly reason?: string;
}

/** How far a transaction is: the fold over the events of its journal. */
export interface TransactionState {
  readonly begun: BegunEvent;
  /** `open`: neither committed nor rolled back. Unless a process is at it, it is one that was killed. */
  readonly end: "open" | "committed" | "rolled-back";
  /** Whether every backup is complete. */
  readonly isBackedUp: boolean;
  /** Whether every new file was in place, so that the first path may have been changed. */
  readonly isPrepared: boolean;
  /** In the order in which they are changed. */
  readonly progress: readonly ChangeProgress[];
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly endedAt?: string;
  /** Why it is or was rolled back. */
  readonly reason?: string;
  /** The paths that a rollback left as it found them. */
  readonly left: readonly string[];
}
