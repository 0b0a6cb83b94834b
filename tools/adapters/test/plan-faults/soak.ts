import { twoAtATime } from "./at-once.ts";
import { killBySeed } from "./seeds.ts";

/**
 * `make soak`: applies, repairs and undoes 500 random plans, or `SOAK_PLANS`, in processes that are killed (-9) at random steps. `SOAK_SEED`
 * repeats a run; a fault is printed with the seed of its plan, and ends it with 1.
 */
const seed = numberFrom("SOAK_SEED") ?? Math.trunc(performance.timeOrigin) & 0x3fffffff;
const count = numberFrom("SOAK_PLANS") ?? 500;
const startedAt = performance.now();
process.stdout.write(`soak: ${String(count)} plans, SOAK_SEED=${String(seed)}\n`);
const total = { plans: 0, faults: 0, kills: 0 };
await twoAtATime(
  Array.from({ length: count }, (_, index) => async () => {
    try {
      const { applying, recovering, undoing } = await killBySeed(seed + index);
      total.kills += applying + recovering + undoing;
    } catch (error) {
      total.faults += 1;
      process.stdout.write(
        `soak: FAULT of the plan of seed ${String(seed + index)}: ${error instanceof Error ? (error.stack ?? "") : String(error)}\n`,
      );
    }
    total.plans += 1;
    if (total.plans % 50 === 0)
      process.stderr.write(`soak: ${String(total.plans)} plans in ${secondsSinceStart()} s, ${String(total.faults)} faults\n`);
  }),
);
const isGood = total.faults === 0 && total.kills >= count / 2;
process.stdout.write(
  `soak: ${isGood ? "ok" : `FAILED with ${String(total.faults)} faults`}, ${String(total.plans)} plans with ${String(total.kills)} kills in ${secondsSinceStart()} s, SOAK_SEED=${String(seed)}\n`,
);
process.exitCode = isGood ? 0 : 1;

function numberFrom(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${variable} is "${text}", not a whole number below 1000000000`);
  return Number(text);
}

function secondsSinceStart(): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
