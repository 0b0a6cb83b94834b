import { type ArgvToken, flagTokens, type Passthrough, passthroughTokens, typedTokens } from "./argv-token.ts";
import { type ExecOptions, execTokens } from "./exec-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertPrompt, promptOnStdin } from "./turn-options.ts";

/** A code review: `codex exec review`. */
export interface ExecReviewRequest extends ExecOptions, SessionOptions, Passthrough {
  readonly target: ReviewTarget;
}

/** What is reviewed: uncommitted changes, the changes against a branch, one commit (its title is shown), or what the instructions say. */
export type ReviewTarget =
  | { readonly type: "uncommitted" }
  | { readonly type: "base"; readonly branch: string }
  | { readonly type: "commit"; readonly sha: string; readonly title?: string }
  | { readonly type: "instructions"; readonly prompt: string };

/** Throws a `CodexError` for a combination that codex refuses. */
export function execReviewArgv(request: ExecReviewRequest): ArgvToken[] {
  const { target } = request;
  if (target.type === "instructions") assertPrompt(target.prompt);
  return [
    ...execTokens(request),
    ...typedTokens("review"),
    ...flagTokens(sessionFlags, request),
    ...flagTokens(targetFlags, {
      uncommitted: target.type === "uncommitted",
      base: target.type === "base" ? target.branch : undefined,
      commit: target.type === "commit" ? target.sha : undefined,
      title: target.type === "commit" ? target.title : undefined,
    }),
    ...passthroughTokens(request),
    ...(target.type === "instructions" ? typedTokens(promptOnStdin) : []),
  ];
}

const targetFlags = { uncommitted: "--uncommitted", base: "--base", commit: "--commit", title: "--title" } as const;
