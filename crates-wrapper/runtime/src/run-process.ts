import type { ProcessEnd, ProcessOutcome, ProcessRequest } from "./process.ts";
import { SupervisedProcess } from "./supervised-process.ts";

/**
 * Runs a process to its end and collects its output, by default at most 64 MiB.
 * Never rejects for what the child does: a failure to start, a limit and an abort are values of `type`.
 */
export async function runProcess(request: ProcessRequest): Promise<UnwatchedOutcome> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const child = new SupervisedProcess(
    { ...request, maxOutputBytes: request.maxOutputBytes ?? defaultMaxOutputBytes },
    { stdout: (chunk) => stdout.push(chunk), stderr: (chunk) => stderr.push(chunk) },
  );
  // Nobody watches its lines, so it cannot stall.
  const end = (await child.ended) as UnwatchedEnd;
  // Decoded once over the joined bytes: a character split over two chunks stays whole.
  return { ...end, stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") };
}

/** The outcome of a process whose lines nobody watches. */
export type UnwatchedOutcome = ProcessOutcome & UnwatchedEnd;

type UnwatchedEnd = ProcessEnd & { readonly type: Exclude<ProcessEnd["type"], "stalled"> };

const defaultMaxOutputBytes = 64 * 1024 * 1024;
