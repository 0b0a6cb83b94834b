/**
 * Adds up the time in which something of one kind is done, once where several are at a time: work here, or what comes in from the
 * network. Milliseconds.
 */
export class WorkClock {
  readonly #nowMs: () => number;
  #running = 0;
  #since = 0;
  #sumMs = 0;

  /** @param nowMs a time of which only differences mean anything */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get workMs(): number {
    return this.#sumMs + (this.#running > 0 ? this.#nowMs() - this.#since : 0);
  }

  nowMs(): number {
    return this.#nowMs();
  }

  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }

  /** Each one needs its `end`; between them several may overlap. */
  begin(): void {
    if (this.#running === 0) this.#since = this.#nowMs();
    this.#running += 1;
  }

  end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#sumMs += this.#nowMs() - this.#since;
  }
}
