/** Runs tasks with at most `limit` of them at a time, in the order they were given. A failed task does not stop the others. */
export function taskPool(limit: number): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The place is handed over, so that a newcomer cannot take it first.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/** Cuts calls into batches of one process each, so that every job has several to take, which evens out slow ones. */
export function batchesOf<Item>(items: readonly Item[], jobs: number): readonly (readonly Item[])[] {
  const size = Math.max(1, Math.min(MAX_BATCH, Math.ceil(items.length / (jobs * 2))));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const MAX_BATCH = 10;
