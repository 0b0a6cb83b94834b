import {
  parseContract,
  type CoverageReportV1,
  type ParityRules,
  type UpstreamSnapshotUnionV2,
  type WrapperCoverageV1,
} from "@lockstep/contracts";
import type { Files } from "@lockstep/kernel";
import { buildReports, reportViews } from "@lockstep/parity";
import type { Artifact } from "../artifacts.ts";
import { folderWords, requireText, type CliRoot } from "../cli-root.ts";

/** The reports of one version to write, and stale ones of the same folder to remove. */
export interface ReportPlan {
  readonly artifacts: readonly Artifact[];
  /** The report of every view, in the order of writing: any, one per input, all. */
  readonly reports: readonly CoverageReportV1[];
  /** The paths of all upstream commands. */
  readonly commands: readonly (readonly string[])[];
}

/** Plans `reports/<version>/coverage.*.json` from the union and the wrapper coverage; `coveragePath` names another than the root's. */
export async function planReports(
  files: Files,
  { root }: Pick<CliRoot, "root">,
  rules: ParityRules,
  version: string,
  coveragePath?: string,
): Promise<ReportPlan> {
  const union = await readUnion(files, root, version);
  const coverage = await readCoverage(files, root, coveragePath);
  const views = reportViews(union);
  const reports = buildReports({ rules, version, union, coverage, generatedAt: "" }, views);
  const folder = `${root}/reports/${version}`;
  const planned = reports.map((document, index): Artifact => ({
    path: `${folder}/${views[index]?.fileName ?? ""}`,
    content: { type: "document", document, timeField: "generated_at" },
  }));
  const surplus = ((await files.list(folder)) ?? []).filter(
    ({ name }) => /^coverage\..*\.json$/.test(name) && !views.some(({ fileName }) => fileName === name),
  );
  return {
    artifacts: [...planned, ...surplus.map(({ name }): Artifact => ({ path: `${folder}/${name}`, content: { type: "absent" } }))],
    reports,
    commands: union.commands.map(({ path }) => path),
  };
}

/** Reads the union of a version. Throws `InputError` when it is absent or invalid. */
export async function readUnion(files: Files, root: string, version: string): Promise<UpstreamSnapshotUnionV2> {
  const path = `${root}/snapshots/${version}/union.json`;
  return parseContract(
    "UpstreamSnapshotUnionV2",
    path,
    await requireText(files, path, `Merge the snapshots first: xtask union ${folderWords(root)} --version ${version}`),
  );
}

/** Reads the wrapper coverage of a root, or the one at `path`. Throws `InputError` when it is absent or invalid. */
export async function readCoverage(files: Files, root: string, path = `${root}/wrapper_coverage.json`): Promise<WrapperCoverageV1> {
  return parseContract(
    "WrapperCoverageV1",
    path,
    await requireText(
      files,
      path,
      `Generate it first: xtask wrapper-coverage ${folderWords(root)} (a CLI without a wrapper has no reports)`,
    ),
  );
}
