import { type Line, LineSplitter } from "./line-splitter.ts";
import type { ProcessOutcome, ProcessRequest } from "./process.ts";
import { SupervisedProcess } from "./supervised-process.ts";

export type { Line, LineDefect } from "./line-splitter.ts";

/** The lines of a running process. Read them to the end or leave the loop, which kills the process. */
export interface LineStream extends AsyncIterable<Line> {
  /** Settles after the process has ended and its output was read; `stdout` is empty, `stderr` its last 64 KiB. */
  readonly outcome: Promise<ProcessOutcome>;
}

/**
 * Starts a process and yields its stdout line by line, holding the process back while the reader is slow.
 * A line over `maxLineBytes` (16 MiB when absent) is cut. Never rejects for what the child does: see `outcome`.
 */
export function streamLines(request: ProcessRequest, options: { readonly maxLineBytes?: number } = {}): LineStream {
  let queue: Line[] = [];
  const splitter = new LineSplitter(options.maxLineBytes ?? 16 * 1024 * 1024);
  const stderr = new Tail(64 * 1024);
  let queued = 0;
  let ended = false;
  let wake: (() => void) | undefined;

  function enqueue(arrived: readonly Line[]): void {
    for (const line of arrived) {
      queue.push(line);
      queued += sizeOf(line);
    }
    wake?.();
  }

  const child = new SupervisedProcess(request, {
    stdout: (chunk) => {
      // A process being killed is read without holding it back, so what nobody waits for has to go.
      if (queued > maxQueued && child.stopping) return;
      enqueue(splitter.push(chunk));
      if (queued > maxQueued) child.pauseOutput();
    },
    stderr: (chunk) => stderr.push(chunk),
  });
  const outcome = child.ended.then((end) => {
    ended = true;
    enqueue(splitter.end());
    return { ...end, stdout: "", stderr: stderr.text() };
  });

  async function* lines(): AsyncGenerator<Line, void, undefined> {
    try {
      while (true) {
        const batch = queue;
        queue = [];
        for (const line of batch) {
          const wasFull = queued > maxQueued;
          queued -= sizeOf(line);
          if (wasFull && queued <= maxQueued) child.resumeOutput();
          yield line;
        }
        if (queue.length > 0) continue;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      child.stop("aborted", "The reader left before the end");
      await outcome;
    }
  }

  return { outcome, [Symbol.asyncIterator]: lines };
}

/** Characters of unread lines above which the process is held back. */
const maxQueued = 256 * 1024;

/** An empty line takes room too. */
function sizeOf(line: Line): number {
  return line.text.length + 1;
}

/** Keeps the last bytes of a stream. */
class Tail {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]).subarray(-this.#maxBytes);
  }

  text(): string {
    return this.#bytes.toString("utf8");
  }
}
