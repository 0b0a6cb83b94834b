import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { test } from "node:test";
import { twoAtATime } from "./at-once.ts";
import { assertRepaired, inFolder, workInProcess, workUntilKilled, type Ends } from "./kill.ts";
import { killBySeed } from "./seeds.ts";
import { changesBetween, contentsOf, rewriteTree, snapshot, text, writeTree, type Tree } from "./tree.ts";
import { doWork, type Work } from "./work.ts";

const SEEDS = 50;
/** Of the last line of a journal, and of the end of the lock. */
const STEPS_OF_END = 3;

const before: Tree = new Map([
  ["a", text("old a\n")],
  ["d/b", text("old b\n", "0600")],
  ["d/link", { type: "link", target: "b" }],
]);
const after: Tree = new Map([
  ["a", text("new a\n", "0755")],
  ["new/folder/c", text("new c\n")],
]);
const changes = changesBetween(before, after);
const apply = (root: string): Work => ({ type: "apply", root, changes, contents: contentsOf(after) });

async function endsOfApply(): Promise<Ends> {
  return inFolder(async (root) => {
    await writeTree(root, before);
    const old = await snapshot(root);
    await rewriteTree(root, before, after);
    return { before: old, after: await snapshot(root) };
  });
}

/**
 * Kills a process before every one of its steps, each time in a copy of a workspace; returns how often it was killed.
 * @param prepare makes the workspace
 */
async function killAtEveryStep(
  prepare: (root: string) => Promise<void>,
  work: (root: string) => Work,
  check: (root: string) => Promise<unknown>,
): Promise<number> {
  return inFolder(async (pattern) => {
    await prepare(pattern);
    const inCopy = <Result>(action: (root: string) => Promise<Result>): Promise<Result> =>
      inFolder(async (root) => {
        await cp(pattern, root, { recursive: true, verbatimSymlinks: true });
        return action(root);
      });
    const whole = await inCopy((root) => workInProcess(work(root)));
    assert.ok(whole !== undefined);
    const { steps, done } = whole;
    // Steps of a transaction that fails by itself would show nothing.
    assert.equal(done.outcome?.type ?? "committed", "committed", JSON.stringify(done.outcome));
    let kills = 0;
    await twoAtATime(
      Array.from(
        { length: steps },
        (_, index) => () =>
          inCopy(async (root) => {
            const count = await workUntilKilled(index + 1, work(root));
            assert.equal(count, undefined, `step ${String(index + 1)} of ${String(steps)} did not come`);
            kills += 1;
            await check(root);
          }),
      ),
    );
    return kills;
  });
}

const undo = (root: string): Work => ({ type: "undo", root });
const recover = (root: string): Work => ({ type: "recover", root });

test(
  "an apply that is killed (-9) at any step leaves everything old, or everything new when it was committed",
  { timeout: 300_000 },
  async () => {
    const ends = await endsOfApply();
    const kills = await killAtEveryStep(
      (root) => writeTree(root, before),
      apply,
      (root) => assertRepaired(root, ends),
    );
    assert.ok(kills > 60, `${String(kills)} steps`);
  },
);

test("an undo that is killed (-9) at any step leaves everything as it was applied, or as it was before", { timeout: 300_000 }, async () => {
  const ends = await endsOfApply();
  const prepare = async (root: string): Promise<void> => {
    await writeTree(root, before);
    await doWork(apply(root));
  };
  const kills = await killAtEveryStep(prepare, undo, (root) => assertRepaired(root, { before: ends.after, after: ends.before }, 1));
  assert.ok(kills > 50, `${String(kills)} steps`);
});

test("a recovery that is killed (-9) at any step is done by the next one", { timeout: 300_000 }, async () => {
  const ends = await endsOfApply();
  const last = await inFolder(async (root) => {
    await writeTree(root, before);
    return workUntilKilled(0, apply(root));
  });
  assert.ok(last !== undefined);
  const prepare = async (root: string): Promise<void> => {
    await writeTree(root, before);
    // Right before the journal says that all is committed, when every path has to go back.
    assert.equal(await workUntilKilled(last - STEPS_OF_END, apply(root)), undefined);
    assert.deepEqual(await snapshot(root), ends.after);
  };
  const kills = await killAtEveryStep(prepare, recover, async (root) => {
    await assertRepaired(root, ends);
    assert.deepEqual(await snapshot(root), ends.before);
  });
  assert.ok(kills > 15, `${String(kills)} steps`);
});

test("random plans on random trees are killed (-9) at random steps of apply, recovery and undo", { timeout: 300_000 }, async () => {
  const total = { applying: 0, recovering: 0, undoing: 0 };
  await twoAtATime(
    Array.from({ length: SEEDS }, (_, seed) => async () => {
      const kills = await killBySeed(seed + 1).catch((cause: unknown) => {
        throw new Error(`seed ${String(seed + 1)}`, { cause });
      });
      total.applying += kills.applying;
      total.recovering += kills.recovering;
      total.undoing += kills.undoing;
    }),
  );
  assert.ok(total.applying > SEEDS / 2 && total.recovering > SEEDS / 5 && total.undoing > SEEDS / 3, JSON.stringify(total));
});
