import type { WorkClock } from "./work-clock.ts";

/** The clocks of a build: what is done here, and what comes in, whatever goes on beside it. */
export interface BuildClocks {
  readonly work: WorkClock;
  readonly downloads: WorkClock;
}

/**
 * An archive as it comes in. What is done with its bytes counts as work, and the waiting for them does not; the time in which they
 * come in counts as download, and not that in which the connection is held back because the reader is behind, nor what is left to
 * do after the last byte.
 */
export class TimedArchive {
  readonly #clocks: BuildClocks;
  readonly #startedMs: number;
  #isWorking = false;
  #isFlowing = false;

  /** The connection is opened now. */
  constructor(clocks: BuildClocks) {
    this.#clocks = clocks;
    this.#startedMs = clocks.downloads.workMs;
    this.flow(true);
  }

  /** While it came in. One archive comes in at a time. */
  get downloadMs(): number {
    return this.#clocks.downloads.workMs - this.#startedMs;
  }

  /** Tells whether bytes may come in. */
  flow(isFlowing: boolean): void {
    if (isFlowing === this.#isFlowing) return;
    this.#isFlowing = isFlowing;
    count(this.#clocks.downloads, isFlowing);
  }

  /** The bytes of `source`. */
  async *chunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.#work(true);
      yield chunk;
      this.#work(false);
    }
    this.flow(false);
    // What is left to do with the last bytes, until `close`.
    this.#work(true);
  }

  /** To be called when nothing more is done with the bytes. */
  close(): void {
    this.flow(false);
    this.#work(false);
  }

  #work(isWorking: boolean): void {
    if (isWorking === this.#isWorking) return;
    this.#isWorking = isWorking;
    count(this.#clocks.work, isWorking);
  }
}

function count(clock: WorkClock, isRunning: boolean): void {
  if (isRunning) clock.begin();
  else clock.end();
}
