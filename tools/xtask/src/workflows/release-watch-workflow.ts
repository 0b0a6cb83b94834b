import { checkoutSteps, LINUX, readOnly, runStep, setupStep } from "./steps.ts";
import type { Workflow } from "./workflow.ts";

/** Asks twice a day what upstream has released, and has each release that is new taken in. */
export function releaseWatchWorkflow(): Workflow {
  return {
    name: "release-watch",
    on: { schedule: ["17 5,17 * * *"], dispatch: {} },
    concurrency: { group: "release-watch", cancelInProgress: false },
    jobs: {
      watch: {
        type: "steps",
        permissions: readOnly,
        runsOn: LINUX,
        timeoutMinutes: 15,
        outputs: { work: "${{ steps.watch.outputs.work }}" },
        steps: [
          ...checkoutSteps(),
          setupStep,
          runStep(
            "Ask for releases",
            [
              // What is known to be behind is taken in even where another CLI could not be asked; the job is red all the same.
              "code=0",
              'pnpm xtask watch --all --json > "$RUNNER_TEMP/watch.json" || code=$?',
              'if [ -s "$RUNNER_TEMP/watch.json" ]; then pnpm xtask ci work --watch "$RUNNER_TEMP/watch.json" >> "$GITHUB_OUTPUT"; fi',
              'exit "$code"',
            ],
            { id: "watch" },
          ),
        ],
      },
      update: {
        type: "call",
        name: "${{ matrix.cli }} ${{ matrix.version }}",
        needs: ["watch"],
        if: "${{ !cancelled() && needs.watch.outputs.work != '' && needs.watch.outputs.work != '[]' }}",
        // The most that the called jobs may have; each of them takes what it needs.
        permissions: { contents: "write", "pull-requests": "write" },
        strategy: { maxParallel: 2, matrix: { include: "${{ fromJSON(needs.watch.outputs.work) }}" } },
        workflow: "update-snapshot.yml",
        with: { cli: "${{ matrix.cli }}", version: "${{ matrix.version }}" },
      },
    },
  };
}
