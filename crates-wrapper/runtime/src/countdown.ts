/** Calls `onElapsed` when `ms` have passed since `start` or the last `restart`; `stop` lets it start anew. */
export class Countdown {
  readonly #ms: number;
  readonly #onElapsed: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, onElapsed: () => void) {
    // A longer delay makes Node fire at once.
    this.#ms = Math.min(ms, 2 ** 31 - 1);
    this.#onElapsed = onElapsed;
  }

  /** Does nothing while it is running. */
  start(): void {
    this.#timer ??= setTimeout(this.#onElapsed, this.#ms);
  }

  /** Does nothing unless it is running. */
  restart(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
