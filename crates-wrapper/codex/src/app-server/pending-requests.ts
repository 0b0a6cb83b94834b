import type { RequestId } from "./message.ts";

/** The requests of ours that are not answered yet, each settled once. Their ids count from 0. */
export class PendingRequests {
  readonly #open = new Map<RequestId, OpenRequest>();
  #nextId = 0;

  get size(): number {
    return this.#open.size;
  }

  /** Milliseconds; `failure` makes the error of a request that ran out of time or was aborted. */
  add(
    method: string,
    { signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
    failure: (why: "timed-out" | "aborted") => Error,
  ): { readonly id: number; readonly answer: Promise<unknown> } {
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      const onAbort = (): void => this.reject(id, failure("aborted"));
      const timer =
        timeoutMs === undefined || timeoutMs === Infinity
          ? undefined
          : // A longer delay makes Node fire at once.
            setTimeout(() => this.reject(id, failure("timed-out")), Math.min(timeoutMs, 2 ** 31 - 1));
      signal?.addEventListener("abort", onAbort);
      const release = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        this.#open.delete(id);
      };
      this.#open.set(id, { method, resolve, reject, release });
      if (signal?.aborted === true) onAbort();
    });
    return { id, answer };
  }

  /** The method of a request that waits for its answer. */
  methodOf(id: RequestId): string | undefined {
    return this.#open.get(id)?.method;
  }

  /** Whether it is the id of a request of ours, also of one that is settled: its answer then comes too late. */
  isOurs(id: RequestId): boolean {
    return typeof id === "number" && Number.isInteger(id) && id >= 0 && id < this.#nextId;
  }

  resolve(id: RequestId, result: unknown): void {
    const request = this.#open.get(id);
    request?.release();
    request?.resolve(result);
  }

  reject(id: RequestId, error: Error): void {
    const request = this.#open.get(id);
    request?.release();
    request?.reject(error);
  }

  rejectAll(errorOf: (method: string) => Error): void {
    for (const [id, { method }] of this.#open) this.reject(id, errorOf(method));
  }
}

interface OpenRequest {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
  /** Forgets the request, its timer and its listener. */
  release(): void;
}
