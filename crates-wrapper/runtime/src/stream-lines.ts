import { type Line, LineSplitter } from "./line-splitter.ts";
import type { ProcessOutcome, ProcessRequest } from "./process.ts";
import { type OutputSink, SupervisedProcess } from "./supervised-process.ts";

export type { Line, LineDefect } from "./line-splitter.ts";

/** The lines of a running process. Read them to the end or leave the loop, which kills the process. */
export interface LineStream extends AsyncIterable<Line> {
  /** Settles after the process has ended and its output was read; `stdout` is empty, `stderr` its last 64 KiB. */
  readonly outcome: Promise<ProcessOutcome>;
}

/** Times are milliseconds, sizes are bytes. */
export interface LineOptions {
  /** A longer line is cut; 16 MiB when absent. */
  readonly maxLineBytes?: number;
  /**
   * Longest time without the arrival of a line that `isProgress`; then the process is killed and is `stalled`.
   * It counts from the start and stands still while the process is held back because its lines are not read.
   */
  readonly progressMs?: number;
  /** Whether a line of stdout is progress, asked once as it arrives; it must not throw. Every line is when it is absent. */
  isProgress?(line: Line): boolean;
  /** Sees each line of stdout as it arrives, ahead of who reads it and also when nobody does; it must not throw. */
  onLine?(line: Line): void;
}

/**
 * Starts a process and yields its stdout line by line, holding the process back while the reader is slow.
 * Never rejects for what the child does: see `outcome`.
 */
export function streamLines(request: ProcessRequest, options: LineOptions = {}): LineStream {
  return startLines(request, options, false).stream;
}

/** The stream and its process, whose stdin stays open for the caller when it is to be kept. */
export function startLines(
  request: ProcessRequest,
  options: LineOptions,
  keepStdin: boolean,
): { readonly stream: LineStream; readonly child: SupervisedProcess } {
  let queue: Line[] = [];
  const splitter = new LineSplitter(options.maxLineBytes ?? 16 * 1024 * 1024);
  const stderr = new Tail(64 * 1024);
  let queued = 0;
  let ended = false;
  let wake: (() => void) | undefined;

  function enqueue(arrived: readonly Line[]): void {
    for (const line of arrived) {
      options.onLine?.(line);
      queue.push(line);
      queued += sizeOf(line);
    }
    wake?.();
  }

  const sink: OutputSink = {
    stdout: (chunk) => {
      // A process being killed is read without holding it back, so what nobody waits for has to go.
      if (queued > maxQueued && child.stopping) return;
      const arrived = splitter.push(chunk);
      if (options.progressMs !== undefined && arrived.some((line) => options.isProgress?.(line) ?? true)) child.progressed();
      enqueue(arrived);
      if (queued > maxQueued) child.pauseOutput();
    },
    stderr: (chunk) => stderr.push(chunk),
  };
  const child = new SupervisedProcess(request, sink, { progressMs: options.progressMs, keepStdin });
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

  return { stream: { outcome, [Symbol.asyncIterator]: lines }, child };
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
