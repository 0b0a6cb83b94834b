import type { PermissionDecision } from "./permission.ts";

/** What a hook answers; an empty object lets Claude Code go on. */
export interface HookReply {
  /** False ends the turn. */
  readonly continue?: boolean;
  readonly stopReason?: string;
  readonly suppressOutput?: boolean;
  readonly systemMessage?: string;
  readonly decision?: "approve" | "block";
  /** Of the decision; the model reads it. */
  readonly reason?: string;
  readonly hookSpecificOutput?: HookOutput;
}

/** What the event of the hook has in particular. */
export interface HookOutput {
  readonly hookEventName: string;
  /** Of `PreToolUse`. */
  readonly permissionDecision?: "allow" | "deny" | "ask" | "defer";
  readonly permissionDecisionReason?: string;
  /** Of `PreToolUse`: in place of the tool's input. */
  readonly updatedInput?: Readonly<Record<string, unknown>>;
  /** The model reads it. */
  readonly additionalContext?: string;
}

/** What the user says to an MCP server. */
export interface ElicitationReply {
  readonly action: "accept" | "decline" | "cancel";
  readonly content?: Readonly<Record<string, unknown>>;
}

/** A JSON-RPC message of an MCP server that the client itself is; a notification of Claude Code's gets an empty result. */
export interface McpReply {
  readonly jsonrpc: "2.0";
  readonly id: string | number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A line for stdin, with its end: the answer to `can_use_tool`. */
export function permissionLine(requestId: string, decision: PermissionDecision): string {
  return replyLine(requestId, decision);
}

/** A line for stdin, with its end: the answer to `hook_callback`. */
export function hookLine(requestId: string, reply: HookReply): string {
  return replyLine(requestId, reply);
}

/** A line for stdin, with its end: the answer to `elicitation`. */
export function elicitationLine(requestId: string, reply: ElicitationReply): string {
  return replyLine(requestId, reply);
}

/** A line for stdin, with its end: the answer to `mcp_message`, which a notification has to have as well. */
export function mcpLine(requestId: string, reply: McpReply): string {
  return replyLine(requestId, { mcp_response: reply });
}

/**
 * A line for stdin, with its end: a request of Claude Code's that cannot be answered. A tool is then not called and a hook has no effect;
 * the turn goes on.
 */
export function refusalLine(requestId: string, message: string): string {
  return lineOf({ subtype: "error", request_id: requestId, error: message });
}

function replyLine(requestId: string, response: object): string {
  return lineOf({ subtype: "success", request_id: requestId, response });
}

function lineOf(response: object): string {
  return `${JSON.stringify({ type: "control_response", response })}\n`;
}
