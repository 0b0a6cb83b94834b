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

/**
 * Calls `act` once when this process ends as `killAllGroups` describes, after the kill, unless the returned function has taken it
 * back before: for files that must not outlive a child. `act` must be synchronous and not throw.
 */
export function onHostEnd(act: () => void): () => void {
  listen();
  // Wrapped, so that the same function can be given twice.
  const own = (): void => act();
  farewells.add(own);
  return () => {
    farewells.delete(own);
    unlisten();
  };
}

const liveTrees = new Set<ProcessTree>();
const farewells = new Set<() => void>();
const deadlySignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Registers a tree for `killAllGroups` until `releaseTree`. */
export function adoptTree(tree: ProcessTree): void {
  listen();
  liveTrees.add(tree);
}

/** Kills what is left of the tree's process group and forgets the tree. */
export function releaseTree(tree: ProcessTree): void {
  signalGroup(tree.pid, "SIGKILL");
  liveTrees.delete(tree);
  unlisten();
}

/** An idle host keeps no listener of ours. */
function listen(): void {
  if (liveTrees.size + farewells.size > 0) return;
  process.on("exit", leave);
  for (const signal of deadlySignals) process.on(signal, dieWithGroups);
}

function unlisten(): void {
  if (liveTrees.size + farewells.size > 0) return;
  process.off("exit", leave);
  for (const signal of deadlySignals) process.off(signal, dieWithGroups);
}

function leave(): void {
  killAllGroups();
  for (const act of farewells) act();
}

/** Our listener disarms the signal's default action, so without another listener it has to be raised again. */
function dieWithGroups(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  leave();
  process.off(signal, dieWithGroups);
  process.kill(process.pid, signal);
}
