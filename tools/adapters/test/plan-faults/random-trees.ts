import fc from "fast-check";
import type { Node, Tree } from "./tree.ts";

/** None is below another. */
const PATHS = ["a", "b.txt", "d/c", "d/e", "d/f/g", "n/o/p", "n/q", "x y/ü", "x y/.z", "deep/1/2/3/4"];

/** Of files that any user may write. */
const mode = fc.constantFrom("0644", "0755", "0600", "0640");

const node: fc.Arbitrary<Node> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant("file"), bytes: fc.uint8Array({ maxLength: 3000 }), mode }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("link"), target: fc.constantFrom("a", "../nowhere", "d") }) },
);

/** A tree, and what it becomes: some paths change, some come and some go. */
export interface Case {
  readonly before: Tree;
  readonly after: Tree;
  /** Where between the first and the last step a process is killed, from 0 to 1. */
  readonly kills: readonly number[];
}

export const anyCase: fc.Arbitrary<Case> = fc
  .record({
    nodes: fc.array(fc.tuple(fc.option(node, { nil: undefined }), fc.option(node, { nil: undefined }), fc.boolean()), {
      minLength: PATHS.length,
      maxLength: PATHS.length,
    }),
    kills: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ nodes, kills }) => {
    const before = new Map<string, Node>();
    const after = new Map<string, Node>();
    for (const [index, [old, fresh, isKept]] of nodes.entries()) {
      const path = PATHS[index] ?? "";
      const next = isKept ? old : fresh;
      if (old !== undefined) before.set(path, old);
      if (next !== undefined) after.set(path, next);
    }
    return { before, after, kills };
  });
