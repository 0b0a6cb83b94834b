import { argvBuilder } from "./argv-builder.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertResumption, resumptionFlags, type ResumptionOptions } from "./continuation-options.ts";
import { assertInstructions } from "./instruction-options.ts";
import { assertPrompt } from "./prompt.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";

/**
 * A session in the background, which goes on when this process has ended: `claude --bg`. Claude Code wants its directory to be
 * trusted. The prompt stands in argv, where other users of the machine can see it.
 */
export interface BackgroundRequest extends SessionOptions, ResumptionOptions, CommonOptions {
  readonly prompt: string;
}

/** The command line of a background session, as `printArgv`. */
export const backgroundArgv = argvBuilder<BackgroundRequest, "prompt">({
  path: ["--bg"],
  other: { prompt: "TEXT!" },
  flags: { ...resumptionFlags, ...sessionFlags },
  rest: ({ prompt }) => [asNoCommand(prompt)],
  check: (request) => {
    assertPrompt(request.prompt);
    assertResumption(request);
    if (request.agents !== undefined && !request.agents.trimStart().startsWith("{"))
      throw ClaudeCodeError.forRequest(`Value of "agents" is no JSON object, and a background session reads no file`);
    assertInstructions(request);
  },
});

/**
 * Claude Code hands the prompt to a `claude -- <prompt>`, which runs the command of that name if there is one, such as `update`, `--` or
 * not. A space behind it makes the word a prompt.
 */
function asNoCommand(prompt: string): string {
  return /^[\w-]+$/.test(prompt) ? `${prompt} ` : prompt;
}
