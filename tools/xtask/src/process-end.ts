import type { ProcessOutcome } from "@lockstep/kernel";

/** How a process ended, for the middle of a sentence: `exited with 2`, `was killed by SIGTERM`, `ended "timed-out": …`. */
export function describeEnd({ type, exitCode, signal, reason }: ProcessOutcome): string {
  if (type !== "exited") return `ended "${type}"${reason === undefined ? "" : `: ${reason}`}`;
  return exitCode === null ? `was killed by ${signal ?? "a signal"}` : `exited with ${String(exitCode)}`;
}
