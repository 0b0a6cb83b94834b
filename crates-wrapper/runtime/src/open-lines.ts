import type { ProcessRequest } from "./process.ts";
import { type LineOptions, type LineStream, startLines } from "./stream-lines.ts";

/**
 * A running process that is spoken to line by line in both directions, such as JSON-RPC over stdio.
 * Its lines have to be read while it is written to: a process that is held back because nobody reads does not read either.
 */
export interface LineChannel extends LineStream {
  /** True once the process is being killed by us. What it says from then on may be due to that. */
  readonly isStopping: boolean;
  /**
   * Writes text to stdin as it is (line feeds are yours) and resolves when the system has taken it, in the order of the calls.
   * Await it, so that nothing piles up in memory. It waits while the process does not read, until a limit or an abort ends that;
   * rejects with an `Error` when the process has ended or never started, or when stdin was closed, by `end` or by the process.
   */
  write(text: string): Promise<void>;
  /** Closes stdin after what was written; does nothing when it is closed. */
  end(): void;
}

/** Like `streamLines` with stdin left open; `request.stdin` is written first. Neither a failed start nor EPIPE throws: see `outcome`. */
export function openLines(request: ProcessRequest, options: LineOptions = {}): LineChannel {
  const { stream, child } = startLines(request, options, true);
  let ended = false;

  function refusal(): string {
    const name = `"${request.file}"`;
    if (child.stdin === undefined) return `Process ${name} was not started, nothing can be written to it`;
    if (ended) return `Stdin of ${name} was closed by end(), nothing can be written to it`;
    if (child.exited) return `Process ${name} has ended, nothing can be written to it`;
    return `Process ${name} has closed its stdin, nothing can be written to it`;
  }

  return {
    outcome: stream.outcome,
    get isStopping() {
      return child.stopping;
    },
    [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator](),
    write(text) {
      const { stdin } = child;
      if (stdin === undefined || ended || child.exited || !stdin.writable) return Promise.reject(new Error(refusal()));
      return new Promise((resolve, reject) => {
        stdin.write(text, (error) => {
          if (error) reject(new Error(refusal(), { cause: error }));
          else resolve();
        });
      });
    },
    end() {
      ended = true;
      if (child.stdin?.writable === true) child.stdin.end();
    },
  };
}
