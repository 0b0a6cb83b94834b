/** What is read of a connection and not yet taken. Sizes are characters. Each item is given once, in order, to whichever loop asks first. */
export class NotificationQueue<Item> implements AsyncIterable<Item> {
  readonly #maxSize: number;
  /** Called when an item was taken or a loop was left. */
  readonly #onChange: () => void;
  #unread: { readonly item: Item; readonly size: number }[] = [];
  #size = 0;
  #openLoops = 0;
  #waiting: (() => void)[] = [];
  #end: { readonly error?: Error } | undefined;
  #dropped = 0;

  constructor(maxSize: number, onChange: () => void) {
    this.#maxSize = maxSize;
    this.#onChange = onChange;
  }

  get isFull(): boolean {
    return this.#size >= this.#maxSize;
  }

  /** Somebody is in a loop, so what is held back will be asked for. */
  get hasReader(): boolean {
    return this.#openLoops > 0;
  }

  /** How many items went lost because it was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Drops the oldest items when what is left without them fills it still. */
  push(item: Item, size: number): void {
    this.#unread.push({ item, size });
    this.#size += size;
    for (let oldest = this.#unread[0]; oldest && this.#size - oldest.size >= this.#maxSize; oldest = this.#unread[0]) {
      this.#shift();
      this.#dropped += 1;
    }
    this.#wake();
  }

  /** No more items come; each loop then ends, with the error if there is one. */
  end(error?: Error): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake();
  }

  /** No generator: that could not be left while it waits. Leaving a loop keeps what is unread for the next one. */
  [Symbol.asyncIterator](): AsyncIterator<Item, undefined, undefined> {
    let state: "new" | "open" | "over" = "new";
    // Asked anew each time: the loop may be left while it waits.
    const isOpen = (): boolean => state === "open";
    const leave = (): void => {
      if (state === "open") this.#openLoops -= 1;
      state = "over";
      this.#wake();
      this.#onChange();
    };
    return {
      next: async () => {
        if (state === "new") {
          state = "open";
          this.#openLoops += 1;
        }
        while (isOpen() && this.#unread.length === 0 && this.#end === undefined)
          await new Promise<void>((resolve) => this.#waiting.push(resolve));
        const taken = isOpen() ? this.#shift() : undefined;
        if (taken !== undefined) {
          this.#onChange();
          return { done: false, value: taken.item };
        }
        const isFirstEnd = isOpen();
        leave();
        if (isFirstEnd && this.#end?.error !== undefined) throw this.#end.error;
        return { done: true, value: undefined };
      },
      return: () => {
        leave();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  #shift(): { readonly item: Item; readonly size: number } | undefined {
    const oldest = this.#unread.shift();
    this.#size -= oldest?.size ?? 0;
    return oldest;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
