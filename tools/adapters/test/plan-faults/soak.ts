import { startSoak } from "@lockstep/testing";
import { twoAtATime } from "./at-once.ts";
import { killBySeed } from "./seeds.ts";

/**
 * `make soak`: applies, repairs and undoes 500 random plans, or `SOAK_PLANS`, in processes that are killed (-9) at random steps. `SOAK_SEED`
 * repeats a run; a fault is printed with the seed of its plan, and ends it with 1.
 */
const { seed, count, seconds } = startSoak("plans", "SOAK_PLANS", 500);
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
      process.stderr.write(`soak: ${String(total.plans)} plans in ${seconds()} s, ${String(total.faults)} faults\n`);
  }),
);
const isGood = total.faults === 0 && total.kills >= count / 2;
process.stdout.write(
  `soak: ${isGood ? "ok" : `FAILED with ${String(total.faults)} faults`}, ${String(total.plans)} plans with ${String(total.kills)} kills in ${seconds()} s, SOAK_SEED=${String(seed)}\n`,
);
process.exitCode = isGood ? 0 : 1;
