import { compare } from "semver";
import { readDescriptor, readRules, type CliRoot } from "../cli-root.ts";
import { recipeOf, type RecordingRecipe } from "../recording/kept-recording.ts";
import type { World } from "../world.ts";
import { readBrokenInputs, type BrokenInput } from "./broken-inputs.ts";
import { readRetention, type RetentionState } from "./pointers.ts";
import { runVerifyStages, type StagesChoice, type StagesRun } from "./run-verify-stages.ts";
import { standingFindings } from "./standing-findings.ts";
import { VerifyStages, type VerifiedVersion, type VerifyStage } from "./verify-stages.ts";
import { hasWrapper } from "./wrapper-coverage.ts";
import { wrapperSurfacePath } from "./wrapper-surface.ts";

/** What was found in one root. */
export interface Verification extends StagesRun {
  readonly versions: readonly string[];
  /** The snapshots among `stale`, from which nothing may be derived. */
  readonly brokenInputs: readonly BrokenInput[];
}

/**
 * Regenerates in memory everything derivable of the versions in the retention window and of those newer than the latest
 * validated one, and compares it with what is committed. With `fix` it writes what differs, stage by stage, unless it is derived
 * from what is broken.
 */
export async function verifyRoot(world: World, where: CliRoot, choice: StagesChoice): Promise<Verification> {
  const { root } = where;
  const rules = await readRules(world.files, where);
  const retention = await readRetention(world.files, root, rules);
  const versions = await versionsToVerify(world, root, retention);
  // Another repository's root may borrow our descriptor, but not our wrapper.
  const isOurs = (await world.files.stat(`${root}/cli.json`)) !== undefined;
  const descriptor = await readDescriptor(world.files, where);
  const isWrapped = isOurs && hasWrapper(descriptor);
  const recipe = isOurs && choice.recordsAnew ? recipeOf(descriptor) : undefined;
  const wrapper = { isWrapped, recipe, surface: await wrapperSurfacePath(world.files, root) };
  const planned = planStages(new VerifyStages(world, where, rules), versions, wrapper, retention.latestValidated);
  const brokenInputs = await readBrokenInputs(world.files, where);
  const ran = await runVerifyStages(
    world,
    root,
    planned,
    brokenInputs.map(({ found }) => found),
    choice,
  );
  const stale = [...ran.stale, ...standingFindings(where, rules, retention)];
  return { ...ran, stale, versions: versions.map(({ version }) => version), brokenInputs };
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
  {
    isWrapped,
    recipe,
    surface,
  }: { readonly isWrapped: boolean; readonly recipe: RecordingRecipe | undefined; readonly surface: string | undefined },
  latest: string | undefined,
): readonly VerifyStage[] {
  const newest = versions.at(-1)?.version;
  return [
    ...versions.map(({ version }) => stages.union(version)),
    ...(surface !== undefined && newest !== undefined ? [stages.wrapperSurface(surface, newest)] : []),
    ...(recipe !== undefined && newest !== undefined ? [stages.recording(recipe, newest)] : []),
    ...(isWrapped && newest !== undefined ? [stages.wrapperCoverage(newest, surface)] : []),
    ...versions.flatMap(({ version, status, hasReports }) => {
      if (status === undefined) return [stages.missingMetadata(version, isWrapped ? "reported" : "snapshotted")];
      return [...(status === "snapshotted" && !hasReports ? [] : [stages.reports(version)]), stages.metadata(version, status)];
    }),
    ...(latest === undefined ? [] : [stages.current(latest)]),
  ];
}
