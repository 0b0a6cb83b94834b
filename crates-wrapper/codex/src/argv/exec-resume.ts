import { assertPositional, assertVariant } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertExecOptions, execCommand, type ExecOptions, type FullAutoOption, fullAutoFlags } from "./exec-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertTurn, promptOnStdin, turnFlags, type TurnRequest } from "./turn-options.ts";

/** A further turn of a recorded session: `codex exec resume`. */
export interface ExecResumeRequest extends ExecOptions, FullAutoOption, SessionOptions, TurnRequest, CommonOptions {
  readonly session: ResumedSession;
}

/** A session by its id or thread name, or the newest one of the working directory; with `all`, of any directory. */
export type ResumedSession = { readonly type: "id"; readonly id: string } | { readonly type: "last"; readonly all?: boolean };

/** The command line of `codex exec resume`, as `execArgv`. */
export const execResumeArgv = argvBuilder<ExecResumeRequest, "prompt" | "session", keyof ExecOptions>({
  parent: execCommand,
  path: ["resume"],
  other: { prompt: "TEXT!", session: "ANY!" },
  flags: { ...fullAutoFlags, ...sessionFlags, ...turnFlags },
  derivedFlags: {
    last: "--last",
    all: "--all",
  },
  derived: ({ session }) => (session.type === "last" ? { last: true, all: session.all } : {}),
  args: ({ session }) => [
    ...(session.type === "id" ? [assertPositional(session.id, "session", "a session id or a thread name")] : []),
    promptOnStdin,
  ],
  check: (request) => {
    assertVariant(request.session, { id: { id: "TEXT!" }, last: { all: "" } }, 'Field "session"');
    assertTurn(request);
    assertExecOptions(request);
  },
});
