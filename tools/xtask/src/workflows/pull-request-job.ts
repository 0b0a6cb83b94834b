import { checkoutSteps, downloadStep, LINUX, runStep } from "./steps.ts";
import type { RunStep, StepsJob } from "./workflow.ts";

/** Where a job puts what is to be proposed: `changes.patch`, `files/`, `title.txt` and `body.md`. */
export const PROPOSAL = "${{ runner.temp }}/proposal";

/** Gathers what changed in the checkout beside the title and the body: a patch, and the changed files whole. */
export const bundleStep: RunStep = runStep(
  "Gather what changed",
  [
    'mkdir -p "$RUNNER_TEMP/proposal/files"',
    "git add --all",
    'git diff --cached --binary > "$RUNNER_TEMP/proposal/changes.patch"',
    'git diff --cached --name-only -z --diff-filter=d | xargs -0 -r cp --parents -t "$RUNNER_TEMP/proposal/files"',
    "git diff --cached --stat",
  ],
  // What a red step left behind is worth reading too.
  { if: "${{ !cancelled() }}" },
);

/**
 * The only job whose token may write. It runs nothing of the repository and nothing of upstream: it applies the patch of the bundle
 * and opens the pull request. Where the repository does not allow that, the bundle remains.
 */
export function pullRequestJob(options: { readonly needs: string; readonly bundle: string; readonly branch: string }): StepsJob {
  const { needs, bundle, branch } = options;
  return {
    type: "steps",
    name: "pull request",
    needs: [needs],
    if: `\${{ !cancelled() && needs.${needs}.result == 'success' }}`,
    permissions: { contents: "write", "pull-requests": "write" },
    runsOn: LINUX,
    timeoutMinutes: 10,
    steps: [
      ...checkoutSteps().slice(0, 1),
      downloadStep({ name: bundle }, PROPOSAL),
      runStep(
        "Apply the patch",
        [
          'if [ -s "$RUNNER_TEMP/proposal/changes.patch" ]; then git apply "$RUNNER_TEMP/proposal/changes.patch"; fi',
          'printf \'title=%s\\n\' "$(head -n 1 "$RUNNER_TEMP/proposal/title.txt")" >> "$GITHUB_OUTPUT"',
        ],
        { id: "proposal" },
      ),
      {
        type: "action",
        id: "open",
        action: "peter-evans/create-pull-request",
        continueOnError: true,
        with: {
          branch,
          "delete-branch": true,
          title: "${{ steps.proposal.outputs.title }}",
          "commit-message": "${{ steps.proposal.outputs.title }}",
          "body-path": `${PROPOSAL}/body.md`,
        },
      },
      runStep(
        "Say where the bundle is",
        [
          'echo "No pull request could be opened. The artifact $BUNDLE of this run has the patch, the files, the title and the body." >> "$GITHUB_STEP_SUMMARY"',
        ],
        { if: "${{ steps.open.outcome != 'success' }}", env: { BUNDLE: bundle } },
      ),
    ],
  };
}
