import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lintRunnerLabels, lintWorkflow } from "../build/workflow-lint/lint-workflow.ts";

const folder = ".github/workflows";
const read = (name: string): string => readFileSync(join(import.meta.dirname, "../../..", folder, name), "utf8");

/** The kinds of the problems that a committed workflow has once a text in it is replaced. */
async function planted(name: string, from: string, to: string): Promise<readonly string[]> {
  const text = read(name);
  assert(text.includes(from), `${name} has no ${from}`);
  return (await lintWorkflow(`${folder}/${name}`, text.replace(from, to))).map(({ kind }) => kind);
}

for (const [what, name, from, to, kind] of [
  ["a job that needs one which does not exist", "update-snapshot.yml", "      - prepare\n", "      - nosuch\n", "job-needs"],
  ["what an event says in a script", "ci.yml", "make gate", "make ${{ github.event.pull_request.title }}", "expression"],
  [
    "an input in a script",
    "promote.yml",
    '--version "$VERSION" "${passed',
    '--version ${{ inputs.version }} "${passed',
    "expression-in-run",
  ],
  ["an output of no step", "release-watch.yml", "steps.watch.outputs", "steps.nosuch.outputs", "expression"],
  ["a job that it does not wait for", "update-snapshot.yml", "${{ matrix.runner }}", "${{ needs.propose.outputs.x }}", "expression"],
  ["an input that an action does not have", "ci.yml", "persist-credentials: false", "persist-credentialz: false", "persist-credentials"],
  ["a machine that there is not", "promote.yml", "ubuntu-24.04", "ubuntu-25.99", "runner-label"],
  ["a tag instead of a commit", "ci.yml", "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "v7.0.1", "pinned-action"],
  ["a commit without its tag", "ci.yml", " # v7.0.1", "", "pinned-action"],
  ["a job without a time limit", "promote.yml", "    timeout-minutes: 20\n", "", "timeout"],
  ["a job that does not say what it may do", "ci.yml", "    permissions:\n      contents: read\n", "", "permissions"],
  [
    "a workflow without a group",
    "release-watch.yml",
    "concurrency:\n  group: release-watch\n  cancel-in-progress: false\n",
    "",
    "concurrency",
  ],
  ["a scope that there is not", "promote.yml", "contents: write", "content: write", "permissions"],
] as const) {
  test(`lintWorkflow() finds ${what}`, async () => {
    const kinds = await planted(name, from, to);
    assert(kinds.includes(kind), `found ${kinds.join(", ") || "nothing"}`);
  });
}

test("lintWorkflow() has nothing to say of the committed workflows", async () => {
  for (const name of ["ci.yml", "release-watch.yml", "update-snapshot.yml", "promote.yml"])
    assert.deepEqual(await lintWorkflow(`${folder}/${name}`, read(name)), []);
});

test("lintRunnerLabels() names a label of no hosted machine, and takes those that there are", async () => {
  const problems = await lintRunnerLabels("cli.json", ["ubuntu-24.04-arm", "macos-15", "windows-2025", "windows-3.11"]);
  assert.deepEqual(
    problems.map(({ kind, message }) => [kind, message.slice(0, 30)]),
    [["runner-label", 'label "windows-3.11" is unknow']],
  );
});
