import type { FlagTable } from "./argv-token.ts";

/** Options that `exec`, `exec resume` and `exec review` each take after their own name. */
export interface SessionOptions {
  readonly model?: string;
  readonly dangerouslyBypassApprovalsAndSandbox?: boolean;
  readonly dangerouslyBypassHookTrust?: boolean;
  /** @deprecated Accepted up to 0.146; `sandbox: "workspace-write"` is its successor. */
  readonly fullAuto?: boolean;
  readonly strictConfig?: boolean;
  readonly threadSource?: string;
  readonly skipGitRepoCheck?: boolean;
  readonly trust?: boolean;
  readonly ephemeral?: boolean;
  readonly ignoreUserConfig?: boolean;
  readonly ignoreRules?: boolean;
  /** Path of a JSON Schema file; 0.125 takes it for `exec` only. */
  readonly outputSchema?: string;
  /** The client sets it. */
  readonly json?: boolean;
  /** Path of the file for the last message; the client has codex write to a file of its own and copies that. */
  readonly outputLastMessage?: string;
}

export const sessionFlags: FlagTable<SessionOptions> = {
  model: "--model",
  dangerouslyBypassApprovalsAndSandbox: "--dangerously-bypass-approvals-and-sandbox",
  dangerouslyBypassHookTrust: "--dangerously-bypass-hook-trust",
  fullAuto: "--full-auto",
  strictConfig: "--strict-config",
  threadSource: "--thread-source",
  skipGitRepoCheck: "--skip-git-repo-check",
  trust: "--trust",
  ephemeral: "--ephemeral",
  ignoreUserConfig: "--ignore-user-config",
  ignoreRules: "--ignore-rules",
  outputSchema: "--output-schema",
  json: "--json",
  outputLastMessage: "--output-last-message",
};
