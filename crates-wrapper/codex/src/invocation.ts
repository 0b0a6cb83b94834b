import { type ProcessOutcome, runProcess } from "@lockstep/runtime";
import type { ArgvToken } from "./argv/argv-token.ts";
import { type CodexCommand, CodexError } from "./codex-error.ts";

/** Time limits of a codex process in milliseconds; absent: none. `killGraceMs` lies between SIGTERM and SIGKILL. */
export interface Timeouts {
  readonly totalMs?: number;
  /** Longest time without output. */
  readonly silenceMs?: number;
  readonly killGraceMs?: number;
}

/** How to call the binary: everything but the arguments. */
export interface Invocation {
  readonly binary: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
}

/** A question to codex that is answered at once and starts no session. Throws a `CodexError` unless its exit code is among `wanted`. */
export async function ask(
  invocation: Invocation,
  argv: readonly ArgvToken[],
  wanted: readonly number[] = [0],
): Promise<{ readonly command: CodexCommand; readonly outcome: ProcessOutcome }> {
  const command = commandOf(invocation, argv);
  const outcome = await runProcess({ totalMs: 30_000, ...invocation.timeouts, ...command, maxOutputBytes: 1024 * 1024 });
  if (outcome.type !== "exited" || outcome.exitCode === null || !wanted.includes(outcome.exitCode))
    throw CodexError.forEnd(command, outcome, outcome.stderr);
  return { command, outcome };
}

export function commandOf({ binary, cwd, env }: Invocation, argv: readonly ArgvToken[]): CodexCommand {
  return { file: binary, args: argv.map(({ token }) => token), cwd, env };
}
