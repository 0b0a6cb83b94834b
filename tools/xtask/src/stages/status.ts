import { parseContract, type CoverageReportV1, type ParityRules } from "@lockstep/contracts";
import { EXIT, InputError, ToolError, type Files } from "@lockstep/kernel";
import {
  mendingStep,
  newestVersion,
  nextSteps,
  queueCounts,
  targetPointers,
  windowVersion,
  type NewestVersion,
  type NextStep,
  type QueueCounts,
  type TargetPointers,
  type WindowVersion,
} from "@lockstep/parity/status";
import type { Violation } from "@lockstep/parity/validate";
import { readDescriptor, readRules, rootWords, type CliRoot } from "../cli-root.ts";
import { openRoot } from "../validation/open-root.ts";
import type { World } from "../world.ts";
import { readPointers, readVersions } from "./pointers.ts";
import { snapshotVersions } from "./snapshot-versions.ts";
import type { StaleFile } from "./verify-stages.ts";
import { findRepository } from "./wrapper-repository.ts";
import { verifyRoot, type Verification } from "./verify.ts";

/** A file that is not what it should be. */
export interface Problem {
  /** The command that finds it. */
  readonly foundBy: "verify" | "validate";
  /** As the command line leads to it. */
  readonly path: string;
  /** The code of a violation, or of the error that keeps the root from being read; `null` for what `verify` finds. */
  readonly code: string | null;
  readonly problem: string;
  /** The command that mends it, or what to do by hand. */
  readonly fix: string;
}

/** Where one CLI stands. */
export interface CliStatus {
  readonly cli: string;
  readonly root: string;
  readonly hasWrapper: boolean;
  /** Why nothing but the problems could be read; `null` when everything could. */
  readonly unread: string | null;
  /** Why the wrapper's scenarios could not be run, outside of its repository; its coverage is then taken as it is. */
  readonly scenariosProblem: string | null;
  readonly latestValidated: string | null;
  readonly minSupported: string | null;
  readonly pointers: readonly TargetPointers[];
  readonly newest: NewestVersion | null;
  /** The versions that `verify` looks at, ascending. */
  readonly versions: readonly WindowVersion[];
  /** The committed work queue of the newest reported version: `any` first. */
  readonly queue: { readonly version: string; readonly views: readonly QueueCounts[] } | null;
  readonly filesChecked: number;
  readonly problems: readonly Problem[];
  readonly next: readonly NextStep[];
}

/**
 * Reads where a CLI stands, and whether `verify` and `validate` are content with it. Of a root with a file that keeps the rest from
 * being read it tells the problems alone. Throws `InputError` where the rules themselves give no answer.
 */
export async function readStatus(world: World, where: CliRoot): Promise<CliStatus> {
  try {
    return await readWholeStatus(world, where);
  } catch (error) {
    if (!(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer) throw error;
    return readProblemsAlone(world.files, where, error);
  }
}

async function readWholeStatus(world: World, where: CliRoot): Promise<CliStatus> {
  const { files } = world;
  const { root, cli } = where;
  const rules = await readRules(files, where);
  const pointers = new Map((await readPointers(files, root, rules)).map(({ path, version }) => [path.slice(root.length + 1), version]));
  const metadata = (await readVersions(files, root)).map(({ semantic_version: version, status }) => ({ version, status }));
  const statusOf = (version: string) => metadata.find((known) => known.version === version)?.status;
  const newest = newestVersion({
    lock: await lockedVersions(files, root),
    snapshots: await snapshotVersions(files, root),
    versions: metadata,
  });
  const wrapper = (await readDescriptor(files, where))?.wrapper;
  const hasWrapper = wrapper !== undefined || (await files.stat(`${root}/wrapper_coverage.json`)) !== undefined;
  const isInRepository = wrapper !== undefined && (await findRepository(files, root, wrapper)) !== undefined;
  const verification = await verifyRoot(world, where, {
    fix: false,
    failedScenarios: isInRepository ? "finding" : "told",
    recordsAnew: false,
  });
  const { violations } = await openRoot(files, where, { schema: undefined, versionSchema: undefined });
  const problems: readonly Problem[] = [
    ...verification.stale.map((stale): Problem => ({ foundBy: "verify", code: null, ...stale })),
    ...violations.map((violation): Problem => {
      return problemOf(
        where,
        violation,
        firstToMend(verification, root, violation)?.fix ?? mendingStep(violation, rootWords(where), statusOf),
      );
    }),
  ];
  const versions = await Promise.all(
    verification.versions.map(async (version) => {
      const entries = (await files.list(`${root}/snapshots/${version}`)) ?? [];
      return windowVersion(
        rules,
        { version, status: statusOf(version) },
        entries.map(({ name }) => name),
      );
    }),
  );
  const reported = versions.findLast(({ status }) => status !== null && status !== "snapshotted");
  const queue =
    reported === undefined ? null : { version: reported.version, views: await readQueues(files, root, rules, reported.version) };
  const latestValidated = pointers.get("latest_validated.txt") ?? null;
  const any = queue?.views.find(({ view }) => view === "any");
  return {
    cli,
    root,
    hasWrapper,
    unread: null,
    scenariosProblem: verification.scenariosProblem,
    latestValidated,
    minSupported: pointers.get("min_supported.txt") ?? null,
    pointers: targetPointers(rules, pointers),
    newest,
    versions,
    queue,
    filesChecked: verification.filesChecked,
    problems,
    next: nextSteps({
      rootWords: rootWords(where),
      requiredTarget: rules.union.required_target,
      hasWrapper,
      latestValidated,
      newest,
      queue: queue === null ? null : { version: queue.version, any },
      brokenInputs: verification.brokenInputs,
      problems,
    }),
  };
}

/** The status of a root whose files do not let it be read: the file that `error` is about comes first. */
async function readProblemsAlone(files: Files, where: CliRoot, error: ToolError): Promise<CliStatus> {
  const { root, cli } = where;
  const { violations } = await openRoot(files, where, { schema: undefined, versionSchema: undefined });
  const path = /^"([^"]+)"/.exec(error.message)?.[1] ?? root;
  const found = violations.map((violation) =>
    problemOf(
      where,
      violation,
      mendingStep(violation, rootWords(where), () => undefined),
    ),
  );
  const { true: own = [], false: others = [] } = Object.groupBy(found, (problem) => (problem.path === path ? "true" : "false"));
  const fix = error.hint ?? "Correct it by hand";
  const unread = error.message.replaceAll(/\s*\n\s*/g, " ");
  const first: readonly Problem[] =
    own.length > 0 ? own.map((problem) => ({ ...problem, fix })) : [{ foundBy: "verify", path, code: error.code, problem: unread, fix }];
  return {
    cli,
    root,
    hasWrapper: (await files.stat(`${root}/wrapper_coverage.json`)) !== undefined,
    unread,
    scenariosProblem: null,
    latestValidated: null,
    minSupported: null,
    pointers: [],
    newest: null,
    versions: [],
    queue: null,
    filesChecked: 0,
    problems: [...first, ...others],
    next: [{ reason: "mend first what keeps the rest from being read", command: fix }],
  };
}

function problemOf({ root, rulesPath }: CliRoot, { code, path, pointer, message }: Violation, fix: string): Problem {
  return {
    foundBy: "validate",
    path: path === rulesPath ? path : `${root}/${path}`,
    code,
    problem: pointer === undefined || pointer === "" ? message : `${pointer}: ${message}`,
    fix,
  };
}

/** The finding of `verify` that a violation comes from: its file is broken or derived from what is, or it misses that file. */
function firstToMend({ brokenInputs, stale, blocked }: Verification, root: string, { path, message }: Violation): StaleFile | undefined {
  const full = `${root}/${path}`;
  const [cause] = [...blocked].filter(([at]) => full === at || full.startsWith(`${at}/`)).map(([, found]) => found);
  return (
    brokenInputs.find(({ found }) => found.path === full)?.found ??
    cause ??
    stale.find((found) => found.path !== full && message.includes(`"${found.path.slice(root.length + 1)}"`))
  );
}

async function lockedVersions(files: Files, root: string): Promise<readonly string[]> {
  const path = `${root}/artifacts.lock.json`;
  const text = await files.readText(path);
  return text === undefined ? [] : parseContract("ArtifactsLock", path, text).versions.map(({ version }) => version);
}

/** Counts the committed reports. One that is absent or broken has no counts: it is among the problems. */
async function readQueues(files: Files, root: string, { union }: ParityRules, version: string): Promise<readonly QueueCounts[]> {
  const views = ["any", ...union.expected_targets, "all"];
  const reports = await Promise.all(views.map(async (view) => readReport(files, `${root}/reports/${version}/coverage.${view}.json`)));
  return reports.flatMap((report) => (report === undefined ? [] : [queueCounts(report)]));
}

async function readReport(files: Files, path: string): Promise<CoverageReportV1 | undefined> {
  const text = await files.readText(path);
  try {
    return text === undefined ? undefined : parseContract("CoverageReportV1", path, text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
