import { assertNoConflict } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertExecOptions, execCommand, type ExecOptions, type FullAutoOption, fullAutoFlags } from "./exec-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertTurn, promptOnStdin, turnFlags, type TurnRequest } from "./turn-options.ts";

/** A new session: `codex exec`. */
export interface ExecRequest extends ExecOptions, FullAutoOption, SessionOptions, TurnRequest, CommonOptions {
  /** Works in a new managed Git worktree. */
  readonly worktree?: boolean;
}

/** The command line of `codex exec`, without the binary and without starting anything. Throws a `CodexError` for what codex refuses. */
export const execArgv = argvBuilder<ExecRequest, "prompt", keyof ExecOptions>({
  parent: execCommand,
  path: [],
  other: { prompt: "TEXT!" },
  flags: { ...fullAutoFlags, ...sessionFlags, ...turnFlags, worktree: "--worktree" },
  args: () => [promptOnStdin],
  check: (request) => {
    assertTurn(request);
    assertExecOptions(request);
    assertNoConflict(request, [["worktree", "ephemeral"]]);
  },
});
