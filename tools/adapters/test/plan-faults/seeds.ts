import assert from "node:assert/strict";
import fc from "fast-check";
import { assertRepaired, inFolder, workUntilKilled, type Ends } from "./kill.ts";
import { anyCase, type Case } from "./random-trees.ts";
import { changesBetween, contentsOf, rewriteTree, snapshot, writeTree } from "./tree.ts";
import { doWork, openWorkspace, type Work } from "./work.ts";

/** How often something was killed. */
export interface Kills {
  readonly applying: number;
  readonly recovering: number;
  readonly undoing: number;
}

/** Somewhat more than the steps of a transaction without changes, and of one change; a process that is done earlier is not killed. */
const STEPS = { fixed: 40, ofChange: 16, ofRecovery: 30 };

/**
 * Applies a random plan to a random tree in a process that is killed at a random step, maybe kills the next one while it repairs that, and
 * does the same with the undo. Asserts after each that everything is old or everything new, and returns what was killed.
 */
export async function killBySeed(seed: number): Promise<Kills> {
  const [one] = fc.sample(anyCase, { seed, numRuns: 1 });
  assert.ok(one !== undefined);
  const ends = await endsOf(one);
  return inFolder(async (root) => {
    await writeTree(root, one.before);
    const changes = changesBetween(one.before, one.after);
    const steps = STEPS.fixed + STEPS.ofChange * changes.length;
    const [first = 0, second = 0, third = 0] = one.kills;
    const work: Work = { type: "apply", root, changes, contents: contentsOf(one.after) };
    const applying = await isKilled(first * steps, work);
    const recovering = applying && (await isKilled(second * STEPS.ofRecovery, { type: "recover", root }));
    await assertRepaired(root, ends);
    if ((await snapshot(root)).join() !== ends.after.join()) assert.equal((await doWork(work)).outcome?.type, "committed");
    assert.deepEqual(await snapshot(root), ends.after);
    if (changes.every(({ before, after }) => JSON.stringify(before) === JSON.stringify(after))) return kills(applying, recovering, false);
    const undoing = await isKilled(third * steps, { type: "undo", root });
    const { transactions } = await (await openWorkspace(root)).listTransactions();
    const undo = transactions.findIndex(({ state }) => state.begun.kind === "undo");
    await assertRepaired(root, { before: ends.after, after: ends.before }, undo === -1 ? transactions.length : undo);
    return kills(applying, recovering, undoing);
  });
}

function kills(applying: boolean, recovering: boolean, undoing: boolean): Kills {
  return { applying: Number(applying), recovering: Number(recovering), undoing: Number(undoing) };
}

async function isKilled(step: number, work: Work): Promise<boolean> {
  return (await workUntilKilled(1 + Math.floor(step), work)) === undefined;
}

async function endsOf({ before, after }: Case): Promise<Ends> {
  return inFolder(async (root) => {
    await writeTree(root, before);
    const old = await snapshot(root);
    await rewriteTree(root, before, after);
    return { before: old, after: await snapshot(root) };
  });
}
