import type { Candidates } from "./acceptance/earlier-names.ts";
import type { DeclaredSurface, FeatureFailure } from "@lockstep/contracts";

/** What one probe gave: its clean text with masked folders, or the entry for `known_omissions` that says why there is none. */
export type Probe = { readonly type: "text"; readonly text: string } | { readonly type: "failed"; readonly omission: string };

/** The help of one command. */
export interface HelpProbe {
  readonly path: readonly string[];
  readonly probe: Probe;
}

/** How a binary answered one call that asks whether it accepts something: clean output with masked folders. */
export interface AcceptanceAnswer {
  /** The command. */
  readonly path: readonly string[];
  /** The words behind it. */
  readonly words: readonly string[];
  /** Absent when it did not end by itself. */
  readonly exitCode?: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The entry for `known_omissions` that says how it failed; present exactly when `exitCode` is absent. */
  readonly failure?: string;
}

/** The help texts and the completion script of a binary in one configuration. Helps are in path order, the root first. */
export interface SurfaceCapture {
  readonly helps: readonly HelpProbe[];
  /** The root's help with what it hides; absent where the CLI has no flags for that. */
  readonly hiddenHelp?: Probe;
  /** The text that lists the flags of every command; absent where the CLI has no words for that. */
  readonly globalHelp?: Probe;
  readonly completion?: Probe;
  /**
   * What the program answered to each call for what it completes, in the order of path and words: the command, and the words
   * behind it. Absent when it prints a script instead, or was not asked.
   */
  readonly completionAnswers?: readonly AcceptanceAnswer[];
}

/** Everything that the probes of one binary printed. Parsing it again needs no binary. */
export interface RawCapture extends SurfaceCapture {
  readonly versionOutput: string;
  readonly features?: FeatureCapture;
  /** What its text declares; absent when nothing was read. */
  readonly declarations?: DeclaredSurface;
  /** What an earlier version had and a later one shows, which was asked about beside the candidates of `cli.json`. */
  readonly earlierNames?: Candidates;
  /** In the order of path and words; absent when nothing was asked. */
  readonly acceptance?: readonly AcceptanceAnswer[];
}

/** What listing and enabling features gave. */
export interface FeatureCapture {
  readonly list: Probe;
  /** The names that the policy asks to enable, in code-point order. */
  readonly requested: readonly string[];
  readonly enabled: readonly string[];
  readonly failures: readonly FeatureFailure[];
  /** The surface with all of `enabled` on; absent where root help and completion are the same as without. */
  readonly withFeatures?: SurfaceCapture;
}
