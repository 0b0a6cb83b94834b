import { type Line, type LineChannel, messageOf, openLines, type ProcessEnd } from "@lockstep/runtime";
import { type ArgvToken, secretsOfStdin } from "@lockstep/wrapper";
import { type CodexCommand, CodexError } from "../codex-error.ts";
import { type CallOptions, commandOf, type Invocation, limitsOf } from "../invocation.ts";
import { leftReason, SharedReader } from "./shared-reader.ts";

/**
 * A codex that runs until it is stopped, or until somebody at the other end has acted. Iterate over its stdout line by line;
 * leaving the loop kills it with all that it started, and so does `stop()`. Until somebody reads, a talkative one is held back.
 * Each line is given once: a second loop goes on where the first one is, and ends as the process does.
 */
export interface CodexProcess extends AsyncIterable<Line> {
  /** Writes text to stdin (line feeds are yours); rejects with a `CodexError` when it is closed. */
  write(text: string): Promise<void>;
  /** Closes stdin. */
  end(): void;
  /** Kills it; resolves when nothing of it is left. A stopped process is no failed one. */
  stop(): Promise<void>;
  /**
   * Reads what is unread and tells how it ended; may be awaited beside a loop and inside of it: the loop then still gets every line.
   * Rejects with a `CodexError` unless it exited with 0 or was stopped.
   */
  result(): Promise<ProcessEnd>;
}

/** `stdin` is secret: no error shows it. Throws a `CodexError` for a unit that the installed version does not have, and for a limit that is none. */
export function startProcess(invocation: Invocation, argv: readonly ArgvToken[], options: CallOptions = {}, stdin?: string): CodexProcess {
  const command = { ...commandOf(invocation, argv), ...(stdin === undefined ? {} : { secrets: secretsOfStdin(stdin) }) };
  const limits = limitsOf(invocation, options);
  const stopping = new AbortController();
  const { signal } = options;
  const channel = openLines({
    ...limits.process,
    ...command,
    ...(stdin === undefined ? {} : { stdin }),
    signal: signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]),
  });
  return new RunningProcess(command, channel, stopping, signal);
}

class RunningProcess implements CodexProcess {
  readonly #command: CodexCommand;
  readonly #channel: LineChannel;
  /** Kills the process, for `stop` as for a reader who leaves. */
  readonly #stopping: AbortController;
  readonly #signal: AbortSignal | undefined;
  readonly #reader: SharedReader<Line, ProcessEnd>;
  #isStopped = false;

  constructor(command: CodexCommand, channel: LineChannel, stopping: AbortController, signal: AbortSignal | undefined) {
    this.#command = command;
    this.#channel = channel;
    this.#stopping = stopping;
    this.#signal = signal;
    this.#reader = new SharedReader({
      lines: channel,
      take: (line) => line,
      leave: async () => this.#kill(),
      conclude: async () => this.#conclude(),
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<Line, undefined, undefined> {
    return this.#reader[Symbol.asyncIterator]();
  }

  async write(text: string): Promise<void> {
    try {
      await this.#channel.write(text);
    } catch (error) {
      const { stderr, ...outcome } = await Promise.race([this.#channel.outcome, stillRunning]);
      throw CodexError.forOutput(messageOf(error), this.#command, outcome, stderr, error);
    }
  }

  end(): void {
    this.#channel.end();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#kill();
  }

  result(): Promise<ProcessEnd> {
    return this.#reader.result();
  }

  async #kill(): Promise<void> {
    this.#stopping.abort();
    await this.#channel.outcome;
  }

  async #conclude(): Promise<ProcessEnd> {
    const { stdout: _, stderr, ...end } = await this.#channel.outcome;
    if ((end.type === "exited" && end.exitCode === 0) || (end.type === "aborted" && this.#isStopped)) return end;
    const isLeft = end.type === "aborted" && this.#stopping.signal.aborted && this.#signal?.aborted !== true;
    throw CodexError.forEnd(this.#command, isLeft ? { ...end, reason: leftReason } : end, stderr, { signal: this.#signal });
  }
}

/** What is known of a process that has closed its stdin but not ended. */
const stillRunning = Promise.resolve({ type: "exited", exitCode: null, signal: null, durationMs: 0, stderr: "", stdout: "" } as const);
