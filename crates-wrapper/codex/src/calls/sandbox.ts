import { type ProcessOutcome, runProcess } from "@lockstep/runtime";
import type { ArgvToken, CallOptions, Invocation } from "@lockstep/wrapper";
import { execpolicyCheckArgv, type ExecpolicyCheckRequest } from "../argv/execpolicy.ts";
import {
  type MacosSandboxRequest,
  type PlatformSandboxRequest,
  sandboxArgv,
  sandboxLinuxArgv,
  sandboxMacosArgv,
  type SandboxRequest,
} from "../argv/sandbox.ts";
import { CodexError } from "../codex-error.ts";
import { askDocument, commandOf, limitsOf } from "../codex-tools.ts";
import type { PolicyCheck } from "../generated/policy-check.ts";
import * as guards from "../generated/policy-check.validators.js";

/** What an agent's commands may do, without an agent. */
export interface SandboxCalls {
  /**
   * Runs a program in codex's sandbox; its exit code is an answer, and 128 + n when it died of signal n. Rejects when codex does not
   * understand its command line, or when the sandbox or the program could not be started, as far as codex tells that. Values that it
   * understands and then refuses, such as a permission profile that does not exist, and a configuration that it cannot read, give an
   * outcome with exit code 1 and the reason on stderr: they look like a program that failed.
   */
  run(request: SandboxRequest, options?: CallOptions): Promise<ProcessOutcome>;
  /** @deprecated Codex has it up to 0.125; `run` is its successor. */
  linux(request: PlatformSandboxRequest, options?: CallOptions): Promise<ProcessOutcome>;
  /** @deprecated Codex has it up to 0.125; `run` is its successor. */
  macos(request: MacosSandboxRequest, options?: CallOptions): Promise<ProcessOutcome>;
  /** What `.rules` files say about a command line. Codex hides this command: the client needs `allowHidden`. */
  checkPolicy(request: ExecpolicyCheckRequest, options?: CallOptions): Promise<PolicyCheck>;
}

export function sandboxCalls(invocation: Invocation): SandboxCalls {
  return {
    run: async (request, options) => runInSandbox(invocation, sandboxArgv(request), options),
    linux: async (request, options) => runInSandbox(invocation, sandboxLinuxArgv(request), options),
    macos: async (request, options) => runInSandbox(invocation, sandboxMacosArgv(request), options),
    checkPolicy: async (request, options) => askDocument(invocation, execpolicyCheckArgv(request), guards.PolicyCheck, options),
  };
}

async function runInSandbox(invocation: Invocation, argv: readonly ArgvToken[], options: CallOptions = {}): Promise<ProcessOutcome> {
  const command = commandOf(invocation, argv);
  const { signal } = options;
  const limits = limitsOf(invocation, options);
  const outcome = await runProcess({ ...limits.process, ...command, ...(signal === undefined ? {} : { signal }) });
  if (outcome.type !== "exited" || outcome.exitCode === null || isFailureOfSandbox(outcome))
    throw CodexError.forEnd(command, outcome, outcome.stderr, { signal });
  return outcome;
}

/** The program can print such a text too, but hardly as its only one, and hardly with the same exit code. */
function isFailureOfSandbox({ exitCode, stdout, stderr }: ProcessOutcome): boolean {
  if (stdout !== "") return false;
  // Codex does not understand its command line.
  if (exitCode === 2 && stderr.startsWith("error: ") && /^Usage: codex sandbox\b/m.test(stderr)) return true;
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("WARNING: "));
  // Codex panics when it finds no bubblewrap, or in place of the program when that cannot be started.
  if (exitCode === 101) return /^thread '.*' (?:\(\d+\) )?panicked at linux-sandbox\//.test(lines[0] ?? "");
  // Bubblewrap cannot set the sandbox up.
  return exitCode === 1 && lines.length > 0 && lines.every((line) => line.startsWith("bwrap: "));
}
