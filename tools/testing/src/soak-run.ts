/** How a soak is run, as the environment says. */
export interface SoakRun {
  /** What makes the run the same again. */
  readonly seed: number;
  /** How much is tried. */
  readonly count: number;
  /** Seconds since the start, with one decimal. */
  readonly seconds: () => string;
}

/**
 * Starts a soak of `usual` things, or of as many as `variable` says, and tells it. `SOAK_SEED` repeats a run.
 * @param things what is tried, such as `texts`
 */
export function startSoak(things: string, variable: string, usual: number): SoakRun {
  const seed = numberFrom("SOAK_SEED") ?? Math.trunc(performance.timeOrigin) % SEEDS;
  const count = numberFrom(variable) ?? usual;
  const startedAt = performance.now();
  process.stdout.write(`soak: ${String(count)} ${things}, SOAK_SEED=${String(seed)}\n`);
  return { seed, count, seconds: () => ((performance.now() - startedAt) / 1000).toFixed(1) };
}

/** All of them can be given as `SOAK_SEED`. */
const SEEDS = 1_000_000_000;

function numberFrom(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${variable} is "${text}", not a whole number below ${String(SEEDS)}`);
  return Number(text);
}
