/** What the end of a body is made of. */
interface ProposedRelease {
  readonly cli: string;
  readonly version: string;
  /** The version that it was compared with, where there is one. */
  readonly before: string | undefined;
  /** The targets that the lock pins. */
  readonly pinned: readonly string[];
  /** The targets that have a snapshot. */
  readonly covered: readonly string[];
  /** The words that lead a command to the manifest root, such as `--cli codex`. */
  readonly rootWords: string;
}

/** The end of a body: the commands that make the same files and the same text again, and what no command does. */
export function nextSteps({ cli, version, before, pinned, covered, rootWords }: ProposedRelease): string {
  const release = `${rootWords} --version ${version}`;
  return [
    "## Make it again",
    "",
    "On machines that run these targets, or with `--via qemu-aarch64-static` and the like:",
    "",
    "```sh",
    ...(pinned.length === 0 ? [] : [`xtask lock add ${release}${pinned.map((target) => ` --target ${target}`).join("")}`]),
    ...covered.map((target) => `xtask parity ${release} --target ${target}`),
    "```",
    "",
    "Or with the lock of this branch and the snapshots of all targets from the run that opened this:",
    "",
    "```sh",
    `gh run download <run> --pattern 'snapshot-${cli}-${version}-*' --dir downloaded`,
    `xtask parity ${release} --snapshots downloaded`,
    "```",
    "",
    "Then the same as the run:",
    "",
    "```sh",
    `xtask verify ${rootWords} --fix`,
    "xtask support-matrix",
    ...(before === undefined ? [] : [`xtask diff ${rootWords} ${before} ${version}`]),
    `xtask pull-request ${release}`,
    "```",
    "",
    "## Left to a person",
    "",
    "1. Compare each SHA-256 with another source, such as the release page: the lock trusts what its source served.",
    "2. Let the checks run, and merge when they are green. No pointer moves by that.",
    "3. Work the queue, validate and promote: `docs/runbook.md` has the steps.",
  ].join("\n");
}
