import {
  parseContract,
  type CommandSupplement,
  type ParityRules,
  type UpstreamSnapshotUnionV2,
  type UpstreamSnapshotV1,
  type WrapperCoverageV1,
} from "@lockstep/contracts";
import { InputError, ToolError, EXIT, type Files } from "@lockstep/kernel";
import {
  identityOf,
  explainUnit,
  fieldHistory,
  indexExclusions,
  prepareComparison,
  reportViews,
  scenarioEvidence,
  unitHistory,
  verdictOf,
  wrapperClaims,
  type CommittedVersion,
  type FieldHistory,
  type ScenarioEvidence,
  type UnitDirectory,
  type UnitIdentity,
  type UnitInVersion,
  type ViewExplanation,
  type WrapperClaims,
} from "@lockstep/parity/why";
import { readDescriptor, rootWords, type CliRoot } from "../cli-root.ts";
import type { World } from "../world.ts";
import { judgeCoverage } from "./report.ts";
import { snapshotVersions } from "./snapshot-versions.ts";
import { hasWrapper, readScenarios, readUnions } from "./wrapper-coverage.ts";

/** The committed files that tell of units. */
export interface UnitFiles {
  readonly rules: ParityRules;
  /** Ascending. */
  readonly versions: readonly CommittedVersion[];
  readonly unions: readonly { readonly version: string; readonly union: UpstreamSnapshotUnionV2 }[];
  readonly coverage: WrapperCoverageV1 | undefined;
  readonly supplement: CommandSupplement | undefined;
}

/** Everything about one unit. */
export interface UnitStory {
  readonly verdict: string;
  readonly versions: readonly (UnitInVersion & { readonly reports: readonly ViewExplanation[] })[];
  readonly fields: readonly FieldHistory[];
  /** The exclusion that matches; of a flag or arg it may be its command's. */
  readonly exclusion: { readonly unit: UnitIdentity; readonly note: string } | null;
  readonly supplement: CommandSupplement["commands"][number] | null;
  /** `null` without a wrapper coverage. */
  readonly wrapper: (WrapperClaims & WrapperScenariosRead) | null;
}

/** What the wrapper's scenarios say, or why they could not be read; neither, where the root has no wrapper to run. */
interface WrapperScenariosRead {
  readonly scenarios: ScenarioEvidence | null;
  readonly scenariosProblem: string | null;
}

/** Reads what tells of units. Throws `InputError` for a file that is malformed, and when no version is committed. */
export async function readUnitFiles(world: World, where: CliRoot, rules: ParityRules): Promise<UnitFiles> {
  const { files } = world;
  const { root } = where;
  const found = await snapshotVersions(files, root);
  if (found.length === 0) {
    throw new InputError("SNAPSHOTS_MISSING", `"${root}/snapshots" has no version to look a unit up in`, {
      hint: `Make one first: xtask parity ${rootWords(where)} --version <v>`,
    });
  }
  const unionFiles = await Promise.all(found.map(async (version) => files.stat(`${root}/snapshots/${version}/union.json`)));
  const unions = unionFiles.some((file) => file !== undefined) ? await readUnions(world, where) : [];
  return {
    rules,
    versions: await Promise.all(
      found.map(async (version) => ({
        version,
        snapshots: await readSnapshots(files, `${root}/snapshots/${version}`, rules),
        union: unions.find((other) => other.version === version)?.union,
      })),
    ),
    unions,
    coverage: await readOptional(files, "WrapperCoverageV1", `${root}/wrapper_coverage.json`),
    supplement: await readOptional(files, "CommandSupplement", `${root}/supplement/commands.json`),
  };
}

/** Every unit that a file names, the newest version's first. */
export function unitDirectory({ rules, versions, coverage }: UnitFiles): UnitDirectory {
  const snapshots = versions.toReversed().flatMap((version) => [...version.snapshots.values()]);
  const claimed = (coverage?.coverage ?? []).flatMap(({ path, flags, args }) => [
    { path },
    ...(flags ?? []).map(({ key }) => ({ path, key })),
    ...(args ?? []).map(({ name }) => ({ path, name })),
  ]);
  return {
    commands: snapshots.flatMap(({ commands }) => commands),
    others: [...snapshots.flatMap(({ rejected }) => rejected ?? []), ...claimed, ...(rules.parity_exclusions?.units ?? [])].map(identityOf),
  };
}

/** Tells everything about a unit in the chosen versions, and of `target` alone where one is chosen. */
export async function tellUnit(
  world: World,
  where: CliRoot,
  files: UnitFiles,
  identity: UnitIdentity,
  choice: { readonly version: string | undefined; readonly target: string | undefined },
): Promise<UnitStory> {
  const versions = files.versions
    .filter(({ version }) => choice.version === undefined || version === choice.version)
    .map((version) => (choice.target === undefined ? version : onlyTarget(version, choice.target)));
  const { coverage, supplement } = files;
  const read = coverage === undefined ? undefined : await scenariosOf(world, where, files, identity);
  const asked = { versions, target: choice.target, onlyFor: read?.scenarios?.onlyFor ?? null };
  return {
    ...judgeCoverage(where, undefined, () => judgeVersions(files, asked, identity)),
    fields: fieldHistory(identity, versions),
    supplement:
      identity.unit === "command" ? (supplement?.commands.find(({ path }) => path.join("\0") === identity.path.join("\0")) ?? null) : null,
    wrapper: coverage === undefined || read === undefined ? null : { ...wrapperClaims(identity, coverage, files.rules), ...read },
  };
}

/** What each version makes of the unit, and the verdict on it. */
function judgeVersions(
  files: UnitFiles,
  asked: {
    readonly versions: readonly CommittedVersion[];
    readonly target: string | undefined;
    readonly onlyFor: readonly string[] | null;
  },
  identity: UnitIdentity,
): Pick<UnitStory, "verdict" | "versions" | "exclusion"> {
  const { rules, coverage } = files;
  const { versions, target, onlyFor } = asked;
  const told = unitHistory(identity, versions).map((history, index) => {
    const union = versions[index]?.union;
    if (union === undefined || coverage === undefined) return { ...history, reports: [] };
    const views = reportViews(union).filter(({ filter }) => target === undefined || filter.target_triple === target);
    const comparison = prepareComparison({ rules, union, coverage });
    return { ...history, reports: explainUnit(comparison, views, identity, history.listing === "root") };
  });
  const exclusions = indexExclusions(rules);
  const excludedBy = exclusions.excludedBy(identity);
  const isAtRoot = told.at(-1)?.listing === "root" && identity.unit === "flag";
  return {
    verdict: verdictOf({
      identity,
      versions: told.map((version) => ({ ...version, explanation: version.reports[0] })),
      known: unitHistory(identity, target === undefined ? files.versions : files.versions.map((version) => onlyTarget(version, target))),
      requiredTarget: rules.union.required_target,
      onlyFor,
      hasCoverage: coverage !== undefined,
      isClaimed: coverage !== undefined && wrapperClaims(identity, coverage, rules).claims.length > 0,
      isExcluded: excludedBy !== undefined,
      ofRoot: isAtRoot ? judgeVersions(files, { ...asked, onlyFor: null }, { ...identity, path: [] }).verdict : undefined,
    }),
    versions: told,
    exclusion: excludedBy === undefined ? null : { unit: excludedBy, note: exclusions.noteOf(identity) ?? "" },
  };
}

function onlyTarget({ version, snapshots, union }: CommittedVersion, target: string): CommittedVersion {
  return { version, snapshots: new Map([...snapshots].filter(([triple]) => triple === target)), union };
}

async function scenariosOf(world: World, where: CliRoot, { unions }: UnitFiles, identity: UnitIdentity): Promise<WrapperScenariosRead> {
  // Another repository's root may borrow our descriptor, but not our wrapper.
  const isOurs = (await world.files.stat(`${where.root}/cli.json`)) !== undefined;
  if (!isOurs || !hasWrapper(await readDescriptor(world.files, where))) return { scenarios: null, scenariosProblem: null };
  try {
    return { scenarios: scenarioEvidence(identity, await readScenarios(world, where), unions), scenariosProblem: null };
  } catch (error) {
    // The rest is worth telling without them.
    if (!(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer) throw error;
    return { scenarios: null, scenariosProblem: error.message };
  }
}

async function readSnapshots(files: Files, folder: string, { union }: ParityRules): Promise<ReadonlyMap<string, UpstreamSnapshotV1>> {
  const read = await Promise.all(
    union.expected_targets.map(
      async (target) => [target, await readOptional(files, "UpstreamSnapshotV1", `${folder}/${target}.json`)] as const,
    ),
  );
  return new Map(read.flatMap(([target, snapshot]) => (snapshot === undefined ? [] : [[target, snapshot] as const])));
}

async function readOptional<Kind extends Parameters<typeof parseContract>[0]>(
  files: Files,
  kind: Kind,
  path: string,
): Promise<ReturnType<typeof parseContract<Kind>> | undefined> {
  const text = await files.readText(path);
  return text === undefined ? undefined : parseContract(kind, path, text);
}
