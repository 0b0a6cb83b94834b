import { diskFiles } from "@lockstep/adapters";

/** Milliseconds that an action takes. */
export async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** The median, of an even number of values the upper one of the middle; `NaN` of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Hashes a file as the snapshot does, for the part of a time that any prober has. */
export async function hashOf(path: string): Promise<void> {
  await diskFiles(".").sha256(path);
}
