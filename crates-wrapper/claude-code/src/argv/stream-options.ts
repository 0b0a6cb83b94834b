import type { FlagTable } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";

/** What goes into a run and comes out of it. */
export interface StreamOptions {
  /** `text` is one prompt, `stream-json` a message of JSON per line; the client sets it. */
  readonly inputFormat?: "text" | "stream-json";
  /** The final message as text, the result as JSON, or every event as a line of JSON; the client sets it. */
  readonly outputFormat?: "text" | "json" | "stream-json";
  /** All messages; `stream-json` needs it. The client sets it. */
  readonly verbose?: boolean;
  /** Also the pieces of a message while the model writes it. */
  readonly includePartialMessages?: boolean;
  /** Also what becomes of hooks. */
  readonly includeHookEvents?: boolean;
  /** Also texts and thoughts of sub-agents. */
  readonly forwardSubagentText?: boolean;
  /** Also the messages of stdin, which acknowledges them. */
  readonly replayUserMessages?: boolean;
  /** Also a guess at the next prompt, after every turn. */
  readonly promptSuggestions?: boolean;
  /** Also how the sign-in goes. Help conceals it. */
  readonly enableAuthStatus?: boolean;
  /** Also what is written to the transcript, for a copy elsewhere; not with `noSessionPersistence`, which writes none. Help conceals it. */
  readonly sessionMirror?: boolean;
  /** A JSON Schema for the final answer, as JSON. */
  readonly jsonSchema?: string;
}

export const streamFlags: FlagTable<StreamOptions> = {
  inputFormat: "--input-format=TEXT",
  outputFormat: "--output-format=TEXT",
  verbose: "--verbose",
  includePartialMessages: "--include-partial-messages",
  includeHookEvents: "--include-hook-events",
  forwardSubagentText: "--forward-subagent-text",
  replayUserMessages: "--replay-user-messages",
  promptSuggestions: "--prompt-suggestions",
  enableAuthStatus: "--enable-auth-status",
  sessionMirror: "--session-mirror",
  jsonSchema: "--json-schema=TEXT",
};

/** Throws for formats that do not go together, and for a schema that is none. */
export function assertStream(request: StreamOptions): void {
  const { inputFormat, outputFormat, verbose = false, replayUserMessages = false, jsonSchema } = request;
  if (inputFormat === "stream-json" && outputFormat !== "stream-json")
    throw ClaudeCodeError.forRequest(`The "inputFormat" "stream-json" needs the "outputFormat" "stream-json"`);
  if (outputFormat === "stream-json" && !verbose) throw ClaudeCodeError.forRequest(`The "outputFormat" "stream-json" needs "verbose"`);
  // Claude Code refuses most of them without a stream of events, and ignores the last two.
  const eventOptions = [
    "includeHookEvents",
    "includePartialMessages",
    "forwardSubagentText",
    "replayUserMessages",
    "promptSuggestions",
    "enableAuthStatus",
    "sessionMirror",
  ] as const;
  const odd = outputFormat === "stream-json" ? undefined : eventOptions.find((field) => request[field] === true);
  if (odd !== undefined) throw ClaudeCodeError.forRequest(`Option "${odd}" needs the "outputFormat" "stream-json"`);
  if (replayUserMessages && inputFormat !== "stream-json")
    throw ClaudeCodeError.forRequest(`Option "replayUserMessages" needs the "inputFormat" "stream-json"`);
  if (jsonSchema !== undefined) assertJsonObject(jsonSchema, "jsonSchema");
}

/** Throws for a text that is no JSON, or another JSON than an object. */
function assertJsonObject(text: string, field: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw ClaudeCodeError.forRequest(`Value of "${field}" is no JSON`, error);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw ClaudeCodeError.forRequest(`Value of "${field}" is JSON of another kind, wanted an object`);
}
