import {
  parseContract,
  type CoverageReportV1,
  type ParityRules,
  type UpstreamSnapshotUnionV2,
  type WrapperCoverageV1,
} from "@lockstep/contracts";
import { InputError, type Files } from "@lockstep/kernel";
import { buildReports, reportViews } from "@lockstep/parity";
import type { Artifact } from "../artifacts.ts";
import { requireText, rootWords, type CliRoot } from "../cli-root.ts";

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
  where: CliRoot,
  rules: ParityRules,
  version: string,
  coveragePath?: string,
): Promise<ReportPlan> {
  const { root } = where;
  const union = await readUnion(files, where, version);
  const coverage = await readCoverage(files, where, coveragePath);
  const views = reportViews(union);
  const reports = judgeCoverage(where, coveragePath, () => buildReports({ rules, version, union, coverage, generatedAt: "" }, views));
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
export async function readUnion(files: Files, where: CliRoot, version: string): Promise<UpstreamSnapshotUnionV2> {
  const path = `${where.root}/snapshots/${version}/union.json`;
  return parseContract(
    "UpstreamSnapshotUnionV2",
    path,
    await requireText(files, path, `Merge the snapshots first: xtask union ${rootWords(where)} --version ${version}`),
  );
}

/** Reads the wrapper coverage of a root, or the one at `given`. Throws `InputError` when it is absent or invalid. */
export async function readCoverage(files: Files, where: CliRoot, given?: string): Promise<WrapperCoverageV1> {
  const path = given ?? `${where.root}/wrapper_coverage.json`;
  const hint =
    given === undefined
      ? `Generate it first: xtask wrapper-coverage ${rootWords(where)} (a CLI without a wrapper has no reports)`
      : "Name an existing file with --coverage";
  const text = await requireText(files, path, hint);
  if (given !== undefined && isRecording(text)) {
    throw new InputError("COVERAGE_IS_RECORDING", `"${path}" must be a wrapper coverage, is a document of scenarios`, {
      hint: `Derive the coverage from it first: xtask wrapper-coverage ${rootWords(where)} --from 'cat ${path}' --out <coverage>`,
    });
  }
  return parseContract("WrapperCoverageV1", path, text);
}

/** Runs what judges a coverage, and names its file and what makes it anew in the errors, which know the document alone. */
export function judgeCoverage<Answer>(where: CliRoot, given: string | undefined, judge: () => Answer): Answer {
  try {
    return judge();
  } catch (error) {
    const document = '"wrapper_coverage.json"';
    if (!(error instanceof InputError) || !error.message.startsWith(document)) throw error;
    const path = given ?? `${where.root}/wrapper_coverage.json`;
    const again =
      given === undefined
        ? `Regenerate it: xtask wrapper-coverage ${rootWords(where)}`
        : `Correct it, or derive it again: xtask wrapper-coverage ${rootWords(where)} --from <command> --out ${path}`;
    const hint = error.hint === undefined || error.hint === "Regenerate it: xtask wrapper-coverage" ? again : error.hint;
    throw new InputError(error.code, `"${path}"${error.message.slice(document.length)}`, { cause: error, hint });
  }
}

function isRecording(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "scenarios" in value;
  } catch {
    return false;
  }
}
