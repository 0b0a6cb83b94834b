import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import type { TestContext } from "node:test";
import type { FileChange, TransactionOutcome } from "@lockstep/plans";
import { changesBetween, contentsOf, text, type Tree } from "./tree.ts";
import { openWorkspace, planId, type Work } from "./work.ts";

export const before: Tree = new Map([
  ["a", text("old a")],
  ["d/b", text("old b")],
]);
export const after: Tree = new Map([
  ["a", text("new a")],
  ["d/b", text("new b", "0755")],
  ["n/c", text("new c")],
]);

/** The work of a process that makes one tree of another. */
export function applyWork(root: string, old: Tree, fresh: Tree): Extract<Work, { readonly type: "apply" }> {
  return { type: "apply", root, changes: changesBetween(old, fresh), contents: contentsOf(fresh) };
}

/** Makes one tree of another, in this process. */
export async function apply(root: string, old: Tree, fresh: Tree, isPartial = false): Promise<TransactionOutcome> {
  const { changes, contents } = applyWork(root, old, fresh);
  const workspace = await openWorkspace(root);
  const contentOf = (change: FileChange): Promise<Uint8Array> =>
    Promise.resolve(Buffer.from(change.after.type === "file" ? (contents[change.after.sha256] ?? "") : "", "base64"));
  return workspace.whileLocked(({ runTransaction }) => runTransaction({ kind: "apply", planId, changes, contentOf, isPartial }));
}

/** What became of each path, and why. */
export function told({ type, files, failure, left }: TransactionOutcome): unknown {
  return {
    type,
    files: files.map(({ path, action, failure: own }) => [path, action, own?.code ?? ""].join(" ").trim()),
    failure: failure?.code ?? "",
    left,
  };
}

const mounts: string[] = [];

/** Mounts something for a test; false, with the test skipped, where this user may not. */
export function mount(context: TestContext, place: string, ...words: readonly string[]): boolean {
  try {
    execFileSync("mount", [...words, place], { stdio: "ignore" });
    mounts.push(place);
    return true;
  } catch {
    context.skip("this user may not mount anything");
    return false;
  }
}

/** An empty folder that is gone after the test, with what is mounted below it. */
export async function freshFolder(context: TestContext): Promise<string> {
  const root = await fs.mkdtemp("/tmp/plan-system-faults-");
  context.after(async () => {
    for (const place of mounts.splice(0)) execFileSync("umount", [place]);
    await fs.rm(root, { recursive: true, force: true });
  });
  return root;
}
