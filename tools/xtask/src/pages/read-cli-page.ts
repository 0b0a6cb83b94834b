import type { ParityRules } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { countOutcomes, type CliPage, type OutcomeCounts, type PageVersion } from "@lockstep/pages";
import { targetPointers } from "@lockstep/parity/status";
import {
  prepareComparison,
  reportViews,
  surfacePresence,
  unitOutcomes,
  upstreamUnits,
  type CommittedVersion,
  type UnitOutcome,
} from "@lockstep/parity/why";
import { compareArtifacts } from "../artifacts.ts";
import { readDescriptor, readRules, rootWords, type CliRoot } from "../cli-root.ts";
import { readWaivers, readWrapper } from "../diffing/wrapper-sources.ts";
import { readPointers, readVersions } from "../stages/pointers.ts";
import { judgeCoverage, planReports } from "../stages/report.ts";
import { snapshotVersions } from "../stages/snapshot-versions.ts";
import { readUnitFiles, type UnitFiles } from "../stages/why.ts";
import type { World } from "../world.ts";
import { pageHref, rootLinks, versionLinks } from "./page-links.ts";
import { queueLists } from "./queue-lists.ts";
import { surfaceUnits } from "./surface-units.ts";
import { unitTimelines } from "./unit-timelines.ts";
import { versionChanges } from "./version-changes.ts";

/** The page that explains every kind of finding. */
const findingsPage = "docs/findings.md";

/** What a page of a CLI is to tell, besides what is committed. */
export interface PageChoice {
  /** The folder that the page is written to, which its links start at. */
  readonly folder: string;
  /** The version that units and queue are of; the newest that has a union where none is chosen. */
  readonly version: string | undefined;
  readonly indexHref: string | null;
}

/**
 * Reads what the page of one CLI tells from its manifest root. Coverage is judged anew from unions, rules and the wrapper's
 * coverage, as `report` does it. Throws `InputError` for a file that is malformed and for a chosen version without a union.
 */
export async function readCliPage(world: World, where: CliRoot, choice: PageChoice): Promise<CliPage> {
  const { files } = world;
  const { root, cli } = where;
  const rules = await readRules(files, where);
  const descriptor = await readDescriptor(files, where);
  const hasSnapshots = (await snapshotVersions(files, root)).length > 0;
  const read: UnitFiles = hasSnapshots
    ? await readUnitFiles(world, where, rules)
    : { rules, versions: [], unions: [], coverage: undefined, supplement: undefined };
  const pointers = new Map((await readPointers(files, root, rules)).map(({ path, version }) => [path.slice(root.length + 1), version]));
  const metadata = await readVersions(files, root);
  const judged = read.versions.map((committed) => judgeVersion(where, rules, read, committed));
  const current = chooseVersion(where, read.versions, choice.version);
  const union = current?.union;
  const names = read.versions.map(({ version }) => version);
  return {
    cli,
    binary: descriptor?.binary ?? cli,
    indexHref: choice.indexHref,
    latestValidated: pointers.get("latest_validated.txt") ?? null,
    minSupported: pointers.get("min_supported.txt") ?? null,
    targets: targetPointers(rules, pointers),
    versions: await Promise.all(
      read.versions.map(async (committed, index): Promise<PageVersion> => {
        const { version, snapshots } = committed;
        const views = judged[index];
        return {
          version,
          status: metadata.find(({ semantic_version }) => semantic_version === version)?.status ?? null,
          generatedAt: views === undefined ? null : await reportTime(world, where, rules, version),
          counts: countsOf(views?.get("any")),
          targets: [...snapshots].map(([target, { collected_at }]) => ({
            target,
            collectedAt: collected_at,
            units: unitsOn(committed, target),
            counts: countsOf(views?.get(target)),
          })),
          evidence: await versionLinks(files, root, choice.folder, version),
        };
      }),
    ),
    current: current?.version ?? null,
    surface: union === undefined ? [] : surfaceUnits(union, judged[names.indexOf(current?.version ?? "")]?.get("any")),
    queue:
      current === undefined || read.coverage === undefined
        ? null
        : queueLists((await planReports(files, where, rules, current.version)).reports),
    timelines: unitTimelines(surfacePresence(read.versions), names),
    ...(await versionChanges(read.versions, {
      rules,
      framework: descriptor?.framework ?? "clap",
      waivers: await readWaivers(world, where),
      // Without a coverage the page tells of no wrapper.
      readWrapper: async (changes) => readWrapper(world, where, rules, read.coverage === undefined ? undefined : descriptor, changes),
    })),
    findingsHref: (await files.stat(findingsPage)) === undefined ? null : pageHref(files, choice.folder, findingsPage),
    evidence: await rootLinks(files, root, choice.folder, [
      "cli.json",
      "RULES.json",
      "artifacts.lock.json",
      "wrapper_coverage.json",
      "current.json",
      "latest_validated.txt",
      "min_supported.txt",
      "supplement/commands.json",
    ]),
  };
}

/** What the report of each view makes of a version's units, by `any` or the view's target; `undefined` without a union or a wrapper. */
function judgeVersion(
  where: CliRoot,
  rules: ParityRules,
  { coverage }: UnitFiles,
  { union }: CommittedVersion,
): ReadonlyMap<string, readonly UnitOutcome[]> | undefined {
  if (union === undefined || coverage === undefined) return undefined;
  return judgeCoverage(where, undefined, () => {
    const comparison = prepareComparison({ rules, union, coverage });
    return new Map(reportViews(union).map((view) => [view.filter.target_triple ?? view.filter.mode, unitOutcomes(comparison, view)]));
  });
}

function countsOf(outcomes: readonly UnitOutcome[] | undefined): OutcomeCounts | null {
  return outcomes === undefined ? null : countOutcomes(outcomes.flatMap(({ outcome }) => (outcome === "wrapper only" ? [] : [outcome])));
}

/** How many units a target has, as parity counts them; without a union as its snapshot has them. */
function unitsOn({ union, snapshots }: CommittedVersion, target: string): number {
  if (union !== undefined) return upstreamUnits(union).filter(({ availableOn }) => availableOn.includes(target)).length;
  const commands = snapshots.get(target)?.commands ?? [];
  return commands.reduce((sum, { flags, args }) => sum + 1 + (flags?.length ?? 0) + (args?.length ?? 0), 0);
}

/** The `generated_at` of the committed report over any target, where that report is what would be generated. */
async function reportTime(world: World, where: CliRoot, rules: ParityRules, version: string): Promise<string | null> {
  const { artifacts } = await planReports(world.files, where, rules, version);
  const report = artifacts.find(({ path }) => path.endsWith("/coverage.any.json"));
  if (report === undefined) return null;
  const [compared] = await compareArtifacts(world, [report]);
  if (compared?.state !== "current") return null;
  const { generated_at: time } = JSON.parse((await world.files.readText(report.path)) ?? "{}") as { readonly generated_at?: string };
  return time ?? null;
}

function chooseVersion(where: CliRoot, versions: readonly CommittedVersion[], chosen: string | undefined): CommittedVersion | undefined {
  const withUnion = versions.filter(({ union }) => union !== undefined);
  if (chosen === undefined) return withUnion.at(-1);
  const found = withUnion.find(({ version }) => version === chosen);
  if (found !== undefined) return found;
  const known = withUnion.map(({ version }) => version).join(", ");
  throw new InputError(
    "VERSION_UNKNOWN",
    `"${where.root}/snapshots" has no union of version ${chosen}; it has ${known === "" ? "none" : known}`,
    { hint: `Merge its snapshots first: xtask union ${rootWords(where)} --version ${chosen}` },
  );
}
