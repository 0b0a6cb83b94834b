import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertReviewTarget, reviewArgs, reviewFlags, type ReviewTarget, reviewValues } from "./review-target.ts";

/** A code review as text, with the settings of the user's configuration: `codex review`. `exec review` has more options and events. */
export interface ReviewRequest extends CommonOptions {
  readonly target: ReviewTarget;
  /** Trusts this project from now on; it lasts. */
  readonly trust?: boolean;
  readonly strictConfig?: boolean;
}

/** The command line of `codex review`, as `execArgv`. */
export const reviewArgv = argvBuilder<ReviewRequest, "target">({
  path: ["review"],
  other: { target: "ANY!" },
  flags: {
    trust: "--trust",
    strictConfig: "--strict-config",
  },
  derivedFlags: reviewFlags,
  derived: ({ target }) => reviewValues(target),
  args: ({ target }) => reviewArgs(target),
  check: ({ target }) => assertReviewTarget(target),
});
