import { InputError, type ToolError } from "@lockstep/kernel";
import { compare } from "semver";
import { compareArtifacts, writeArtifacts, type Artifact } from "../artifacts.ts";
import { readDescriptor, readRules, rootWords, type CliRoot } from "../cli-root.ts";
import { chooseTimestamp } from "../timestamps.ts";
import type { World } from "../world.ts";
import { planRetentionOf, readPointers, readVersions } from "./pointers.ts";
import { planReports } from "./report.ts";
import { planUnion } from "./union.ts";
import { planVersionMetadata } from "./version-metadata.ts";
import { hasWrapper, planWrapperCoverage } from "./wrapper-coverage.ts";

/** A committed file that is not what its inputs give. */
export interface StaleFile {
  readonly path: string;
  readonly problem: string;
  /** The command that mends it. */
  readonly fix: string;
}

/** What was compared in one root. */
export interface Verification {
  readonly versions: readonly string[];
  readonly filesChecked: number;
  readonly stale: readonly StaleFile[];
  readonly fixed: readonly string[];
}

/** One derivable group of files and the command that derives it. */
interface Stage {
  readonly fix: string;
  readonly version: string | undefined;
  plan(): Promise<{ readonly artifacts: readonly Artifact[]; readonly problems: readonly StaleFile[] }>;
}

/**
 * Regenerates in memory everything derivable of the versions in the retention window and of those newer than the latest
 * validated one, and compares it with what is committed. With `fix` it writes what differs, stage by stage.
 */
export async function verifyRoot(world: World, where: CliRoot, fix: boolean): Promise<Verification> {
  const rules = await readRules(world.files, where);
  const { root } = where;
  const pointers = await readPointers(world.files, root, rules);
  const latest = pointers.find(({ path }) => path === `${root}/latest_validated.txt`)?.version;
  const { keep } = await planRetentionOf(world.files, root, rules);
  const metadata = (await readVersions(world.files, root)).filter(
    ({ semantic_version: version }) => keep.includes(version) || latest === undefined || compare(version, latest) > 0,
  );
  const statuses = new Map(metadata.map(({ semantic_version, status }) => [semantic_version, status]));
  const kept = await Promise.all(
    keep.map(async (version) => ({ version, folder: await world.files.stat(`${root}/snapshots/${version}`) })),
  );
  const bare = kept.filter(({ version, folder }) => folder !== undefined && !statuses.has(version)).map(({ version }) => version);
  const versions = [...statuses.keys(), ...bare].toSorted(compare);
  // Another repository's root may borrow our descriptor, but not our wrapper.
  const isOurs = (await world.files.stat(`${root}/cli.json`)) !== undefined;
  const wrapped = isOurs && hasWrapper(await readDescriptor(world.files, where));
  const suffix = ` ${rootWords(where)}`;
  const stages: Stage[] = versions.map((version) => ({
    version,
    fix: `xtask union${suffix} --version ${version}`,
    plan: () => unionStage(world, where, rules, version, suffix),
  }));
  if (wrapped && versions.length > 0)
    stages.push({
      version: versions.at(-1),
      fix: `xtask wrapper-coverage${suffix}`,
      plan: async () => ({ artifacts: [(await planWrapperCoverage(world, where, rules)).artifact], problems: [] }),
    });
  for (const version of versions) {
    const status = statuses.get(version);
    if (status === undefined) {
      const missing = {
        path: `${root}/versions/${version}.json`,
        problem: "is missing",
        fix: `xtask version-metadata${suffix} --version ${version} --status ${wrapped ? "reported" : "snapshotted"}`,
      };
      stages.push({ version, fix: missing.fix, plan: async () => ({ artifacts: [], problems: [missing] }) });
      continue;
    }
    if (status !== "snapshotted")
      stages.push({
        version,
        fix: `xtask report${suffix} --version ${version}`,
        plan: async () => ({ artifacts: (await planReports(world.files, where, rules, version)).artifacts, problems: [] }),
      });
    const metadataFix = `xtask version-metadata${suffix} --version ${version} --status ${status}`;
    stages.push({
      version,
      fix: metadataFix,
      plan: async () => {
        const plan = await planVersionMetadata(world.files, where, rules, { version, status, validation: undefined });
        const lost = plan.redGates.map((gate) => ({
          path: plan.artifact.path,
          problem: `has lost its status "${status}": ${gate}`,
          fix: `xtask version-metadata${suffix} --version ${version} --status reported`,
        }));
        return { artifacts: lost.length > 0 ? [] : [plan.artifact], problems: lost };
      },
    });
  }
  if (latest !== undefined)
    stages.push({ version: latest, fix: `xtask validate${suffix} --mode fix`, plan: () => currentStage(world, root, latest) });
  return runStages(world, root, versions, stages, fix);
}

async function runStages(
  world: World,
  root: string,
  versions: readonly string[],
  stages: readonly Stage[],
  fix: boolean,
): Promise<Verification> {
  const stale: StaleFile[] = [];
  const fixed: string[] = [];
  let filesChecked = 0;
  for (const stage of stages) {
    try {
      const { artifacts, problems } = await stage.plan();
      filesChecked += artifacts.length + problems.length;
      stale.push(...problems);
      const states = (await compareArtifacts(world, artifacts)).filter(({ state }) => state !== "current");
      if (fix && states.length > 0) {
        const changes = await writeArtifacts(
          world,
          artifacts,
          () => chooseTimestamp(world, { option: undefined, optionName: undefined, root, version: stage.version }),
          false,
        );
        fixed.push(...changes.written, ...changes.removed);
      } else stale.push(...states.map(({ path, state }) => ({ path, problem: `is ${state}`, fix: stage.fix })));
    } catch (error) {
      // A stage that cannot be derived at all is a finding of its own, so that the others are still looked at.
      if (!(error instanceof InputError)) throw error;
      stale.push({ path: stagePath(root, stage), problem: describe(error), fix: error.hint ?? stage.fix });
    }
  }
  return { versions, filesChecked, stale, fixed };
}

async function unionStage(
  world: World,
  where: CliRoot,
  rules: Awaited<ReturnType<typeof readRules>>,
  version: string,
  suffix: string,
): ReturnType<Stage["plan"]> {
  const plan = await planUnion(world.files, where, rules, version);
  if (plan.type === "union") return { artifacts: [plan.artifact], problems: [] };
  const parsers = plan.parsers.map(({ target, parser }) => `${target} ${parser}`).join(", ");
  return {
    artifacts: [],
    problems: [
      {
        path: `${where.root}/snapshots/${version}`,
        problem: `was read by different parsers: ${parsers}`,
        fix: `xtask parity${suffix} --version ${version}`,
      },
    ],
  };
}

async function currentStage(world: World, root: string, latest: string): ReturnType<Stage["plan"]> {
  const path = `${root}/snapshots/${latest}/union.json`;
  const text = await world.files.readText(path);
  if (text === undefined) throw new InputError("FILE_MISSING", `"${path}" does not exist, but "latest_validated.txt" names ${latest}`);
  return { artifacts: [{ path: `${root}/current.json`, content: { type: "text", text } }], problems: [] };
}

function stagePath(root: string, { version }: Stage): string {
  return version === undefined ? root : `${root}/versions/${version}.json`;
}

function describe(error: ToolError): string {
  return `cannot be derived: ${error.message}`;
}
