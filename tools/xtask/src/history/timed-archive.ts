import type { WorkClock } from "./work-clock.ts";

/** The clocks of a build: what is done here, and what comes in, whatever goes on beside it. */
export interface BuildClocks {
  readonly work: WorkClock;
  readonly downloads: WorkClock;
}

/**
 * An archive as it comes in. The time from the opening of its connection in which bytes may come in counts as download; that in which the connection is held back,
 * because they do not go on fast enough here, and what is left to do after the last byte count as work.
 */
export class TimedArchive {
  readonly #clocks: BuildClocks;
  readonly #startedMs: number;
  #running: WorkClock | undefined;

  /** What reads it is started now, which is work until the connection is opened. */
  constructor(clocks: BuildClocks) {
    this.#clocks = clocks;
    this.#startedMs = clocks.downloads.workMs;
    this.flow(false);
  }

  /** While it came in. One archive comes in at a time. */
  get downloadMs(): number {
    return this.#clocks.downloads.workMs - this.#startedMs;
  }

  /** Tells whether bytes may come in. */
  flow(isFlowing: boolean): void {
    this.#run(isFlowing ? this.#clocks.downloads : this.#clocks.work);
  }

  /** To be called when nothing more is done with the bytes. */
  close(): void {
    this.#run(undefined);
  }

  #run(clock: WorkClock | undefined): void {
    if (clock === this.#running) return;
    this.#running?.end();
    clock?.begin();
    this.#running = clock;
  }
}
