import { checkoutSteps, LINUX, NODE, readOnly, runStep } from "./steps.ts";
import type { StepsJob, Workflow } from "./workflow.ts";

/** The major versions of Node that the tools and wrappers work with. */
const nodeVersions: readonly number[] = [22, NODE, 26];

/** The gate of every change: what `make preflight`, `make gate` and `make e2e` say, on every Node that counts. */
export function ciWorkflow(): Workflow {
  const checks = { preflight: makeJob("preflight", 15), gate: makeJob("gate", 10), e2e: makeJob("e2e", 60) };
  return {
    name: "ci",
    on: { push: { branches: ["main"] }, pullRequest: true, dispatch: {} },
    concurrency: { group: "ci-${{ github.workflow }}-${{ github.ref }}", cancelInProgress: "${{ github.event_name == 'pull_request' }}" },
    jobs: { ...checks, required: requiredJob(Object.keys(checks)) },
  };
}

function makeJob(target: string, timeoutMinutes: number): StepsJob {
  return {
    type: "steps",
    name: `${target} (Node \${{ matrix.node }})`,
    permissions: readOnly,
    strategy: { matrix: { node: nodeVersions } },
    runsOn: LINUX,
    timeoutMinutes,
    steps: [...checkoutSteps("${{ matrix.node }}"), { type: "run", lines: [`make ${target}`] }],
  };
}

/** The one job that a branch rule names. It runs whatever became of the others: one that was skipped would count as passed. */
function requiredJob(needs: readonly string[]): StepsJob {
  return {
    type: "steps",
    needs,
    if: "${{ always() }}",
    permissions: {},
    runsOn: LINUX,
    timeoutMinutes: 5,
    steps: [
      runStep(
        "Every job has to have succeeded",
        ['echo "$RESULTS"', "for result in $RESULTS; do", '  if [ "$result" != success ]; then exit 1; fi', "done"],
        { env: { RESULTS: "${{ join(needs.*.result, ' ') }}" } },
      ),
    ],
  };
}
