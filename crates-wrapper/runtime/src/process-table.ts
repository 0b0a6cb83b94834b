import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One living process of the system. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Process group. */
  readonly group: number;
  /** 0 where `ps` does not tell it. */
  readonly session: number;
  /** Only to be compared with other rows: clock ticks since boot from /proc, else milliseconds since the epoch in whole seconds. */
  readonly startedAt: number;
}

/**
 * The processes that are alive now, the newest first, read while you iterate. Zombies are left out.
 * Never throws: a process that vanishes is left out, and where neither /proc nor a fitting `ps` exists the table is empty.
 */
export function* processTable(): Generator<ProcessRow, void, undefined> {
  if (!hasProc) {
    yield* parsePs(askPs());
    return;
  }
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  // Descending numbers: who forks and exits all the time is met before it is gone.
  for (const pid of pids.toSorted((a, b) => b - a)) {
    const row = readProcess(pid);
    if (row !== undefined) yield row;
  }
}

/** The row of one process; `undefined` when it is not alive, or without /proc. */
export function readProcess(pid: number): ProcessRow | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  if (stat === undefined) return undefined;
  // The second field is a name in parentheses and may hold anything, also parentheses and spaces.
  const [state = "", parent, group, session, ...more] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (isDead(state)) return undefined;
  // Field 22 of proc_pid_stat(5), counted from 1.
  return { pid, parent: Number(parent), group: Number(group), session: Number(session), startedAt: Number(more[15]) };
}

/** The environment with which a process was started, as raw bytes; empty when it is unreadable: of others, gone, no /proc. */
export function readEnvironment(pid: number): Buffer {
  return attempt(() => readFileSync(`/proc/${pid}/environ`)) ?? Buffer.alloc(0);
}

/** The names of the pipes and sockets that are stdin, stdout or stderr of a process, such as `socket:[123]`. */
export function readStandardPipes(pid: number): string[] {
  return [0, 1, 2].flatMap((fd) => {
    const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? "";
    return /^(?:pipe|socket):/.test(target) ? [target] : [];
  });
}

/** Reads what `ps -axo pid=,ppid=,pgid=,stat=,lstart=` prints in the C locale; other lines are left out. */
export function parsePs(printed: string): ProcessRow[] {
  return printed.split("\n").flatMap((line) => {
    const [, pid, parent, group, state = "", started = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*\S)\s*$/.exec(line) ?? [];
    const startedAt = Date.parse(started);
    if (Number.isNaN(startedAt) || isDead(state)) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, startedAt }];
  });
}

/** The process table for `parsePs`; blocks for some ten milliseconds, and is empty where `ps` lacks these columns, as in BusyBox. */
export function askPs(): string {
  const env = { PATH: "/bin:/usr/bin", LC_ALL: "C" };
  return spawnSync("ps", ["-axo", "pid=,ppid=,pgid=,stat=,lstart="], { env, encoding: "utf8", timeout: 2000 }).stdout ?? "";
}

const hasProc = existsSync("/proc/self/stat");

function isDead(state: string): boolean {
  return /^[ZX]/i.test(state);
}

/** ENOENT and ESRCH: gone meanwhile; EACCES and EPERM: of others, or one that forbids looks into it. All the same to us. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
