import { killTrees, type ProcessTree, signalGroup } from "./process-tree.ts";
import { processTable } from "./process-table.ts";

/**
 * Kills every process tree that `adoptTree` knows, also what has left its process group, at once and for good; blocks until they
 * are dead, a second at most. It also runs when this process exits, and when it dies of SIGINT, SIGTERM or SIGHUP without a listener
 * of the host; a host that listens for these signals decides itself and is covered by its exit.
 */
export function killAllGroups(): void {
  const trees = [...liveTrees];
  if (trees.length === 0) return;
  // Who descends from whom is lost when the first of them dies.
  const table = [...processTable()];
  for (const tree of trees) tree.collect(table);
  for (const tree of trees) signalGroup(tree.pid, "SIGKILL");
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (const pauseMs of killTrees(trees, 1000)) Atomics.wait(clock, 0, 0, pauseMs);
}

const liveTrees = new Set<ProcessTree>();
const deadlySignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Registers a tree for `killAllGroups` until `releaseTree`. */
export function adoptTree(tree: ProcessTree): void {
  if (liveTrees.size === 0) {
    process.on("exit", killAllGroups);
    for (const signal of deadlySignals) process.on(signal, dieWithGroups);
  }
  liveTrees.add(tree);
}

/** Kills what is left of the tree's process group and forgets the tree. */
export function releaseTree(tree: ProcessTree): void {
  signalGroup(tree.pid, "SIGKILL");
  liveTrees.delete(tree);
  if (liveTrees.size > 0) return;
  process.off("exit", killAllGroups);
  for (const signal of deadlySignals) process.off(signal, dieWithGroups);
}

/** Our listener disarms the signal's default action, so without another listener it has to be raised again. */
function dieWithGroups(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAllGroups();
  process.off(signal, dieWithGroups);
  process.kill(process.pid, signal);
}
