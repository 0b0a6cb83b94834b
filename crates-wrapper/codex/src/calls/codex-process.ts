import { type Line, type LineChannel, openLines, type ProcessEnd } from "@lockstep/runtime";
import type { ArgvToken } from "../argv/argv-token.ts";
import { type CodexCommand, CodexError } from "../codex-error.ts";
import { type CallOptions, commandOf, type Invocation } from "../invocation.ts";

/**
 * A codex that runs until it is stopped, or until somebody at the other end has acted. Iterate over its stdout line by line;
 * leaving the loop kills it with all that it started, and so does `stop()`. Until somebody reads, a talkative one is held back.
 */
export interface CodexProcess extends AsyncIterable<Line> {
  /** Writes text to stdin (line feeds are yours); rejects with a `CodexError` when it is closed. */
  write(text: string): Promise<void>;
  /** Closes stdin. */
  end(): void;
  /** Kills it; resolves when nothing of it is left. A stopped process is no failed one. */
  stop(): Promise<void>;
  /** Reads what is unread and tells how it ended. Rejects with a `CodexError` unless it exited with 0 or was stopped. */
  result(): Promise<ProcessEnd>;
}

/** Throws a `CodexError` for a unit that the installed version does not have. */
export function startProcess(
  invocation: Invocation,
  argv: readonly ArgvToken[],
  { signal, timeouts = invocation.timeouts }: CallOptions = {},
  stdin?: string,
): CodexProcess {
  const command = commandOf(invocation, argv);
  const stopping = new AbortController();
  const { progressMs: _, ...limits } = timeouts;
  const channel = openLines({
    ...limits,
    ...command,
    ...(stdin === undefined ? {} : { stdin }),
    signal: signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]),
  });
  return new RunningProcess(command, channel, stopping);
}

class RunningProcess implements CodexProcess {
  readonly #command: CodexCommand;
  readonly #channel: LineChannel;
  readonly #stopping: AbortController;
  readonly #lines: AsyncGenerator<Line, void, undefined>;

  constructor(command: CodexCommand, channel: LineChannel, stopping: AbortController) {
    this.#command = command;
    this.#channel = channel;
    this.#stopping = stopping;
    this.#lines = this.#read();
  }

  [Symbol.asyncIterator](): AsyncGenerator<Line, void, undefined> {
    return this.#lines;
  }

  async write(text: string): Promise<void> {
    try {
      await this.#channel.write(text);
    } catch (error) {
      const end = this.#channel.outcome;
      const reason = error instanceof Error ? error.message : String(error);
      const { stderr, ...outcome } = await Promise.race([end, stillRunning]);
      throw CodexError.forOutput(reason, this.#command, outcome, stderr);
    }
  }

  end(): void {
    this.#channel.end();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#channel.outcome;
  }

  async result(): Promise<ProcessEnd> {
    for await (const _ of this.#lines);
    return this.#result();
  }

  async *#read(): AsyncGenerator<Line, void, undefined> {
    yield* this.#channel;
    await this.#result();
  }

  async #result(): Promise<ProcessEnd> {
    const { stdout: _, stderr, ...end } = await this.#channel.outcome;
    const isWell = (end.type === "exited" && end.exitCode === 0) || (end.type === "aborted" && this.#stopping.signal.aborted);
    if (!isWell) throw CodexError.forEnd(this.#command, end, stderr);
    return end;
  }
}

/** What is known of a process that has closed its stdin but not ended. */
const stillRunning = Promise.resolve({ type: "exited", exitCode: null, signal: null, durationMs: 0, stderr: "", stdout: "" } as const);
