import type { FlagTable } from "@lockstep/wrapper";

/** Options that `exec`, `exec resume`, `exec fork` and `exec review` each take after their own name. */
export interface SessionOptions {
  readonly model?: string;
  /** No sandbox and no approvals: for machines that are a sandbox themselves. */
  readonly dangerouslyBypassApprovalsAndSandbox?: boolean;
  /** Runs hooks that nobody has trusted yet. */
  readonly dangerouslyBypassHookTrust?: boolean;
  /** Fails for fields of `config.toml` that codex does not know. */
  readonly strictConfig?: boolean;
  /** Where new sessions come from, for codex's statistics. */
  readonly threadSource?: string;
  /** Also works outside a Git repository. */
  readonly skipGitRepoCheck?: boolean;
  /** Trusts this project from now on; it lasts. */
  readonly trust?: boolean;
  /** Keeps no session file: the run cannot be resumed. */
  readonly ephemeral?: boolean;
  readonly ignoreUserConfig?: boolean;
  /** Leaves `.rules` files out. */
  readonly ignoreRules?: boolean;
  /** A JSON Schema for the final answer: a path, or the schema itself, which the client writes to a file. `structured` of the result is the answer. */
  readonly outputSchema?: string;
  /** Codex prints events; the client sets it. */
  readonly json?: boolean;
  /** Path of the file for the last message; the client has codex write to a file of its own and copies that. */
  readonly outputLastMessage?: string;
}

export const sessionFlags: FlagTable<SessionOptions> = {
  model: "--model=TEXT",
  dangerouslyBypassApprovalsAndSandbox: "--dangerously-bypass-approvals-and-sandbox",
  dangerouslyBypassHookTrust: "--dangerously-bypass-hook-trust",
  strictConfig: "--strict-config",
  threadSource: "--thread-source=TEXT",
  skipGitRepoCheck: "--skip-git-repo-check",
  trust: "--trust",
  ephemeral: "--ephemeral",
  ignoreUserConfig: "--ignore-user-config",
  ignoreRules: "--ignore-rules",
  outputSchema: "--output-schema=TEXT",
  json: "--json",
  outputLastMessage: "--output-last-message=TEXT",
};
