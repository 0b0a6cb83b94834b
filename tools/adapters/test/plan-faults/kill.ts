import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { openWorkspace, type Done, type Work } from "./work.ts";
import { pathsBelow, sha256, snapshot } from "./tree.ts";

let bundled: Promise<string> | undefined;

/** The program of a process to kill, in one file: hundreds are started, and reading every source file takes each half a second. */
async function bundle(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "plan-faults-bundle-"));
  // Other users start it too.
  await chmod(folder, 0o755);
  const outfile = join(folder, "killed-process.mjs");
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await build({
    entryPoints: [join(import.meta.dirname, "killed-process.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    logLevel: "silent",
  });
  return outfile;
}

/** Does some work in a process of its own that is killed (-9) before a step. Returns how many steps it had, when it came to its end. */
export async function workUntilKilled(step: number, work: Work): Promise<number | undefined> {
  return (await workInProcess(work, step))?.steps;
}

/**
 * Does some work in a process of its own; `undefined` when it was killed.
 * @param step before which it is killed
 * @param user whose process it is
 */
export async function workInProcess(
  work: Work,
  step = 0,
  user?: { readonly uid: number; readonly gid: number },
): Promise<{ readonly steps: number; readonly done: Done } | undefined> {
  bundled ??= bundle();
  const script = await bundled;
  return new Promise((resolve, reject) => {
    // What is compiled once is compiled for all: a process that comes to its end keeps it beside its program.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(script), "compiled") };
    execFile(process.execPath, [script, String(step), JSON.stringify(work)], { ...user, env }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as { readonly steps: number; readonly done: Done });
      else if (error.signal === "SIGKILL") resolve(undefined);
      else reject(new Error(`The process failed: ${stderr}`));
    });
  });
}

/** Runs something in an empty folder that is gone afterwards. */
export async function inFolder<Result>(action: (root: string) => Promise<Result>): Promise<Result> {
  const root = await mkdtemp(join(tmpdir(), "plan-faults-"));
  try {
    return await action(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The trees that a transaction goes between, as `snapshot` shows them. */
export interface Ends {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * Starts the next command in a workspace whose process was killed, and asserts what has to hold then: every file is old, or every one is
 * new where the last journal says that it was committed; backups are complete; nothing else is left.
 * @param count how many transactions there were before
 */
export async function assertRepaired(root: string, { before, after }: Ends, count = 0): Promise<Done> {
  const workspace = await openWorkspace(root);
  const recovered = await workspace.whileLocked((locked) => Promise.resolve(locked.recovered));
  assert.ok(
    recovered.every(({ type, left }) => type === "rolled-back" && left.length === 0),
    JSON.stringify(recovered),
  );
  const { transactions, unreadable } = await workspace.listTransactions();
  assert.deepEqual(unreadable, []);
  assert.ok(transactions.every(({ state }) => state.end !== "open"));
  const isDone = transactions[count]?.state.end === "committed";
  assert.deepEqual(await snapshot(root), isDone ? after : before);
  assert.deepEqual(await snapshotOfStore(root), transactions.map(({ folder }) => folder).toSorted());
  for (const { folder, state } of transactions) {
    for (const { backup, before: old } of state.isBackedUp ? state.begun.changes : []) {
      if (backup === undefined || old.type !== "file") continue;
      assert.equal(sha256(await readFile(join(root, folder, backup))), old.sha256, backup);
    }
  }
  return { recovered };
}

/** The folders of the transactions; fails for anything else that is in the store. */
async function snapshotOfStore(root: string): Promise<readonly string[]> {
  const paths = await pathsBelow(join(root, ".xtask"));
  const odd = paths.filter(
    (path) => !/^(?:\.gitignore|plans(?:\/[0-9A-Z]{26}\.json)?|backups|backups\/[^/]+(?:\/journal\.jsonl|\/files(?:\/.*)?)?)$/.test(path),
  );
  assert.deepEqual(odd, []);
  assert.ok(existsSync(join(root, ".xtask/.gitignore")));
  return paths.filter((path) => /^backups\/[^/]+$/.test(path)).map((path) => `.xtask/${path}`);
}
