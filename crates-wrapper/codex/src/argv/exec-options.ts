import { type ArgvToken, assertNoConflict, type FlagTable, flagTokens, typedTokens } from "./argv-token.ts";
import type { SessionOptions } from "./session-options.ts";

/** Options that only `exec` itself takes; for `exec resume` and `exec review` they stand before the subcommand. */
export interface ExecOptions {
  readonly sandbox?: "read-only" | "workspace-write" | "danger-full-access";
  readonly approveForMe?: boolean;
  /** Working root of the agent; the process's own directory when absent. */
  readonly cd?: string;
  /** Further writable directories. */
  readonly addDir?: readonly string[];
  readonly profile?: string;
  readonly oss?: boolean;
  readonly localProvider?: "lmstudio" | "ollama";
  readonly color?: "always" | "never" | "auto";
}

export const execFlags: FlagTable<ExecOptions> = {
  sandbox: "--sandbox",
  approveForMe: "--approve-for-me",
  cd: "--cd",
  addDir: "--add-dir",
  profile: "--profile",
  oss: "--oss",
  localProvider: "--local-provider",
  color: "--color",
};

/** `exec` and its own options, checked against those of the session. */
export function execTokens(request: ExecOptions & SessionOptions): ArgvToken[] {
  assertNoConflict(request, [
    ["approveForMe", "sandbox"],
    ["approveForMe", "dangerouslyBypassApprovalsAndSandbox"],
    ["fullAuto", "dangerouslyBypassApprovalsAndSandbox"],
  ]);
  return [...typedTokens("exec"), ...flagTokens(execFlags, request)];
}
