import { ClaudeCodeError } from "../claude-code-error.ts";
import { assertNoConflict } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import { assertOn, type CommonOptions } from "./common-options.ts";
import { assertContinuation, continuationFlags, type ContinuationOptions } from "./continuation-options.ts";
import { assertHost, hostFlags, type HostOptions } from "./host-options.ts";
import { assertInstructions } from "./instruction-options.ts";
import { assertPrompt, printPath } from "./prompt.ts";
import { assertRun, runFlags, type RunOptions } from "./run-options.ts";
import { sessionFlags, type SessionOptions } from "./session-options.ts";
import { assertStream, streamFlags, type StreamOptions } from "./stream-options.ts";

/** A run of the agent without a terminal: `claude --print`. The prompt travels through stdin, never through argv. */
export interface PrintRequest extends SessionOptions, ContinuationOptions, RunOptions, StreamOptions, HostOptions, CommonOptions {
  /** What the agent is asked; with the `inputFormat` `stream-json` the first message, if there is one yet. */
  readonly prompt?: string;
}

/** The command line of a run, without the binary and without starting anything. Throws a `ClaudeCodeError` for what Claude Code refuses. */
export const printArgv = argvBuilder<PrintRequest, "prompt">({
  path: printPath,
  other: { prompt: "TEXT" },
  flags: { ...streamFlags, ...continuationFlags, ...sessionFlags, ...runFlags, ...hostFlags },
  check: (request) => {
    const { prompt, inputFormat } = request;
    if (prompt !== undefined) assertPrompt(prompt);
    else if (inputFormat !== "stream-json")
      throw ClaudeCodeError.forRequest(`The request lacks the field "prompt", wanted a text, or the "inputFormat" "stream-json"`);
    assertStream(request);
    assertContinuation(request);
    assertNoConflict(request, [["sessionMirror", "noSessionPersistence"]]);
    assertInstructions(request);
    assertRun(request);
    assertHost(request);
  },
});

/** Puts files back to how they were at a message, and ends: `claude --print --rewind-files`. */
export interface RewindFilesRequest extends CommonOptions {
  /** Id of the conversation. */
  readonly resume: string;
  /** Id of the user's message. Help conceals the flag. */
  readonly rewindFiles: string;
}

/** The command line that puts files back, as `printArgv`. */
export const rewindFilesArgv = argvBuilder<RewindFilesRequest>({
  path: printPath,
  flags: { resume: "--resume=TEXT!", rewindFiles: "--rewind-files=TEXT!" },
});

/** Runs the hooks of `Setup` and `SessionStart`, and ends: `claude --init-only`. Help conceals it. */
export interface InitOnlyRequest extends CommonOptions, Pick<SessionOptions, "settings" | "settingSources" | "pluginDir"> {
  readonly initOnly: true;
}

/** The command line that runs hooks alone, as `printArgv`. */
export const initOnlyArgv = argvBuilder<InitOnlyRequest>({
  path: [],
  flags: {
    initOnly: "--init-only!",
    settings: "--settings=TEXT",
    settingSources: "--setting-sources=TEXT,...",
    pluginDir: "--plugin-dir=TEXT...",
  },
  check: (request) => assertOn(request, "initOnly"),
});
