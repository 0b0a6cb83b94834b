import assert from "node:assert/strict";
import type { memoryFiles } from "@lockstep/testing";
import { documentOf, run } from "./run.ts";
import { derivedFiles, root, textOf, wrappedWorld } from "./small-root.ts";

export const line = "verify --cli tool";
export type Files = ReturnType<typeof memoryFiles>;
interface Finding {
  readonly path: string;
  readonly problem: string;
  readonly fix: string;
}

/** What `verify` finds, writes and removes. */
export async function findings(
  files: Files,
  words = "",
): Promise<{
  readonly code: number;
  readonly stale: readonly Finding[];
  readonly fixed: readonly string[];
  readonly removed: readonly string[];
  readonly checked: number;
}> {
  const ran = await run(wrappedWorld(files), `${line}${words} --json`);
  const { roots } = documentOf(ran) as {
    readonly roots: readonly [
      {
        readonly stale: readonly Finding[];
        readonly fixed: readonly string[];
        readonly removed: readonly string[];
        readonly filesChecked: number;
      },
    ];
  };
  return { code: ran.code, stale: roots[0].stale, fixed: roots[0].fixed, removed: roots[0].removed, checked: roots[0].filesChecked };
}
/** Replaces a text that has to be in a file of the root. */
export const edit = (files: Files, path: string, from: string, to: string): void => {
  const text = textOf(files, path);
  assert(text.includes(from), `${path} lacks ${from}`);
  files.tree.set(`/repo/${root}/${path}`, text.replace(from, to));
};
/** A validated and promoted version. */
export async function promoted(): Promise<Files> {
  const files = await derivedFiles(["1.2.0"], "validated");
  const { code, err } = await run(wrappedWorld(files), "promote --cli tool --version 1.2.0");
  assert.equal(code, 0, err);
  return files;
}
