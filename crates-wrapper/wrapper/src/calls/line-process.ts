import { type Line, type LineChannel, messageOf, openLines, type ProcessEnd } from "@lockstep/runtime";
import type { ArgvToken } from "../argv/argv-token.ts";
import type { CallOptions, Invocation, LimitTools } from "../invocation.ts";
import { secretsOfStdin } from "../secrets.ts";
import type { ProgramCall, WrapperErrorClass } from "../wrapper-error.ts";
import { leftReason, SharedReader } from "./shared-reader.ts";

/**
 * A process that runs until it is stopped, or until somebody at the other end has acted. Iterate over its stdout line by line;
 * leaving the loop kills it with all that it started, and so does `stop()`. Until somebody reads, a talkative one is held back.
 * Each line is given once: a second loop goes on where the first one is, and ends as the process does.
 */
export interface LineProcess extends AsyncIterable<Line> {
  /** Writes text to stdin (line feeds are yours); rejects when it is closed. */
  write(text: string): Promise<void>;
  /** Closes stdin. */
  end(): void;
  /** Kills it; resolves when nothing of it is left. A stopped process is no failed one. */
  stop(): Promise<void>;
  /**
   * Reads what is unread and tells how it ended; may be awaited beside a loop and inside of it: the loop then still gets every line.
   * Rejects unless it exited with 0 or was stopped.
   */
  result(): Promise<ProcessEnd>;
}

/** Processes that are spoken to, with the errors of a wrapper. */
export interface ProcessTools {
  /** `stdin` is secret: no error shows it. Throws for a unit that the installed version does not have, and for a limit that is none. */
  readonly startProcess: (invocation: Invocation, argv: readonly ArgvToken[], options?: CallOptions, stdin?: string) => LineProcess;
}

/** Binds them to the error class of a wrapper. */
export function processTools(errors: WrapperErrorClass, { commandOf, limitsOf }: LimitTools): ProcessTools {
  return {
    startProcess(invocation, argv, options = {}, stdin) {
      const call = { ...commandOf(invocation, argv), ...(stdin === undefined ? {} : { secrets: secretsOfStdin(stdin) }) };
      const limits = limitsOf(invocation, options);
      const stopping = new AbortController();
      const { signal } = options;
      const channel = openLines({
        ...limits.process,
        ...call,
        ...(stdin === undefined ? {} : { stdin }),
        signal: signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]),
      });
      return new RunningProcess(errors, call, channel, { stopping, signal });
    },
  };
}

/** How a process may be ended early. */
interface Terms {
  /** Kills the process, for `stop` as for a reader who leaves. */
  readonly stopping: AbortController;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

class RunningProcess implements LineProcess {
  readonly #errors: WrapperErrorClass;
  readonly #call: ProgramCall;
  readonly #channel: LineChannel;
  readonly #terms: Terms;
  readonly #reader: SharedReader<Line, ProcessEnd>;
  #isStopped = false;

  constructor(errors: WrapperErrorClass, call: ProgramCall, channel: LineChannel, terms: Terms) {
    this.#errors = errors;
    this.#call = call;
    this.#channel = channel;
    this.#terms = terms;
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
      throw this.#errors.forOutput(messageOf(error), this.#call, outcome, stderr, error);
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
    this.#terms.stopping.abort();
    await this.#channel.outcome;
  }

  async #conclude(): Promise<ProcessEnd> {
    const { stdout: _, stderr, ...end } = await this.#channel.outcome;
    if ((end.type === "exited" && end.exitCode === 0) || (end.type === "aborted" && this.#isStopped)) return end;
    const { stopping, signal } = this.#terms;
    const isLeft = end.type === "aborted" && stopping.signal.aborted && signal?.aborted !== true;
    throw this.#errors.forEnd(this.#call, isLeft ? { ...end, reason: leftReason } : end, stderr, { signal });
  }
}

/** What is known of a process that has closed its stdin but not ended. */
const stillRunning = Promise.resolve({ type: "exited", exitCode: null, signal: null, durationMs: 0, stderr: "", stdout: "" } as const);
