/**
 * Calls `onElapsed` when `ms` have passed since `start` or the last `restart`; `stop` lets it start anew.
 * Input that is waiting by then is read before, because a busy host may see the time elapse ahead of it.
 */
export class Countdown {
  readonly #ms: number;
  readonly #onElapsed: () => void;
  #leftMs: number;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #elapsed: NodeJS.Immediate | undefined;

  constructor(ms: number, onElapsed: () => void) {
    // A longer delay makes Node fire at once.
    this.#ms = Math.min(ms, 2 ** 31 - 1);
    this.#leftMs = this.#ms;
    this.#onElapsed = onElapsed;
  }

  /** Does nothing while it is running. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#startedAt = performance.now();
    this.#timer = setTimeout(() => (this.#elapsed = setImmediate(this.#onElapsed)), this.#leftMs);
  }

  /** Does nothing unless it is running; its whole time begins anew. */
  restart(): void {
    if (this.#timer === undefined) return;
    this.stop();
    this.start();
  }

  /** Does nothing unless it is running; the next `start` goes on with the time that is left. */
  hold(): void {
    if (this.#timer === undefined) return;
    const leftMs = Math.max(this.#leftMs - (performance.now() - this.#startedAt), 0);
    this.stop();
    this.#leftMs = leftMs;
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#elapsed);
    this.#timer = undefined;
    this.#leftMs = this.#ms;
  }
}
