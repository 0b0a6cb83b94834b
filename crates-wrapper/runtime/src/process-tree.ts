import { randomUUID } from "node:crypto";
import { type ProcessRow, processTable, readEnvironment, readProcess, readStandardPipes } from "./process-table.ts";

/** The variable that marks the environment of every child; a child of a child has all ids on the way, joined by `/`. */
export const processIdVariable = "LOCKSTEP_PROCESS_ID";

/** A new id for one child, and the value of `processIdVariable` that carries it. */
export function nameProcess(): { readonly id: string; readonly value: string } {
  const id = randomUUID();
  const ours = process.env[processIdVariable];
  return { id, value: ours === undefined ? id : `${ours}/${id}` };
}

/**
 * A child process, the leader of a group and session of its own, and all that descends from it, also outside the group.
 * A process belongs to it that is not older than the child and (1) carries the id in its environment, (2) has our pipes as
 * stdin, stdout or stderr, (3) is in a group or session that a member leads, or (4) has a member as its parent.
 * Not found is who has got rid of all of this before we look: a daemon with a scrubbed environment, other files and no parent;
 * for (1) and (2) also who may not be looked into (other users, `PR_SET_DUMPABLE` 0). Without /proc there is only (3) for groups, and (4).
 */
export class ProcessTree {
  readonly pid: number;
  readonly #id: string;
  readonly #pipes: ReadonlySet<string>;
  /** Start times of all members ever seen, by pid: a number that is used again is no member. */
  readonly #members = new Map<number, number | undefined>();

  /** To be called right after the start of process `pid`. */
  constructor(pid: number, id: string) {
    this.pid = pid;
    this.#id = id;
    this.#pipes = new Set(readStandardPipes(pid));
    this.#members.set(pid, readProcess(pid)?.startedAt);
  }

  /** Remembers the members, for a time when their parents are gone. */
  collect(table: Iterable<ProcessRow> = processTable()): void {
    this.#survey(table, () => undefined);
  }

  /** Sends SIGKILL to the group and to all members that are found, and returns those found: dying, or not ours to kill. */
  kill(table: Iterable<ProcessRow> = processTable()): ProcessRow[] {
    signalGroup(this.pid, "SIGKILL");
    return this.#survey(table, (row) => {
      // A whole group at once where we may: nobody can fork out of that.
      if (this.#members.has(row.group)) signalGroup(row.group, "SIGKILL");
      else ignoreGone(() => process.kill(row.pid, "SIGKILL"));
    });
  }

  #survey(table: Iterable<ProcessRow>, onMember: (row: ProcessRow) => void): ProcessRow[] {
    const found: ProcessRow[] = [];
    const starts = new Map<number, number>();
    let others: ProcessRow[] = [];
    const meet = (row: ProcessRow): void => {
      this.#members.set(row.pid, row.startedAt);
      found.push(row);
      onMember(row);
    };
    for (const row of table) {
      starts.set(row.pid, row.startedAt);
      if (row.pid <= 1 || row.pid === process.pid || row.startedAt < (this.#members.get(this.pid) ?? 0)) continue;
      if (this.#isMarked(row)) meet(row);
      else others.push(row);
    }
    for (let before = -1; before !== others.length;) {
      before = others.length;
      others = others.filter((row) => {
        const isRelated = this.#isRelated(row, starts);
        if (isRelated) meet(row);
        return !isRelated;
      });
    }
    return found;
  }

  /** What a process tells of itself. */
  #isMarked(row: ProcessRow): boolean {
    if (this.#members.has(row.pid)) {
      // Without /proc the child's own start is learned when it is first seen.
      const known = this.#members.get(row.pid);
      if (known === undefined || known === row.startedAt) return true;
    }
    return readEnvironment(row.pid).includes(this.#id) || readStandardPipes(row.pid).some((pipe) => this.#pipes.has(pipe));
  }

  /** What its relations tell; `starts` are those of the whole table, because a number in it may be used again by a stranger. */
  #isRelated({ parent, group, session, startedAt }: ProcessRow, starts: ReadonlyMap<number, number>): boolean {
    return [parent, group, session].some((member) => {
      if (!this.#members.has(member)) return false;
      const known = this.#members.get(member);
      return known === undefined || (startedAt >= known && (starts.get(member) ?? known) === known);
    });
  }
}

/**
 * Kills the members of trees over and over until two looks in a row find none, for `maxMs` at most. Yields the milliseconds to wait
 * before the next look and returns the pids that lived to the end, such as those of other users.
 * One empty look is not enough: a process has no environment for a moment while it executes a file.
 */
export function* killTrees(trees: readonly ProcessTree[], maxMs: number): Generator<number, number[], undefined> {
  const giveUpAt = performance.now() + maxMs;
  let empty = 0;
  for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    // Several trees share one reading of the table.
    const table = trees.length === 1 ? undefined : [...processTable()];
    const found = trees.flatMap((tree) => tree.kill(table));
    empty = found.length === 0 ? empty + 1 : 0;
    if (empty === 2 || performance.now() > giveUpAt) return found.map(({ pid }) => pid);
    yield pauseMs;
  }
}

/** Signals all members of a group; a group without members is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  ignoreGone(() => process.kill(-pid, signal));
}

/** ESRCH: nobody is left. EPERM: not ours to kill, and macOS says so of a group of zombies. */
function ignoreGone(kill: () => void): void {
  try {
    kill();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
