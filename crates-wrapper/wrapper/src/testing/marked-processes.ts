import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Command lines of the living processes whose arguments or environment hold the text; Linux alone. */
export function processesWith(text: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    try {
      const [args = "", environment = "", status = ""] = ["cmdline", "environ", "stat"].map((name) =>
        readFileSync(`/proc/${pid}/${name}`, "latin1"),
      );
      const isDead = /^[ZX]/.test(status.slice(status.lastIndexOf(")") + 2));
      return !isDead && (args.includes(text) || environment.includes(text)) ? [`${pid} ${args.replaceAll("\0", " ")}`] : [];
    } catch {
      return [];
    }
  });
}

/** Kills the processes that carry a mark of ours. */
export function killAll(mark: string): void {
  for (const line of processesWith(mark)) {
    try {
      process.kill(Number(line.split(" ", 1)[0]), "SIGKILL");
    } catch {
      continue;
    }
  }
}

/** No living process has the text; one that is dying is given two seconds. */
export async function assertNoProcess(text: string): Promise<void> {
  let found = processesWith(text);
  for (let i = 0; i < 40 && found.length > 0; i++) {
    await sleep(50);
    found = processesWith(text);
  }
  assert.deepEqual(found, []);
}
