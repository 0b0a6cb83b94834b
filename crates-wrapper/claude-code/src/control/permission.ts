import type { PermissionUpdate } from "../generated/client-request.ts";

export type { PermissionUpdate } from "../generated/client-request.ts";

/** What Claude Code may do without asking. */
export type PermissionMode = "acceptEdits" | "auto" | "bypassPermissions" | "default" | "dontAsk" | "plan";

/** The answer to `can_use_tool`. */
export type PermissionDecision = PermissionGrant | PermissionRefusal;

/** The tool is called. */
export interface PermissionGrant {
  readonly behavior: "allow";
  /** In place of the input; the input as it is when absent. For `AskUserQuestion` it carries `answers`. */
  readonly updatedInput?: Readonly<Record<string, unknown>>;
  /** What changes for the calls that follow, such as the `permission_suggestions` of the request. */
  readonly updatedPermissions?: readonly PermissionUpdate[];
}

/** The tool is not called; the model reads the message. */
export interface PermissionRefusal {
  readonly behavior: "deny";
  readonly message: string;
  /** The turn ends, with a result `error_during_execution`. */
  readonly interrupt?: boolean;
}
