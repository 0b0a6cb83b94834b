import { killBefore } from "./counted-calls.ts";
import type { Work } from "./work.ts";

/** `node killed-process.ts <step> <work as JSON>`: does the work, and is killed before that step; prints how many steps there were and what was done. */
const [step = "", work = ""] = process.argv.slice(2);
const countSteps = await killBefore(Number(step));
const { doWork } = await import("./work.ts");
const done = await doWork(JSON.parse(work) as Work);
process.stdout.write(JSON.stringify({ steps: countSteps(), done }));
