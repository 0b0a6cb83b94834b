import type { CliDescriptor } from "@lockstep/contracts";
import { bundleStep, PROPOSAL, pullRequestJob } from "./pull-request-job.ts";
import { checkoutSteps, LINUX, readOnly, runStep, setupStep, uploadStep } from "./steps.ts";
import type { Workflow } from "./workflow.ts";

/** Moves the pointers to a version that somebody has validated, prunes what left the retention window where that is wanted, and proposes it. */
export function promoteWorkflow(descriptors: readonly CliDescriptor[]): Workflow {
  const bundle = "promotion-${{ inputs.cli }}-${{ inputs.version }}";
  return {
    name: "promote",
    on: {
      dispatch: {
        cli: { description: "The CLI: a folder of manifests/", type: "choice", required: true, options: descriptors.map(({ id }) => id) },
        version: { description: "The upstream version, such as 1.2.3", type: "string", required: true },
        passed_targets: {
          description: "The targets on which it passed validation, with spaces between them",
          type: "string",
          required: true,
        },
        apply_retention: { description: "Delete what is outside of the retention window", type: "boolean", default: false },
      },
    },
    concurrency: { group: "promote-${{ inputs.cli }}", cancelInProgress: false },
    env: { CLI: "${{ inputs.cli }}", VERSION: "${{ inputs.version }}" },
    jobs: {
      promote: {
        type: "steps",
        permissions: readOnly,
        runsOn: LINUX,
        timeoutMinutes: 20,
        steps: [
          ...checkoutSteps(),
          setupStep,
          runStep(
            "Promote",
            [
              'mkdir -p "$RUNNER_TEMP/proposal"',
              'read -ra targets <<< "$PASSED_TARGETS"',
              "passed=()",
              'for target in "${targets[@]}"; do passed+=("--passed-target=$target"); done',
              'pnpm xtask promote --cli "$CLI" --version "$VERSION" "${passed[@]}" | tee "$RUNNER_TEMP/promoted.txt"',
            ],
            { env: { PASSED_TARGETS: "${{ inputs.passed_targets }}" } },
          ),
          runStep(
            "Retain",
            [
              "words=()",
              'if [ "$APPLY_RETENTION" = true ]; then words=(--apply); fi',
              'pnpm xtask retain --cli "$CLI" "${words[@]}" | tee "$RUNNER_TEMP/retained.txt"',
            ],
            { env: { APPLY_RETENTION: "${{ inputs.apply_retention }}" } },
          ),
          runStep("Bring everything else up to date", ['pnpm xtask verify --cli "$CLI" --fix', "pnpm xtask support-matrix"]),
          runStep("Check", ["pnpm xtask validate --all", "pnpm xtask verify --all"]),
          runStep("Write the pull request", [
            'printf \'chore(manifests): promote %s %s\\n\' "$CLI" "$VERSION" > "$RUNNER_TEMP/proposal/title.txt"',
            "{",
            '  printf \'`promote` moved:\\n\\n```text\\n%s\\n```\\n\\n\' "$(cat "$RUNNER_TEMP/promoted.txt")"',
            '  printf \'`retain` says:\\n\\n```text\\n%s\\n```\\n\' "$(cat "$RUNNER_TEMP/retained.txt")"',
            '} > "$RUNNER_TEMP/proposal/body.md"',
            'cat "$RUNNER_TEMP/proposal/body.md" >> "$GITHUB_STEP_SUMMARY"',
          ]),
          bundleStep,
          uploadStep(bundle, [PROPOSAL], { if: "${{ !cancelled() }}" }),
        ],
      },
      "pull-request": pullRequestJob({ needs: "promote", bundle, branch: "promote/${{ inputs.cli }}-${{ inputs.version }}" }),
    },
  };
}
