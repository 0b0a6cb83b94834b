import type { ProcessEnd } from "@lockstep/runtime";
import type { RunOptions as CommonRunOptions } from "@lockstep/wrapper";
import type { McpServerConfig } from "../argv/mcp.ts";
import type { PrintRequest } from "../argv/print.ts";
import type { ControlAnswers } from "../control/answer.ts";
import type { PermissionDecision, PermissionMode } from "../control/permission.ts";
import type { ControlRequest } from "../control/request.ts";
import type { UserTurn } from "../control/user-message.ts";
import type { ClaudeEvent } from "../events/event.ts";
import type { CanUseToolRequest } from "../generated/client-request.ts";
import type { PermissionCallback } from "./permission-desk.ts";
import type { RunFacts } from "./run-facts.ts";

/** A JSON Schema as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A request for a run: what the client sets itself is left out, `jsonSchema` may be the schema, and servers need no file.
 * With the option `isKeptOpen` of the run the prompt may be absent.
 */
export type Run = Omit<PrintRequest, ClientFields | "jsonSchema"> & {
  /** A JSON Schema for the final answer: as JSON, or the schema itself. The answer is `structured` of the result. */
  readonly jsonSchema?: string | JsonSchema;
  /** MCP servers by name, beside those of `mcpConfig`. They go to a file that only this user can read, and stand in no argv. */
  readonly mcpServers?: Readonly<Record<string, McpServerConfig>>;
};

/** What a run is spoken to with; hooks, settings and MCP servers that the client itself is are not offered. */
export type ClientFields =
  | "inputFormat"
  | "outputFormat"
  | "verbose"
  | "awaitInitialize"
  | "initializeFields"
  | "managedSettingsInInitialize";

/** What a run takes besides its request. */
export interface PrintOptions extends CommonRunOptions {
  /** Asked about every tool call that needs a permission; without it such a call is refused, and the run goes on. */
  readonly onPermission?: PermissionCallback;
  /** Told what became of a question, by `onPermission` or in its place. What it throws is dropped. */
  readonly onDecision?: (request: CanUseToolRequest, decision: PermissionDecision) => void;
  /**
   * Milliseconds that `onPermission` has; 60 000 when absent, and less where the limits of silence and progress, which go on meanwhile,
   * would end the run before.
   */
  readonly permissionMs?: number;
  /**
   * Milliseconds without an event that the process has to exit after its last result, with shell commands of the agent in the background
   * or without; 10 000 when absent, or half of a shorter limit of silence or progress. It is killed then, and the result is a good one.
   */
  readonly exitMs?: number;
  /** Takes further messages after each turn, until `end` is called. */
  readonly isKeptOpen?: boolean;
}

/**
 * A running conversation. Read its events to the end (that throws a `ClaudeCodeError` when the run fails), leave the loop to kill it,
 * or just await `result()`, which reads what is unread. Until somebody reads, a talkative Claude Code is held back.
 * Each event is given once: a second loop goes on where the first one is, and ends as the run does.
 * @example
 * ```ts
 * import { openClaudeCode } from "@lockstep/claude-code";
 *
 * const claude = await openClaudeCode({ binary: "claude" });
 * const run = claude.print({ prompt: "Fix the failing test" }, {
 *   onPermission: ({ tool_name: tool }) => tool === "Edit" ? { behavior: "allow" } : { behavior: "deny", message: "Only edit files" },
 * });
 * for await (const event of run) {
 *   if (event.type !== "assistant") continue;
 *   for (const block of event.message.content) if (block.type === "text") process.stdout.write(`${block.text}\n`);
 * }
 * const { sessionId, costUsd, denials } = await run.result();
 * process.stdout.write(`${sessionId}: ${costUsd} USD, ${denials.length} tool calls refused\n`);
 * ```
 */
export interface ClaudeCodeRun extends AsyncIterable<ClaudeEvent> {
  /** May be awaited beside a loop and inside of it: the loop then still gets every event. */
  result(): Promise<RunResult>;
  /**
   * Sends a further message, a turn of its own or a part of the running one, as Claude Code sees fit. Events have to be read meanwhile.
   * Rejects with the code `CLAUDE_CODE_REQUEST` for a blank message or what is none, and with `CLAUDE_CODE_OUTPUT` when the run takes none
   * any longer: without `isKeptOpen` that is when all earlier ones are answered.
   */
  send(content: UserTurn["content"]): Promise<void>;
  /**
   * Lets the run end when all messages are answered. A run that was sent none ends without a result, and so fails with the reason
   * `no-result`.
   */
  end(): void;
  /** Ends the running turn, which then fails with the reason `interrupted` unless a further one follows. */
  interrupt(): Promise<void>;
  /** From the next turn on; the model that Claude Code begins with when absent. */
  setModel(model?: string): Promise<void>;
  /** From the next tool call on. `bypassPermissions` only in a run that was started so. */
  setPermissionMode(mode: PermissionMode): Promise<void>;
  /**
   * Asks the running process; events have to be read meanwhile. Rejects with a `ClaudeCodeError` of code `CLAUDE_CODE_OUTPUT` when Claude
   * Code refuses, answers something else or ends before, and when the run takes no requests any longer.
   */
  control<Request extends ControlRequest>(request: Request): Promise<ControlAnswers[Request["subtype"]]>;
}

/** What a run left behind that ended with exit code 0, or was ended after a good result. */
export interface RunResult extends RunFacts {
  /** The answer to `jsonSchema`; `undefined` without one. */
  readonly structured: unknown;
  readonly exit: ProcessEnd;
}
