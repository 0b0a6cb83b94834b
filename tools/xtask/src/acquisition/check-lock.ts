import { findMistakes, type ArtifactsLock, type CliDescriptor, type LockedArtifact } from "@lockstep/contracts";
import { InputError, Interrupted, parseJson, renderJson, ToolError } from "@lockstep/kernel";
import { watchedPackage } from "@lockstep/parity/history";
import { compare } from "semver";
import { taskPool } from "../probing/process-pool.ts";
import { ownerOf, specOf } from "./artifact-source.ts";
import { lockPathOf } from "./artifacts-lock.ts";
import { DescribedPackages } from "./described-packages.ts";
import { fetchArtifact, type DownloadWorld } from "./download.ts";
import { checkKept, keptPlace } from "./kept-artifact.ts";

/** Something in a lock, in the cache or at a source that is not as the lock has it. */
export interface LockFinding {
  readonly code:
    | "LOCK_SCHEMA"
    | "LOCK_FORMAT"
    | "LOCK_ORDER"
    | "LOCK_TARGET"
    | "CACHE_DAMAGED"
    | "SOURCE_CHANGED"
    | "SOURCE_GONE"
    | "PUBLISHED_AT";
  readonly version: string | null;
  readonly target: string | null;
  readonly message: string;
}

export interface LockCheck {
  readonly findings: readonly LockFinding[];
  /** What could not be asked. */
  readonly failures: readonly ToolError[];
  readonly pins: number;
  /** Pins of which the cache has something. */
  readonly kept: number;
  /** Pins whose source gave an answer. */
  readonly asked: number;
}

export interface CheckRequest {
  readonly descriptor: CliDescriptor;
  readonly root: string;
  /** Only this version. */
  readonly version: string | undefined;
  readonly isOffline: boolean;
  /** Questions and downloads at a time. */
  readonly jobs: number;
}

interface Pin {
  readonly version: string;
  readonly artifact: LockedArtifact;
}

/**
 * Checks a lock: its schema, format and order, that what is kept has its digests, and, unless offline, that its sources still have
 * them: a registry says so, an asset is downloaded and hashed. Changes nothing. Throws `InputError` `FILE_MISSING` without a lock,
 * and `VERSION_UNKNOWN` for a version that it does not pin.
 */
export async function checkLock(world: DownloadWorld, request: CheckRequest): Promise<LockCheck> {
  const path = lockPathOf(request.root);
  const text = await world.files.readText(path);
  if (text === undefined)
    throw new InputError("FILE_MISSING", `"${path}" does not exist`, { hint: "xtask lock add --version <version> makes it" });
  const { lock, findings } = readLoosely(path, text);
  if (lock === undefined) return { findings, failures: [], pins: 0, kept: 0, asked: 0 };
  const pins = pinsOf(lock, request.version);
  if (request.version !== undefined && pins.length === 0) {
    const known = lock.versions.map(({ version }) => version).join(", ");
    throw new InputError("VERSION_UNKNOWN", `"${path}" pins no ${request.version}; it pins ${known === "" ? "no version" : known}`, {
      hint: `Pin it: xtask lock add --version ${request.version}`,
    });
  }
  const kept = await checkCache(world, request, pins);
  const sources = request.isOffline ? { findings: [], failures: [], asked: 0 } : await askSources(world, request, lock, pins);
  return {
    findings: [...findings, ...orderFindings(path, lock, text, request.descriptor), ...kept.findings, ...sources.findings],
    failures: sources.failures,
    pins: pins.length,
    kept: kept.kept,
    asked: sources.asked,
  };
}

/** The lock, unless it breaks its schema. */
function readLoosely(path: string, text: string): { readonly lock: ArtifactsLock | undefined; readonly findings: readonly LockFinding[] } {
  const broken = (message: string): LockFinding => ({ code: "LOCK_SCHEMA", version: null, target: null, message });
  let value: unknown;
  try {
    value = parseJson(path, text);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { lock: undefined, findings: [broken(error.message)] };
  }
  const mistakes = findMistakes("ArtifactsLock", value);
  if (mistakes.length === 0) return { lock: value as ArtifactsLock, findings: [] };
  return {
    lock: undefined,
    findings: mistakes.map(({ pointer, message }) => broken(`"${path}" ${pointer === "" ? "/" : pointer}: ${message}`)),
  };
}

function pinsOf({ versions }: ArtifactsLock, only: string | undefined): readonly Pin[] {
  return versions
    .filter(({ version }) => only === undefined || version === only)
    .flatMap(({ version, artifacts }) => artifacts.map((artifact) => ({ version, artifact })));
}

/** Whether versions ascend, and targets are those of `cli.json` in its order, each once; and whether the text is as it is written. */
function orderFindings(path: string, lock: ArtifactsLock, text: string, descriptor: CliDescriptor): readonly LockFinding[] {
  const findings: LockFinding[] = [];
  const known = descriptor.targets.map(({ target_triple }) => target_triple);
  for (const [index, { version, artifacts }] of lock.versions.entries()) {
    const before = lock.versions[index - 1]?.version;
    if (before !== undefined && compare(before, version) >= 0) {
      findings.push({
        code: "LOCK_ORDER",
        version,
        target: null,
        message: `"${path}" has ${version} behind ${before}; versions ascend, each once`,
      });
    }
    const targets = artifacts.map(({ target_triple }) => target_triple);
    for (const [place, target] of targets.entries()) {
      const rank = known.indexOf(target);
      const rankBefore = place === 0 ? -1 : known.indexOf(targets[place - 1] ?? "");
      if (rank === -1) {
        const message = `"${path}" pins ${version} for "${target}", which is no target of cli.json: ${known.join(", ")}`;
        findings.push({ code: "LOCK_TARGET", version, target, message });
      } else if (rank <= rankBefore) {
        const message = `"${path}" has "${target}" of ${version} behind "${targets[place - 1] ?? ""}"; targets have the order of cli.json, each once`;
        findings.push({ code: "LOCK_ORDER", version, target, message });
      }
    }
  }
  if (findings.length === 0 && renderJson(lock) !== text) {
    findings.push({
      code: "LOCK_FORMAT",
      version: null,
      target: null,
      message: `"${path}" is not formatted as it is written; xtask lock update does it`,
    });
  }
  return findings;
}

async function checkCache(
  world: DownloadWorld,
  { descriptor, root }: CheckRequest,
  pins: readonly Pin[],
): Promise<Pick<LockCheck, "findings" | "kept">> {
  const findings: LockFinding[] = [];
  let kept = 0;
  // One after the other: each is read whole, and a disk is no faster for several.
  for (const { version, artifact } of pins) {
    const target = artifact.target_triple;
    const place = keptPlace(world.binaries, { cli: descriptor.id, version, artifact, lockPath: lockPathOf(root) });
    const state = await checkKept(world.files, place, artifact);
    if (state !== "absent") kept += 1;
    if (state === "other") {
      const message = `"${place.whole}" is not what is pinned; xtask acquire --version ${version} --target ${target} fetches it again`;
      findings.push({ code: "CACHE_DAMAGED", version, target, message });
    }
  }
  return { findings, kept };
}

async function askSources(
  world: DownloadWorld,
  request: CheckRequest,
  lock: ArtifactsLock,
  pins: readonly Pin[],
): Promise<Pick<LockCheck, "findings" | "failures" | "asked">> {
  const findings: LockFinding[] = [];
  const failures: ToolError[] = [];
  const inTurn = taskPool(request.jobs);
  let asked = 0;
  const ask = async (version: string, target: string | null, question: () => Promise<LockFinding | undefined>): Promise<void> => {
    try {
      const finding = await question();
      if (target !== null) asked += 1;
      if (finding !== undefined) findings.push(finding);
    } catch (error) {
      if (!(error instanceof ToolError) || error instanceof Interrupted) throw error;
      if (error.code !== "PACKAGE_UNKNOWN" && error.code !== "ASSET_UNKNOWN") failures.push(error);
      else {
        if (target !== null) asked += 1;
        findings.push({ code: "SOURCE_GONE", version, target, message: error.message });
      }
    }
  };
  const versions = lock.versions.filter(({ version }) => request.version === undefined || version === request.version);
  const packages = new DescribedPackages(world.packages);
  const watched = watchedPackage(request.descriptor);
  await packages.prepare([
    ...pins.flatMap(({ artifact: { source } }) => (source.type === "npm" ? [source] : [])),
    ...(watched === undefined ? [] : versions.map(({ version }) => ({ package: watched, version }))),
  ]);
  await Promise.all([
    ...pins.map(({ version, artifact }) =>
      inTurn(() => ask(version, artifact.target_triple, () => compareSource(world, packages, { root: request.root, version, artifact }))),
    ),
    ...versions.map((entry) => inTurn(() => ask(entry.version, null, () => compareTime(packages, request.descriptor, entry)))),
  ]);
  const order = (finding: LockFinding): number =>
    pins.findIndex(
      ({ version, artifact }) => version === finding.version && (finding.target === null || finding.target === artifact.target_triple),
    );
  return { findings: findings.toSorted((a, b) => order(a) - order(b)), failures, asked };
}

async function compareSource(
  world: DownloadWorld,
  packages: DescribedPackages,
  { root, version, artifact }: Pin & { readonly root: string },
): Promise<LockFinding | undefined> {
  const { source, target_triple: target } = artifact;
  const integrity =
    source.type === "npm" ? (await packages.get(source.package, source.version)).integrity : await hashSource(world, root, artifact);
  if (integrity === artifact.integrity) return undefined;
  const message = `${version} for "${target}" is pinned with the integrity "${artifact.integrity}", but ${ownerOf(source)} has "${specOf(source)}" with "${integrity}"`;
  return { code: "SOURCE_CHANGED", version, target, message };
}

async function hashSource(world: DownloadWorld, root: string, { source }: LockedArtifact): Promise<string> {
  const { folder, archive } = await fetchArtifact(world, { source, root });
  try {
    return await world.binaries.integrity(archive);
  } finally {
    await world.files.remove(folder);
  }
}

/** Whether the registry says of the package whose versions are those of the CLI what the lock does; nobody else is asked for times. */
async function compareTime(
  packages: DescribedPackages,
  descriptor: CliDescriptor,
  { version, published_at: publishedAt }: ArtifactsLock["versions"][number],
): Promise<LockFinding | undefined> {
  const watched = watchedPackage(descriptor);
  if (watched === undefined) return undefined;
  const described = await packages.get(watched, version);
  if (described.publishedAt === publishedAt) return undefined;
  const message = `${version} has published_at "${publishedAt}", but the registry has "${watched}@${version}" since "${described.publishedAt}"; xtask lock update --version ${version} --published-at <time> corrects it`;
  return { code: "PUBLISHED_AT", version, target: null, message };
}
