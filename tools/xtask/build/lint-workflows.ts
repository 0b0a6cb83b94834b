import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { globSync } from "glob";
import { lintRunnerLabels, lintWorkflow, type Problem } from "./workflow-lint/lint-workflow.ts";

/** Lints every workflow, and the labels of machines that the descriptors name. Exits 2 for problems, and 3 where there is nothing to lint. */
const root = join(import.meta.dirname, "../../..");
const workflows = globSync(".github/workflows/*.{yml,yaml}", { cwd: root }).toSorted();
const descriptors = globSync("manifests/*/cli.json", { cwd: root }).toSorted();

if (workflows.length === 0 || descriptors.length === 0) {
  process.stderr.write("lint-workflows: there is no workflow or no descriptor to lint\n");
  process.exitCode = 3;
} else {
  const problems: Problem[] = [];
  for (const path of workflows) problems.push(...(await lintWorkflow(path, await readFile(join(root, path), "utf8"))));
  for (const path of descriptors) problems.push(...(await lintRunnerLabels(path, await runnersOf(path))));
  for (const { path, line, message, kind } of problems) process.stdout.write(`${path}:${String(line)}: ${message} [${kind}]\n`);
  if (problems.length === 0) process.stdout.write(`${String(workflows.length)} workflows have no problem\n`);
  else process.exitCode = 2;
}

async function runnersOf(path: string): Promise<readonly string[]> {
  const { targets } = JSON.parse(await readFile(join(root, path), "utf8")) as { readonly targets: readonly { readonly runner: string }[] };
  return targets.map(({ runner }) => runner);
}
