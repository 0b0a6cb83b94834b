import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { CliDescriptor } from "@lockstep/contracts";
import { runProcess, type UnwatchedOutcome } from "@lockstep/runtime";
import { probeEnvironment } from "../../src/probing/probe-folders.ts";

/** A binary that can reach nothing: no network, no home, nothing on stdin. */
export interface IsolatedBinary {
  readonly run: (args: readonly string[]) => Promise<UnwatchedOutcome>;
  /** Fails if a call has left a file or a process. */
  assertHarmless(): void;
}

/** Cuts a binary off from this machine for one test. */
export async function isolateBinary(t: TestContext, binary: string, descriptor: CliDescriptor): Promise<IsolatedBinary> {
  // Codex warns about a home in the temporary folder.
  mkdirSync(join(homedir(), ".cache"), { recursive: true });
  const folder = mkdtempSync(join(homedir(), ".cache", "argv-acceptance-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  // Without a home a CLI has nowhere to put what it unpacks when it starts, and most of what it could do fails.
  const folders = { home: join(folder, "no-home"), tmp: join(folder, "tmp"), cwd: join(folder, "cwd") };
  for (const path of [folders.tmp, folders.cwd]) mkdirSync(path);
  const mark = "LOCKSTEP_ARGV_ACCEPTANCE";
  const env = { ...probeEnvironment(descriptor, folders, process.env), [mark]: folder };
  const start = async ([file = "", ...args]: readonly string[]): Promise<UnwatchedOutcome> =>
    runProcess({ file, args, cwd: folders.cwd, env, stdin: "", totalMs: 20_000 });
  // A network namespace without any device, where the system allows one; the dead proxy has to do elsewhere.
  const unshare = ["unshare", "--map-current-user", "--net"];
  const probe = await start([...unshare, "true"]);
  const isolation = probe.type === "exited" && probe.exitCode === 0 ? unshare : [];
  return {
    run: async (args) => start([...isolation, binary, ...args]),
    assertHarmless() {
      assert.deepEqual(new Set(readdirSync(folder, { recursive: true, encoding: "utf8" })), new Set(["cwd", "tmp"]));
      assert.deepEqual(processesWith(`${mark}=${folder}`), []);
    },
  };
}

/** The processes that were given a variable, where the system shows what they were given. */
function processesWith(variable: string): readonly string[] {
  if (process.platform !== "linux") return [];
  const environmentOf = (id: string): string => {
    try {
      return readFileSync(`/proc/${id}/environ`, "latin1");
    } catch {
      // It has ended, or is someone else's.
      return "";
    }
  };
  return readdirSync("/proc").filter((id) => /^\d+$/.test(id) && environmentOf(id).includes(`${variable}\0`));
}
