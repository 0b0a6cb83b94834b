import { readFileSync } from "node:fs";
import { open, rm, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BusyError } from "@lockstep/kernel";
import { orFail, unlessAbsent } from "../file-access.ts";
import { nodeCrypto } from "../node-crypto.ts";
import { makeFolder } from "../make-folder.ts";
import { isAlive } from "./is-alive.ts";

const staleAfterMs = 60_000;
/** A lock says for a moment not or not all of who holds it; one that stays so is of a process that was killed in that moment. */
const unsaidStaleAfterMs = 2_000;
const holderForm = /^process (\d+) on (.*), [0-9a-f]+\n$/;
const refreshMs = 15_000;
/** A process that has looked at its lock so lately cannot have lost it since. */
const heldForMs = 10_000;

/** Who holds a lock, as its file tells. */
interface Holder {
  /** The whole file: it differs for each holder, so it tells whether the lock has changed hands. */
  readonly text: string;
  readonly isStale: boolean;
}

/**
 * Throws `BusyError` `LOCK_LOST` when another process has taken the lock over, because this one was suspended for so long. To be called
 * before each step that only the holder may do.
 */
export type AssertHeld = () => void;

/**
 * Runs `action` while this caller alone holds the lock file at `path`, among the processes of all machines that share the disk.
 * Its time is brought up to date meanwhile. A lock of a dead process of this machine, or one whose time is a minute old, is taken
 * over. Throws after `waitMs` what `busy` makes of its holder, such as `process 7 on host`, or `BusyError` `RECORD_LOCKED`;
 * `EnvironmentError` `FILE_ACCESS`, and what `action` throws. `stop` ends the waiting with its reason.
 */
export async function whileLocked<Result>(
  path: string,
  action: (assertHeld: AssertHeld) => Promise<Result>,
  waitMs: number,
  busy: (holder: string) => Error = (holder) => locked(path, holder, waitMs),
  stop?: AbortSignal,
): Promise<Result> {
  const text = `process ${String(process.pid)} on ${hostname()}, ${nodeCrypto().randomBytes(8).toString("hex")}\n`;
  await orFail("create", dirname(path), makeFolder(dirname(path)));
  const deadline = performance.now() + waitMs;
  stop?.throwIfAborted();
  while (!(await create(path, text))) {
    const holder = await readHolder(path);
    if (holder?.isStale === true && (await removeStale(path, holder, text))) continue;
    if (performance.now() >= deadline) throw busy(shown(holder));
    await sleep(15);
    stop?.throwIfAborted();
  }
  // Not of a lock that another has taken over: a process that was suspended for long finds that one's.
  const refresh = async (): Promise<void> => {
    if ((await readHolder(path))?.text === text) await utimes(path, new Date(), new Date());
  };
  let seenAt = Date.now();
  const assertHeld = (): void => {
    if (Math.abs(Date.now() - seenAt) < heldForMs) return;
    if (readTextSync(path) !== text) throw lost(path);
    seenAt = Date.now();
  };
  const timer = setInterval(() => void refresh().catch(() => {}), refreshMs);
  timer.unref();
  try {
    await removeDeadTakeover(path);
    return await action(assertHeld);
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
  // It is another's when this one was suspended for so long that its empty file was taken for a dead one's.
  return (await readHolder(path))?.text === text;
}

/**
 * Removes a stale lock; false when another process is about to. Of those that see the same stale lock only one at a time gets to
 * remove it, and looks again before it does, so that none removes the fresh lock of another that was faster.
 */
async function removeStale(path: string, stale: Holder, text: string): Promise<boolean> {
  const takeover = `${path}.takeover`;
  if (!(await create(takeover, text))) {
    await removeDeadTakeover(path);
    return false;
  }
  try {
    const holder = await readHolder(path);
    if (holder?.isStale === true && holder.text === stale.text) await orFail("remove", path, rm(path, { force: true }));
    return true;
  } finally {
    await rm(takeover, { force: true });
  }
}

/** Removes what a process has left that was killed while it took a lock over. */
async function removeDeadTakeover(path: string): Promise<void> {
  const takeover = `${path}.takeover`;
  if ((await readHolder(takeover))?.isStale === true) await orFail("remove", takeover, rm(takeover, { force: true }));
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const file = await unlessAbsent("read", path, open(path, "r"));
  if (file === undefined) return undefined;
  try {
    // Both of the opened file: the one at the path may change hands between two looks.
    const { mtimeMs } = await orFail("look at", path, file.stat());
    const text = await orFail("read", path, file.readFile("utf8"));
    const ageMs = Date.now() - mtimeMs;
    return { text, isStale: ageMs > (holderForm.test(text) ? staleAfterMs : unsaidStaleAfterMs) || isOfDeadProcess(text) };
  } finally {
    await file.close();
  }
}

/** `undefined` when it is gone or cannot be read. */
function readTextSync(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isOfDeadProcess(text: string): boolean {
  // Another machine has its own process ids.
  const [, pid, host] = holderForm.exec(text) ?? [];
  return pid !== undefined && host === hostname() && !isAlive(Number(pid));
}

function shown(holder: Holder | undefined): string {
  const [, pid, host] = holderForm.exec(holder?.text ?? "") ?? [];
  return pid === undefined || host === undefined ? "another process" : `process ${pid} on ${host}`;
}

function locked(path: string, holder: string, waitMs: number): BusyError {
  return new BusyError("RECORD_LOCKED", `"${path}" is held by ${holder}; waited ${String(waitMs / 1000)} seconds, wanted it free`, {
    hint: `Run the command again later. If no other one is running, delete "${path}" and "${path}.takeover"`,
  });
}

function lost(path: string): BusyError {
  return new BusyError("LOCK_LOST", `"${path}" was taken over by another process, as this one was suspended for more than a minute`, {
    hint: "Look at what the other one did, then run the command again",
  });
}
