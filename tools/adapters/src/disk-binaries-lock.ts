import { open, rm, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BusyError } from "@lockstep/kernel";
import { orFail, unlessAbsent } from "./file-access.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { makeFolder } from "./make-folder.ts";

const staleAfterMs = 60_000;
const refreshMs = 15_000;

/** Who holds a lock, as its file tells. */
interface Holder {
  /** The whole file: it differs for each holder, so it tells whether the lock has changed hands. */
  readonly text: string;
  readonly isStale: boolean;
}

/**
 * Runs `action` while this caller alone holds the lock file at `path`, among the processes of all machines that share the disk.
 * Its time is brought up to date meanwhile. A lock of a dead process of this machine, or one whose time is a minute old, is taken
 * over. Throws after `waitMs` what `busy` makes of its holder, such as `process 7 on host`, or `BusyError` `RECORD_LOCKED`;
 * `EnvironmentError` `FILE_ACCESS`, and what `action` throws.
 */
export async function whileLocked<Result>(
  path: string,
  action: () => Promise<Result>,
  waitMs: number,
  busy: (holder: string) => Error = (holder) => locked(path, holder, waitMs),
): Promise<Result> {
  const text = `process ${String(process.pid)} on ${hostname()}, ${nodeCrypto().randomBytes(8).toString("hex")}\n`;
  await orFail("create", dirname(path), makeFolder(dirname(path)));
  const deadline = performance.now() + waitMs;
  while (!(await create(path, text))) {
    const holder = await readHolder(path);
    if (holder?.isStale === true && (await removeStale(path, holder, text))) continue;
    if (performance.now() >= deadline) throw busy(shown(holder));
    await sleep(15);
  }
  // Not of a lock that another has taken over: a process that was suspended for long finds that one's.
  const refresh = async (): Promise<void> => {
    if ((await readHolder(path))?.text === text) await utimes(path, new Date(), new Date());
  };
  const timer = setInterval(() => void refresh().catch(() => {}), refreshMs);
  timer.unref();
  try {
    return await action();
  } finally {
    clearInterval(timer);
    // It is another's by now if this holder was so slow that its lock was taken over.
    if ((await readHolder(path))?.text === text) await rm(path, { force: true });
  }
}

/** Creates a file that must not exist yet; false when it does. */
async function create(path: string, text: string): Promise<boolean> {
  const file = await orFail(
    "create",
    path,
    open(path, "wx").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
      throw error;
    }),
  );
  if (file === undefined) return false;
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    return await orFail("write", path, Promise.reject(error));
  } finally {
    await file.close();
  }
  return true;
}

/**
 * Removes a stale lock; false when another process is about to. Of those that see the same stale lock only one at a time gets to
 * remove it, and looks again before it does, so that none removes the fresh lock of another that was faster.
 */
async function removeStale(path: string, stale: Holder, text: string): Promise<boolean> {
  const takeover = `${path}.takeover`;
  if (!(await create(takeover, text))) return false;
  try {
    const holder = await readHolder(path);
    if (holder?.isStale === true && holder.text === stale.text) await orFail("remove", path, rm(path, { force: true }));
    return true;
  } finally {
    await rm(takeover, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const file = await unlessAbsent("read", path, open(path, "r"));
  if (file === undefined) return undefined;
  try {
    // Both of the opened file: the one at the path may change hands between two looks.
    const { mtimeMs } = await orFail("look at", path, file.stat());
    const text = await orFail("read", path, file.readFile("utf8"));
    return { text, isStale: Date.now() - mtimeMs > staleAfterMs || isOfDeadProcess(text) };
  } finally {
    await file.close();
  }
}

function isOfDeadProcess(text: string): boolean {
  // A lock that was just created is empty, and another machine has its own process ids.
  const [, pid, host] = /^process (\d+) on (.*), [0-9a-f]+\n$/.exec(text) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function shown(holder: Holder | undefined): string {
  const who = holder?.text.replace(/, [0-9a-f]+\n$/, "") ?? "";
  return who === "" ? "another process" : who;
}

function locked(path: string, holder: string, waitMs: number): BusyError {
  return new BusyError("RECORD_LOCKED", `"${path}" is held by ${holder}; waited ${String(waitMs / 1000)} seconds, wanted it free`, {
    hint: `Run the command again later. If no other one is running, delete "${path}" and "${path}.takeover"`,
  });
}
