import type { FlagTable } from "@lockstep/wrapper";

/** What the agent may do. */
export interface PermissionOptions {
  /** `default` and `manual` ask; `dontAsk` refuses what would need an answer. */
  readonly permissionMode?: "acceptEdits" | "auto" | "bypassPermissions" | "default" | "dontAsk" | "manual" | "plan";
  /** Tools that need no permission, such as `Bash(git *)`. */
  readonly allowedTools?: readonly string[];
  /** Tools that the agent does not have, or calls of them that are refused. */
  readonly disallowedTools?: readonly string[];
  /** Nothing needs a permission: for machines that are a sandbox themselves. */
  readonly dangerouslySkipPermissions?: boolean;
  /** Lets a session change to `bypassPermissions` later. */
  readonly allowDangerouslySkipPermissions?: boolean;
  /** No tools that run programs, no settings of the user and the project, and no way around permissions. */
  readonly restricted?: boolean;
}

export const permissionFlags: FlagTable<PermissionOptions, "kebab" | "camel"> = {
  permissionMode: "--permission-mode=TEXT",
  allowedTools: "--allowedTools=TEXT...",
  disallowedTools: "--disallowedTools=TEXT...",
  dangerouslySkipPermissions: "--dangerously-skip-permissions",
  allowDangerouslySkipPermissions: "--allow-dangerously-skip-permissions",
  restricted: "--restricted",
};
