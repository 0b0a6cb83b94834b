import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertExecOptions, execCommand, type ExecOptions, type FullAutoOption, fullAutoFlags } from "./exec-options.ts";
import { assertReviewTarget, reviewArgs, reviewFlags, type ReviewTarget, reviewValues } from "./review-target.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";

/** A code review with events: `codex exec review`. */
export interface ExecReviewRequest extends ExecOptions, FullAutoOption, SessionOptions, CommonOptions {
  readonly target: ReviewTarget;
}

/** The command line of `codex exec review`, as `execArgv`. */
export const execReviewArgv = argvBuilder<ExecReviewRequest, "target", keyof ExecOptions>({
  parent: execCommand,
  path: ["review"],
  other: { target: "ANY!" },
  flags: { ...fullAutoFlags, ...sessionFlags },
  derivedFlags: reviewFlags,
  derived: ({ target }) => reviewValues(target),
  args: ({ target }) => reviewArgs(target),
  check: (request) => {
    assertReviewTarget(request.target);
    assertExecOptions(request);
  },
});
