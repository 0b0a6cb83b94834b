import type { Timeouts } from "../invocation.ts";

/**
 * A task for an agent, whichever program it is. What an agent cannot do as asked it refuses by an `AgentRefusal` before anything starts;
 * no field is passed over in silence.
 */
export interface AgentRequest {
  readonly prompt: string;
  /** Directory that the agent works in, and that its conversations belong to; that of the agent's options when absent. */
  readonly cwd?: string;
  /** Variables that are added to those of the agent's options. */
  readonly env?: Readonly<Record<string, string>>;
  /** A new conversation when absent. */
  readonly session?: AgentSession;
  /** As the agent names it; its own choice when absent. */
  readonly model?: string;
  /** How hard the model thinks; the agent's own choice when absent. */
  readonly effort?: AgentEffort;
  readonly instructions?: AgentInstructions;
  /**
   * What the agent may do without being allowed to by anybody: read, also change the files of `cwd`, or everything. What goes beyond is
   * refused, or asked about where there is an `onPermission`. `read-only` when absent. What the user's own settings of the agent, or
   * `tools`, allow may be done besides, where the agent has no sandbox.
   */
  readonly access?: AgentAccess;
  /** Names and patterns as the agent has them. */
  readonly tools?: AgentTools;
  readonly onPermission?: AgentPermissionCallback;
  /** MCP servers for this run by name (letters, digits, `-`, and single `_` between them), beside those of the agent's configuration. */
  readonly mcpServers?: Readonly<Record<string, AgentMcpServer>>;
  /** Requests to the model after which the run ends with the outcome `max-turns`. */
  readonly maxTurns?: number;
  /** US dollars after which the run ends with the outcome `budget`. */
  readonly budgetUsd?: number;
  /** A JSON Schema for the final answer, of an object; the answer is `structured` of the result. */
  readonly outputSchema?: Readonly<Record<string, unknown>>;
  /** Each in place of that of the agent's options. */
  readonly timeouts?: Timeouts;
  /** Kills the agent with all that it has started. */
  readonly signal?: AbortSignal;
  /** Path of a new file for what the agent prints, byte by byte as it arrives; a relative one begins at `cwd`. */
  readonly record?: string;
}

/**
 * Which conversation: a new one; that of the id; the newest of the directory, or a new one where there is none; or a new one that begins
 * with what that of the id has said.
 */
export type AgentSession =
  | { readonly type: "new" }
  | { readonly type: "resume"; readonly id: string }
  | { readonly type: "continue" }
  | { readonly type: "fork"; readonly id: string };

/** From little to much; `minimal` and `max` are not known to every agent. */
export type AgentEffort = "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/** What the model is told besides the prompt: more than the agent's own instructions, or in their place. */
export interface AgentInstructions {
  readonly type: "append" | "replace";
  readonly text: string;
}

/** See `access` of the request. */
export type AgentAccess = "read-only" | "edit-workspace" | "full";

/** Tools that need no permission, and tools that there are not. */
export interface AgentTools {
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
}

/** An MCP server that the agent starts, or one at a URL (streamable HTTP). */
export type AgentMcpServer =
  | {
      readonly type: "stdio";
      readonly command: string;
      readonly args?: readonly string[];
      /** No place for secrets: some agents have them in their argv, which other users of the machine can see. */
      readonly env?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: "http";
      readonly url: string;
      /** They stand in no argv; an agent with `full` access can find them where its program has them. */
      readonly headers?: Readonly<Record<string, string>>;
    };

/**
 * Decides on a tool call that `access` does not cover. `signal` is aborted when the answer is not waited for any longer. What throws,
 * rejects or takes too long refuses the call, and the model reads why.
 */
export type AgentPermissionCallback = (
  question: AgentPermissionQuestion,
  options: { readonly signal: AbortSignal },
) => AgentPermissionDecision | Promise<AgentPermissionDecision>;

/** A tool call that waits. */
export interface AgentPermissionQuestion {
  /** That of the tool call in the events, where it has one there: calls of sub-agents have none. */
  readonly id: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** `input` stands in for that of the call. `ends` ends the run with the outcome `interrupted`. */
export type AgentPermissionDecision =
  | { readonly type: "allow"; readonly input?: Readonly<Record<string, unknown>> }
  | { readonly type: "deny"; readonly message: string; readonly ends?: boolean };
