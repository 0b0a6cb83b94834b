import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessRequest } from "./process.ts";

/** Requests for scripted children and a look at what became of them; for tests only. */
export function shell(script: string): ProcessRequest {
  return { file: "/bin/sh", args: ["-c", script], env };
}

export function node(script: string): ProcessRequest {
  return { file: process.execPath, args: ["-e", script], env };
}

/** A zombie counts as dead: init reaps orphans when it likes. */
export function isAlive(pid: number): boolean {
  const state = execFileSync("/bin/sh", ["-c", `ps -o stat= -p ${pid} || true`], { encoding: "utf8" }).trim();
  return state !== "" && !state.startsWith("Z");
}

/** Waits for a process to die, half a minute at most: a busy machine takes its time. */
export async function assertDead(pid: number): Promise<void> {
  assert.ok(pid > 1, `No pid was printed: ${pid}`);
  const giveUpAt = performance.now() + 30_000;
  while (isAlive(pid)) {
    assert.ok(performance.now() < giveUpAt, `Process ${pid} is alive`);
    await sleep(25);
  }
}

const env: Readonly<Record<string, string>> = { PATH: "/usr/local/bin:/usr/bin:/bin" };
