import { assertPositional } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertExecOptions, execCommand, type ExecOptions } from "./exec-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertTurn, promptOnStdin, turnFlags, type TurnRequest } from "./turn-options.ts";

/** A new session that begins with what another one said: `codex exec fork`. */
export interface ExecForkRequest extends ExecOptions, SessionOptions, TurnRequest, CommonOptions {
  /** Id or thread name of the session to start from. */
  readonly session: string;
}

/** The command line of `codex exec fork`, as `execArgv`. */
export const execForkArgv = argvBuilder<ExecForkRequest, "prompt" | "session", keyof ExecOptions>({
  parent: execCommand,
  path: ["fork"],
  other: { prompt: "TEXT!", session: "TEXT!" },
  flags: { ...sessionFlags, ...turnFlags },
  args: ({ session }) => [assertPositional(session, "session", "a session id or a thread name"), promptOnStdin],
  check: (request) => {
    assertTurn(request);
    assertExecOptions(request);
  },
});
