import type { FlagTable } from "@lockstep/wrapper";
import { assertNoConflict } from "../codex-tools.ts";
import type { SessionOptions } from "./session-options.ts";

/** Options that only `exec` itself takes; for its sub-commands they stand in front of the sub-command's name. */
export interface ExecOptions {
  readonly sandbox?: "read-only" | "workspace-write" | "danger-full-access";
  /** Automatic review answers approval requests; it brings the sandbox `workspace-write`. */
  readonly approveForMe?: boolean;
  /** Working root of the agent; the process's own directory when absent. */
  readonly cd?: string;
  /** Further writable directories. */
  readonly addDir?: readonly string[];
  /** Name of a configuration profile: `$CODEX_HOME/<name>.config.toml`. */
  readonly profile?: string;
  /** Uses a local model server. */
  readonly oss?: boolean;
  readonly localProvider?: "lmstudio" | "ollama";
  /** Colours of what codex writes to stderr. */
  readonly color?: "always" | "never" | "auto";
}

const execFlags: FlagTable<ExecOptions> = {
  sandbox: "--sandbox=TEXT",
  approveForMe: "--approve-for-me",
  cd: "--cd=TEXT",
  addDir: "--add-dir=TEXT...",
  profile: "--profile=TEXT",
  oss: "--oss",
  localProvider: "--local-provider=TEXT",
  color: "--color=TEXT",
};

/** `exec` with its own flags: itself, and the parent of its sub-commands. */
export const execCommand = { path: ["exec"], flags: execFlags } as const;

/** The old name of `sandbox: "workspace-write"`. */
export interface FullAutoOption {
  /** @deprecated Codex 0.146 hides it, later versions do not have it; `sandbox: "workspace-write"` is its successor. */
  readonly fullAuto?: boolean;
}

export const fullAutoFlags: FlagTable<FullAutoOption> = {
  fullAuto: "--full-auto",
};

/** Throws for options of `exec` that codex refuses together. */
export function assertExecOptions(request: ExecOptions & SessionOptions & FullAutoOption): void {
  assertNoConflict(request, [
    ["approveForMe", "sandbox"],
    ["approveForMe", "dangerouslyBypassApprovalsAndSandbox"],
    ["fullAuto", "dangerouslyBypassApprovalsAndSandbox"],
  ]);
}
