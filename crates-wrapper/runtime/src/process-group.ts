/**
 * Kills every process group that `adoptGroup` knows, at once and for good.
 * It also runs when this process exits, and when it dies of SIGINT, SIGTERM or SIGHUP without a listener of the host;
 * a host that listens for these signals decides itself and is covered by its exit.
 */
export function killAllGroups(): void {
  for (const pid of liveGroups) signalGroup(pid, "SIGKILL");
}

const liveGroups = new Set<number>();
const deadlySignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Registers a group (its leader's pid) for `killAllGroups` until `releaseGroup`. */
export function adoptGroup(pid: number): void {
  if (liveGroups.size === 0) {
    process.on("exit", killAllGroups);
    for (const signal of deadlySignals) process.on(signal, dieWithGroups);
  }
  liveGroups.add(pid);
}

/** Kills what is left of a group and forgets it. */
export function releaseGroup(pid: number): void {
  signalGroup(pid, "SIGKILL");
  liveGroups.delete(pid);
  if (liveGroups.size > 0) return;
  process.off("exit", killAllGroups);
  for (const signal of deadlySignals) process.off(signal, dieWithGroups);
}

/** Signals all members of a group; a group without members is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody is left. EPERM: macOS says so of a group of zombies.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

/** Our listener disarms the signal's default action, so without another listener it has to be raised again. */
function dieWithGroups(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAllGroups();
  process.off(signal, dieWithGroups);
  process.kill(process.pid, signal);
}
