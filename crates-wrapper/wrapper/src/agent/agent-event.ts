import type { AgentPermissionDecision, AgentRequest } from "./agent-request.ts";

/** What an agent does, in the order in which it says so. The last event of a run that was not left is always `finished`. */
export type AgentEvent =
  | AgentSessionStarted
  | AgentText
  | AgentReasoning
  | AgentToolStarted
  | AgentToolFinished
  | AgentPermissionAsked
  | AgentPermissionDecided
  | AgentTodo
  | AgentUsageReport
  | AgentNotice
  | AgentUnknown
  | AgentFinished;

/** The conversation has its id, for `session` of a later request. */
export interface AgentSessionStarted {
  readonly type: "session-started";
  readonly sessionId: string;
  /** `undefined` where the agent does not tell it. */
  readonly model: string | undefined;
}

/** A whole message, or part of one that has several, of the model to the user. */
export interface AgentText {
  readonly type: "text";
  readonly text: string;
}

/** What the model thought, as far as it is shown. */
export interface AgentReasoning {
  readonly type: "reasoning";
  readonly text: string;
}

/** What a tool is for: `other` is all else, sub-agents among it. */
export type AgentToolKind = "command" | "file-change" | "mcp" | "web" | "other";

/** A tool is called. */
export interface AgentToolStarted {
  readonly type: "tool-started";
  readonly id: string;
  readonly kind: AgentToolKind;
  /** As the agent names it; of an MCP tool `<server>/<tool>`. */
  readonly tool: string;
  /** As the agent tells it; a command has its `command`. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** A tool call came to its end; `ok` is false for one that failed or was refused. */
export interface AgentToolFinished {
  readonly type: "tool-finished";
  readonly id: string;
  readonly kind: AgentToolKind;
  readonly tool: string;
  readonly ok: boolean;
  /** What the model reads of it, or was seen to be done, as text. */
  readonly output: string;
}

/** `onPermission` is asked. A question that the agent takes back stays without a decision. */
export interface AgentPermissionAsked {
  readonly type: "permission-asked";
  readonly id: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A tool call was decided on: by `onPermission`, also in its place when it failed, or by a rule without anybody being asked. */
export interface AgentPermissionDecided {
  readonly type: "permission-decided";
  readonly id: string;
  readonly tool: string;
  readonly by: "callback" | "rule";
  readonly decision: AgentPermissionDecision;
}

/** The agent's list of what is to do, all of it. */
export interface AgentTodo {
  readonly type: "todo";
  readonly items: readonly { readonly text: string; readonly isDone: boolean }[];
}

/** Tokens so far. */
export interface AgentUsageReport {
  readonly type: "usage";
  readonly usage: AgentUsage;
}

/** Tokens. */
export interface AgentUsage {
  /** Whose: those of this run, or of the whole conversation with earlier runs where the agent tells no more. */
  readonly scope: "run" | "session";
  /** Those from the cache included. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

/** Something for people: a request to the model that is made again, or a warning. */
export interface AgentNotice {
  readonly type: "notice";
  readonly kind: "retry" | "warning";
  readonly message: string;
}

/** What the wrapper does not know, as it came: an object, or the text of a line. */
export interface AgentUnknown {
  readonly type: "unknown";
  readonly raw: unknown;
}

/** The run is over, and nothing of the agent is left. */
export interface AgentFinished {
  readonly type: "finished";
  readonly result: AgentResult;
}

/**
 * How a run ended. `failed` is every failure without a name of its own here, an error of the model's API among them; `timed-out` stands
 * for each limit of time, `aborted` for the signal.
 */
export type AgentOutcome = "completed" | "failed" | "max-turns" | "budget" | "interrupted" | "timed-out" | "aborted";

/** What a run left behind. */
export interface AgentResult {
  readonly outcome: AgentOutcome;
  /** The last message of the model; empty when it wrote none. */
  readonly text: string;
  /** The answer to `outputSchema` of a run that completed; `undefined` otherwise. */
  readonly structured: unknown;
  readonly sessionId: string | undefined;
  /** `undefined` when the agent told none. */
  readonly usage: AgentUsage | undefined;
  /** What this run cost; `undefined` where the agent does not tell it. */
  readonly costUsd: number | undefined;
  /** Why it did not complete: an error of the wrapper, with a code. `undefined` for one that did. */
  readonly error: (Error & { readonly code: string }) | undefined;
}

/**
 * Runs an agent. Starts at once; leaving the loop kills the agent with all that it has started. Events are given once, so read them in one
 * loop. The loop does not throw for what becomes of the agent: see `finished`.
 * The call throws an `AgentRefusal` for what the agent cannot do, and the error of the wrapper for a value that it refuses.
 */
export type RunAgent = (request: AgentRequest) => AsyncIterable<AgentEvent>;
