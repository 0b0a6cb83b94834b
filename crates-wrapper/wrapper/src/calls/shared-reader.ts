import type { Line } from "@lockstep/runtime";

/** What is read, and what its end means. */
export interface Source<Item, Result> {
  readonly lines: AsyncIterable<Line>;
  /** Sees each line once, in order; `undefined` for one that no loop is to get. */
  take(line: Line): Item | undefined;
  /** Kills the process; resolves when nothing of it is left. */
  leave(): Promise<unknown>;
  /** Called once, when all is read. */
  conclude(): Promise<Result>;
}

/**
 * The items of a process for any number of loops and for who just wants its result. Each item is given once: a second loop goes on
 * where the first one is, and ends as the process does. Leaving a loop leaves the process, also before its first item.
 */
export class SharedReader<Item, Result> implements AsyncIterable<Item> {
  readonly #source: Source<Item, Result>;
  readonly #lines: AsyncIterator<Line>;
  /** Items that no loop has taken yet. */
  #unread: Item[] = [];
  #reading: Promise<void> | undefined;
  #isRead = false;
  #openLoops = 0;
  #result: Promise<Result> | undefined;

  constructor(source: Source<Item, Result>) {
    this.#source = source;
    this.#lines = source.lines[Symbol.asyncIterator]();
  }

  /** No generator: that could not be left before its first item, nor while it waits for one. */
  [Symbol.asyncIterator](): AsyncIterator<Item, undefined, undefined> {
    const loop: { state: "new" | "open" | "over" } = { state: "new" };
    const end = (): void => {
      if (loop.state === "open") this.#openLoops -= 1;
      loop.state = "over";
    };
    return {
      next: async () => {
        if (loop.state === "new") {
          loop.state = "open";
          this.#openLoops += 1;
        }
        while (loop.state === "open" && this.#unread.length === 0 && !this.#isRead) await this.#read();
        // While it waited, the loop may have been left.
        if (loop.state === "over") return { done: true, value: undefined };
        const value = this.#unread.shift();
        if (value !== undefined) return { done: false, value };
        end();
        await this.#conclude();
        return { done: true, value: undefined };
      },
      return: async () => {
        end();
        await this.#source.leave();
        return { done: true, value: undefined };
      },
    };
  }

  /** May be awaited beside a loop and inside of it: the loop then still gets every item. */
  async result(): Promise<Result> {
    while (!this.#isRead) {
      await this.#read();
      if (this.#openLoops === 0) this.#unread = [];
    }
    return this.#conclude();
  }

  /** Reads one line, for all who wait for it. */
  #read(): Promise<void> {
    this.#reading ??= this.#readLine();
    return this.#reading;
  }

  async #readLine(): Promise<void> {
    const { done, value } = await this.#lines.next();
    this.#reading = undefined;
    if (done === true) {
      this.#isRead = true;
      return;
    }
    const item = this.#source.take(value);
    if (item !== undefined) this.#unread.push(item);
  }

  /** The same for all who ask, to be called when all is read. */
  #conclude(): Promise<Result> {
    this.#result ??= this.#source.conclude();
    return this.#result;
  }
}

/** Why a process ended that a reader has left. */
export const leftReason = "The reader left before the end";
