import { InputError } from "@lockstep/kernel";
import { compare } from "semver";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import { readDescriptor, readRules, type CliRoot } from "../cli-root.ts";
import type { World } from "../world.ts";
import { readRetention, type RetentionState } from "./pointers.ts";
import { VerifyStages, type StaleFile, type VerifiedVersion, type VerifyStage } from "./verify-stages.ts";
import { hasWrapper } from "./wrapper-coverage.ts";
import { wrapperSurfacePath } from "./wrapper-surface.ts";

/** What was compared in one root. */
export interface Verification {
  readonly versions: readonly string[];
  readonly filesChecked: number;
  readonly stale: readonly StaleFile[];
  /** What `fix` wrote, and what it removed. */
  readonly fixed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Regenerates in memory everything derivable of the versions in the retention window and of those newer than the latest
 * validated one, and compares it with what is committed. With `fix` it writes what differs, stage by stage.
 */
export async function verifyRoot(world: World, where: CliRoot, fix: boolean): Promise<Verification> {
  const { root } = where;
  const rules = await readRules(world.files, where);
  const retention = await readRetention(world.files, root, rules);
  const versions = await versionsToVerify(world, root, retention);
  // Another repository's root may borrow our descriptor, but not our wrapper.
  const isOurs = (await world.files.stat(`${root}/cli.json`)) !== undefined;
  const isWrapped = isOurs && hasWrapper(await readDescriptor(world.files, where));
  const wrapper = { isWrapped, surface: await wrapperSurfacePath(world.files, root) };
  const stages = planStages(new VerifyStages(world, where, rules), versions, wrapper, retention.latestValidated);
  return { versions: versions.map(({ version }) => version), ...(await runStages(world, root, stages, fix)) };
}

async function versionsToVerify(
  world: World,
  root: string,
  { keep, remove, latestValidated: latest, versions: metadata }: RetentionState,
): Promise<readonly VerifiedVersion[]> {
  const known = metadata.map(({ semantic_version: version, status }) => ({ version, status }));
  const isWanted = (version: string): boolean => keep.includes(version) || latest === undefined || compare(version, latest) > 0;
  const wanted = known.filter(({ version }) => isWanted(version));
  const bare: Pick<VerifiedVersion, "version" | "status">[] = [];
  // Without its metadata a validated version falls out of the window, so all folders are looked at; retention leaves no bare one.
  for (const version of [...keep, ...remove]) {
    const hasFolder = (await world.files.stat(`${root}/snapshots/${version}`)) !== undefined;
    if (hasFolder && known.every((other) => other.version !== version)) bare.push({ version, status: undefined });
  }
  const versions = [...wanted, ...bare].toSorted((a, b) => compare(a.version, b.version));
  return Promise.all(
    versions.map(async (found) => ({ ...found, hasReports: (await world.files.stat(`${root}/reports/${found.version}`)) !== undefined })),
  );
}

/** The stages in the order in which one's output is the next one's input. */
function planStages(
  stages: VerifyStages,
  versions: readonly VerifiedVersion[],
  { isWrapped, surface }: { readonly isWrapped: boolean; readonly surface: string | undefined },
  latest: string | undefined,
): readonly VerifyStage[] {
  const newest = versions.at(-1)?.version;
  return [
    ...versions.map(({ version }) => stages.union(version)),
    ...(surface !== undefined && newest !== undefined ? [stages.wrapperSurface(surface, newest)] : []),
    ...(isWrapped && newest !== undefined ? [stages.wrapperCoverage(newest)] : []),
    ...versions.flatMap(({ version, status, hasReports }) => {
      if (status === undefined) return [stages.missingMetadata(version, isWrapped ? "reported" : "snapshotted")];
      return [...(status === "snapshotted" && !hasReports ? [] : [stages.reports(version)]), stages.metadata(version, status)];
    }),
    ...(latest === undefined ? [] : [stages.current(latest)]),
  ];
}

async function runStages(
  world: World,
  root: string,
  stages: readonly VerifyStage[],
  fix: boolean,
): Promise<Omit<Verification, "versions">> {
  const stale: StaleFile[] = [];
  const fixed: string[] = [];
  const removed: string[] = [];
  let filesChecked = 0;
  for (const stage of stages) {
    try {
      const { artifacts, problems } = await stage.plan();
      filesChecked += artifacts.length + problems.length;
      stale.push(...problems);
      const states = (await compareArtifacts(world, artifacts)).filter(({ state }) => state !== "current");
      if (fix && states.length > 0) {
        const { version } = stage;
        const changes = await writeArtifacts(world, artifacts, { option: undefined, optionName: undefined, root, version });
        fixed.push(...changes.written);
        removed.push(...changes.removed);
      } else stale.push(...states.map(({ path, state }) => ({ path, problem: `is ${state}`, fix: stage.fix })));
    } catch (error) {
      // A stage that cannot be derived at all is a finding of its own, so that the others are still looked at.
      if (!(error instanceof InputError)) throw error;
      stale.push({ path: stage.path, problem: `cannot be derived: ${error.message}`, fix: error.hint ?? stage.fix });
    }
  }
  return { filesChecked, stale, fixed, removed };
}
