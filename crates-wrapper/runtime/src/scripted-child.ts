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

/** Waits up to a second for a process to die. */
export async function assertDead(pid: number): Promise<void> {
  assert.ok(pid > 1, `No pid was printed: ${pid}`);
  for (let i = 0; i < 40; i++) {
    if (!isAlive(pid)) return;
    await sleep(25);
  }
  assert.fail(`Process ${pid} is alive`);
}

const env: Readonly<Record<string, string>> = { PATH: "/usr/local/bin:/usr/bin:/bin" };
