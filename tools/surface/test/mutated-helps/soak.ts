import { startSoak } from "@lockstep/testing";
import { parsersOfAll } from "./parsers-of-all.ts";
import { runMutations } from "./run-mutations.ts";

/**
 * `make soak`: gives every parser a million mutated helps, or `SOAK_TEXTS`. `SOAK_SEED` repeats a run; a fault is printed with
 * its text and ends it with 1.
 */
const { seed, count, seconds } = startSoak("texts", "SOAK_TEXTS", 1_000_000);
const { texts, characters, faults, spent } = runMutations(parsersOfAll, {
  count,
  seed,
  lines: 12,
  onFault: ({ parser, fault, text }) => {
    process.stdout.write(`soak: FAULT of ${parser}: ${fault}\n${JSON.stringify(text)}\n`);
  },
  onProgress: ({ texts: done, faults: found }) => {
    if (done % 10_000 === 0) process.stderr.write(`soak: ${String(done)} texts in ${seconds()} s, ${String(found.length)} faults\n`);
  },
});
const times = [...spent].map(([name, milliseconds]) => `${name} ${(milliseconds / 1000).toFixed(1)} s`).join(", ");
process.stdout.write(
  `soak: ${faults.length === 0 ? "ok" : `FAILED with ${String(faults.length)} faults`}, ${String(texts)} texts of ${String(Math.round(characters / Math.max(texts, 1)))} characters in ${seconds()} s (${times}), SOAK_SEED=${String(seed)}\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
