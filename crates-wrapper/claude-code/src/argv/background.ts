import { argvBuilder } from "./argv-builder.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNoConflict } from "../claude-tools.ts";
import type { CommonOptions } from "./common-options.ts";
import { listKinds, listWords } from "./customization-options.ts";
import { assertInstructions } from "./instruction-options.ts";
import { assertPrompt } from "./prompt.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";

/**
 * A session in the background, which goes on when this process has ended: `claude --bg`. Claude Code wants its directory to be
 * trusted. The prompt stands in argv, where other users of the machine can see it.
 */
export interface BackgroundRequest extends SessionOptions, CommonOptions {
  readonly prompt: string;
  /** The newest conversation of the working directory. */
  readonly continue?: boolean;
  /** Id of a conversation, which goes on in the background. */
  readonly resume?: string;
  /** Goes on under a new id; with `continue` or `resume`. */
  readonly forkSession?: boolean;
}

export const backgroundArgv = argvBuilder<BackgroundRequest, "prompt" | "settingSources" | "tools">({
  path: ["--bg"],
  other: { prompt: "TEXT!", ...listKinds },
  flags: { continue: "--continue", resume: "--resume=TEXT", forkSession: "--fork-session", ...sessionFlags },
  args: listWords,
  rest: ({ prompt }) => [prompt],
  check: (request) => {
    assertPrompt(request.prompt);
    assertNoConflict(request, [["continue", "resume"]]);
    if (request.forkSession === true && request.continue !== true && request.resume === undefined)
      throw ClaudeCodeError.forRequest(`Option "forkSession" needs "continue" or "resume"`);
    if (request.agents !== undefined && !request.agents.trimStart().startsWith("{"))
      throw ClaudeCodeError.forRequest(`Value of "agents" is no JSON object, and a background session reads no file`);
    assertInstructions(request);
  },
});
