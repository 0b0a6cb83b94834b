import type { ActionStep, Permissions, RunStep, Step } from "./workflow.ts";

/** The machine of every job that needs no particular one. */
export const LINUX = "ubuntu-24.04";

/** The Node that jobs run on where no other is meant. */
export const NODE = 24;

/** What a job may do that only reads the repository. */
export const readOnly: Permissions = { contents: "read" };

/** The repository without a credential in it, and a Node. */
export function checkoutSteps(node: number | string = NODE): readonly Step[] {
  return [
    { type: "action", action: "actions/checkout", with: { "persist-credentials": false } },
    { type: "action", action: "actions/setup-node", with: { "node-version": node } },
  ];
}

/** Makes `pnpm xtask` work in the steps that follow. */
export const setupStep: RunStep = {
  type: "run",
  name: "Install",
  lines: ["make setup", 'printf \'%s\\n\' "$PWD/node_modules/.bin" "$PWD/.tools/node_modules/.bin" >> "$GITHUB_PATH"'],
};

/** A step that runs lines of bash. */
export function runStep(name: string, lines: readonly string[], more: Omit<RunStep, "type" | "name" | "lines"> = {}): RunStep {
  return { type: "run", name, lines, ...more };
}

/** Keeps files of a job for the jobs behind it and for people. It is an error when there are none. */
export function uploadStep(name: string, paths: readonly string[], more: Pick<ActionStep, "if"> = {}): ActionStep {
  return {
    type: "action",
    ...more,
    action: "actions/upload-artifact",
    with: {
      name,
      path: paths.length === 1 ? (paths[0] ?? "") : `${paths.join("\n")}\n`,
      "if-no-files-found": "error",
      "retention-days": 30,
    },
  };
}

/** Fetches one artifact into a folder, or with `pattern` every artifact of that name, each into a folder of its own below it. */
export function downloadStep(artifact: { readonly name: string } | { readonly pattern: string }, path: string): ActionStep {
  return { type: "action", action: "actions/download-artifact", with: { ...artifact, path } };
}
