import type { CliDescriptor } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { bundleStep, PROPOSAL, pullRequestJob } from "./pull-request-job.ts";
import { checkoutSteps, downloadStep, LINUX, readOnly, runStep, setupStep, uploadStep } from "./steps.ts";
import type { StepsJob, Workflow, WorkflowInput } from "./workflow.ts";

/** Where the snapshots of all targets lie in the job that joins them: a folder for each artifact. */
const SNAPSHOTS = "${{ runner.temp }}/snapshots";

const prepared = "prepared-${{ inputs.cli }}";

/**
 * Takes in one release of one CLI: pins it once for all targets, snapshots each target on a machine that runs it, and joins them with
 * the commands that a person would type.
 */
export function updateSnapshotWorkflow(descriptors: readonly CliDescriptor[]): Workflow {
  const version: WorkflowInput = { description: "The upstream version, such as 1.2.3", type: "string", required: true };
  const cli = { description: "The CLI: a folder of manifests/", required: true };
  return {
    name: "update-snapshot",
    on: {
      dispatch: { cli: { ...cli, type: "choice", options: descriptors.map(({ id }) => id) }, version },
      call: { cli: { ...cli, type: "string" }, version },
    },
    concurrency: { group: "update-snapshot-${{ inputs.cli }}", cancelInProgress: false },
    env: { CLI: "${{ inputs.cli }}", VERSION: "${{ inputs.version }}" },
    jobs: {
      prepare: prepareJob,
      snapshot: snapshotJob(descriptors),
      propose: proposeJob,
      "pull-request": pullRequestJob({
        needs: "propose",
        bundle: "proposal-${{ inputs.cli }}-${{ inputs.version }}",
        branch: "update-snapshot/${{ inputs.cli }}-${{ inputs.version }}",
      }),
    },
  };
}

/** Makes the runner for machines that need no more than Node, and pins every target: what the registry serves is trusted once, here. */
const prepareJob: StepsJob = {
  type: "steps",
  permissions: readOnly,
  runsOn: LINUX,
  timeoutMinutes: 30,
  steps: [
    ...checkoutSteps(),
    setupStep,
    runStep("Pin the release", [
      "code=0",
      'pnpm xtask lock add --cli "$CLI" --version "$VERSION" --all-targets || code=$?',
      // A CLI or a version that is none ends the run here; a target that upstream does not have is absent in the union.
      'if [ "$code" = 64 ]; then exit 64; fi',
      'if [ "$code" != 0 ]; then echo "::warning::not every target of $CLI $VERSION is pinned"; fi',
    ]),
    runStep("Bundle the runner", ["make dist"]),
    uploadStep(prepared, ["dist/xtask.mjs", "manifests/${{ inputs.cli }}/artifacts.lock.json"]),
  ],
};

function snapshotJob(descriptors: readonly CliDescriptor[]): StepsJob {
  return {
    type: "steps",
    name: "snapshot (${{ matrix.target_triple }})",
    needs: ["prepare"],
    permissions: readOnly,
    strategy: {
      matrix: {
        include: targetMatrix(descriptors),
      },
    },
    runsOn: "${{ matrix.runner }}",
    timeoutMinutes: 30,
    steps: [
      ...checkoutSteps(),
      downloadStep({ name: prepared }, "."),
      runStep(
        "Snapshot",
        [
          'binary="$(node dist/xtask.mjs acquire --cli "$CLI" --version "$VERSION" --target "$TARGET")"',
          'node dist/xtask.mjs snapshot --cli "$CLI" --binary "$binary" --out-file "manifests/$CLI/snapshots/$VERSION/$TARGET.json" --capture-raw-help',
        ],
        { env: { TARGET: "${{ matrix.target_triple }}" } },
      ),
      uploadStep("snapshot-${{ inputs.cli }}-${{ inputs.version }}-${{ matrix.target_triple }}", [
        "manifests/${{ inputs.cli }}/snapshots/${{ inputs.version }}/${{ matrix.target_triple }}.json",
        "manifests/${{ inputs.cli }}/raw_help/${{ inputs.version }}/${{ matrix.target_triple }}",
      ]),
    ],
  };
}

/** Joins what the targets gave. A target that failed is absent; the chain refuses only without the required one. */
const proposeJob: StepsJob = {
  type: "steps",
  needs: ["prepare", "snapshot"],
  if: "${{ !cancelled() && needs.prepare.result == 'success' }}",
  permissions: readOnly,
  runsOn: LINUX,
  timeoutMinutes: 30,
  steps: [
    ...checkoutSteps(),
    setupStep,
    downloadStep({ name: prepared }, "."),
    downloadStep({ pattern: "snapshot-${{ inputs.cli }}-${{ inputs.version }}-*" }, SNAPSHOTS),
    runStep("Join", ['pnpm xtask parity --cli "$CLI" --version "$VERSION" --snapshots "$RUNNER_TEMP/snapshots"']),
    runStep("Bring everything else up to date", ['pnpm xtask verify --cli "$CLI" --fix', "pnpm xtask support-matrix"]),
    runStep("Fetch what witnesses are replayed with", [
      'for version in "$VERSION" "$(cat "manifests/$CLI/latest_validated.txt")"; do',
      '  if [ "$version" = none ]; then continue; fi',
      // Without them the body tells of fewer replays, and is right all the same.
      '  pnpm xtask acquire --cli "$CLI" --version "$version" || echo "::warning::$CLI $version is not here to be asked"',
      "done",
    ]),
    runStep("Write the pull request", [
      'pnpm xtask pull-request --cli "$CLI" --version "$VERSION" --out "$RUNNER_TEMP/proposal"',
      'cat "$RUNNER_TEMP/proposal/body.md" >> "$GITHUB_STEP_SUMMARY"',
    ]),
    runStep("Check", ["pnpm xtask validate --all", "pnpm xtask verify --all"]),
    bundleStep,
    uploadStep("proposal-${{ inputs.cli }}-${{ inputs.version }}", [PROPOSAL], { if: "${{ !cancelled() }}" }),
  ],
};

type Target = CliDescriptor["targets"][number];

/** The targets of the chosen CLI and the machines that run them: an expression that picks them from a table of all CLIs, a line each. */
function targetMatrix(descriptors: readonly CliDescriptor[]): string {
  const rows = descriptors.map(({ id, targets }) => {
    for (const target of targets) assertQuotable(id, target);
    return `  ${JSON.stringify(id)}: ${JSON.stringify(targets.map(({ target_triple, runner }) => ({ target_triple, runner })))}`;
  });
  return `\${{ fromJSON('{\n${rows.join(",\n")}\n}')[inputs.cli] }}`;
}

/** A label ends the text of the expression at a quote. */
function assertQuotable(id: string, { target_triple, runner }: Target): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(runner)) return;
  throw new InputError(
    "RUNNER_LABEL",
    `cli.json of ${id} gives ${target_triple} the runner "${runner}", which is no label of a CI machine`,
    {
      hint: "A label has letters, digits, dots, dashes and underscores alone, such as ubuntu-24.04",
    },
  );
}
