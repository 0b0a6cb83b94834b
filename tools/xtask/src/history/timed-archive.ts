import type { WorkClock } from "./work-clock.ts";

/**
 * An archive as it comes in, of which the clock counts what is done with the bytes and not the waiting for them. It can be given up
 * while it is read.
 */
export class TimedArchive {
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #clock: WorkClock;
  readonly #startedMs: number;
  readonly #isDropped: () => boolean;
  #endedMs: number | undefined;
  #isWorking = false;

  constructor(source: AsyncIterable<Uint8Array>, clock: WorkClock, startedMs: number, isDropped: () => boolean) {
    this.#source = source;
    this.#clock = clock;
    this.#startedMs = startedMs;
    this.#isDropped = isDropped;
  }

  /** Until the last byte was there. */
  get downloadMs(): number {
    return (this.#endedMs ?? this.#clock.nowMs()) - this.#startedMs;
  }

  /** The bytes. Throws `DroppedError` once nobody wants them. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#source) {
      if (this.#isDropped()) throw new DroppedError();
      this.#work(true);
      yield chunk;
      this.#work(false);
    }
    this.#endedMs = this.#clock.nowMs();
    // What is left to do with the last bytes, until `close`.
    this.#work(true);
  }

  /** To be called when nothing more is done with the bytes. */
  close(): void {
    this.#work(false);
  }

  #work(isWorking: boolean): void {
    if (isWorking === this.#isWorking) return;
    this.#isWorking = isWorking;
    if (isWorking) this.#clock.begin();
    else this.#clock.end();
  }
}

/** Nobody waits for the archive any more. */
export class DroppedError extends Error {
  override readonly name = "DroppedError";
}
