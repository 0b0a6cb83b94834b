import type { PermissionDecision } from "./permission.ts";

/** What the user says to an MCP server. */
export interface ElicitationReply {
  readonly action: "accept" | "decline" | "cancel";
  readonly content?: Readonly<Record<string, unknown>>;
}

/** A line for stdin, with its end: the answer to `can_use_tool`. */
export function permissionLine(requestId: string, decision: PermissionDecision): string {
  return replyLine(requestId, decision);
}

/** A line for stdin, with its end: the answer to `elicitation`. */
export function elicitationLine(requestId: string, reply: ElicitationReply): string {
  return replyLine(requestId, reply);
}

/**
 * A line for stdin, with its end: a request of Claude Code's that cannot be answered. A tool is then not called and a hook has no effect;
 * the turn goes on.
 */
export function refusalLine(requestId: string, message: string): string {
  return lineOf({ subtype: "error", request_id: requestId, error: message });
}

/** A line for stdin, with its end: the answer to a request of Claude Code's. */
export function replyLine(requestId: string, response: object): string {
  return lineOf({ subtype: "success", request_id: requestId, response });
}

function lineOf(response: object): string {
  return `${JSON.stringify({ type: "control_response", response })}\n`;
}
