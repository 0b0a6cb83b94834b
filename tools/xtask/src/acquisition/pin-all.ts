import type { CliDescriptor, LockedArtifact } from "@lockstep/contracts";
import { InputError, Interrupted, ToolError } from "@lockstep/kernel";
import { taskPool } from "../probing/process-pool.ts";
import { ownerOf, sourceOf, specOf, templateOf, type ArtifactSource } from "./artifact-source.ts";
import { lockPathOf } from "./artifacts-lock.ts";
import type { DescribedPackages } from "./described-packages.ts";
import type { DownloadWorld } from "./download.ts";
import { pinBinary } from "./pin-binary.ts";

/** What is to be pinned of one CLI. */
export interface PinAllRequest {
  readonly descriptor: CliDescriptor;
  readonly root: string;
  /** Downloads at a time. */
  readonly jobs: number;
  readonly isOffline: boolean;
}

/** One target of one version. */
export interface WantedPin {
  readonly version: string;
  readonly target: string;
  readonly publishedAt?: string | undefined;
  readonly source?: ArtifactSource | undefined;
}

/** What became of it. */
export interface PinRow {
  readonly version: string;
  readonly target: string;
  /** `present`: it was pinned already, by the same digests; `unpublished`: its source does not have it. */
  readonly state: "added" | "present" | "unpublished" | "failed";
  /** The source in one word; `null` when `cli.json` names none. */
  readonly from: string | null;
  /** What the lock pins now; `null` when nothing. */
  readonly artifact: LockedArtifact | null;
}

export interface PinAllOutcome {
  readonly rows: readonly PinRow[];
  readonly failures: readonly ToolError[];
}

/**
 * Pins several targets on first use, some at a time, and goes on with the others when one fails; the rows have the order of
 * `wanted`. Throws what is no failure of one target: `Interrupted`, and what is a bug.
 * @param isUnpublishedFailure whether a version that its source does not have is a failure too
 */
export async function pinAll(
  world: DownloadWorld,
  request: PinAllRequest,
  wanted: readonly WantedPin[],
  isUnpublishedFailure: boolean,
): Promise<PinAllOutcome> {
  const inTurn = taskPool(request.jobs);
  let done = 0;
  const outcomes = await Promise.all(
    wanted.map((pin) =>
      inTurn(async () => {
        const outcome = await pinOne(world, request, pin, isUnpublishedFailure);
        done += 1;
        if (wanted.length > 1) world.progress(`lock: ${String(done)} of ${String(wanted.length)} done`);
        return outcome;
      }),
    ),
  );
  return { rows: outcomes.map(({ row }) => row), failures: outcomes.flatMap(({ failure }) => failure ?? []) };
}

interface Outcome {
  readonly row: PinRow;
  readonly failure?: ToolError;
}

async function pinOne(world: DownloadWorld, request: PinAllRequest, pin: WantedPin, isUnpublishedFailure: boolean): Promise<Outcome> {
  const { descriptor, root, isOffline } = request;
  const { version, target } = pin;
  return orFailed(descriptor, pin, isUnpublishedFailure, async () => {
    const { artifact, isNew } = await pinBinary(world, { descriptor, root, isOffline, ...pin });
    return { version, target, state: isNew ? "added" : "present", from: specOf(artifact.source), artifact };
  });
}

/**
 * Compares what the lock pins with what the registry says of it now, without a download. The failure of a row is `PIN_CONFLICT` when
 * that is another; a source that is no registry is not asked.
 */
export async function confirmPin(
  packages: DescribedPackages,
  request: PinAllRequest,
  pin: WantedPin,
  artifact: LockedArtifact,
): Promise<Outcome> {
  const { version, target } = pin;
  const { source } = artifact;
  return orFailed(request.descriptor, { ...pin, source }, true, async () => {
    if (source.type === "npm" && !request.isOffline) {
      const { integrity } = await packages.get(source.package, source.version);
      if (integrity !== artifact.integrity) {
        throw new InputError(
          "PIN_CONFLICT",
          `"${lockPathOf(request.root)}" pins ${version} for "${target}" with the integrity "${artifact.integrity}", but ${ownerOf(source)} has "${specOf(source)}" with "${integrity}"`,
          { hint: "The pin was left as it is. A published version does not change: find out why this one did" },
        );
      }
    }
    return { version, target, state: "present", from: specOf(source), artifact };
  });
}

async function orFailed(
  descriptor: CliDescriptor,
  { version, target, source }: WantedPin,
  isUnpublishedFailure: boolean,
  work: () => Promise<PinRow>,
): Promise<Outcome> {
  try {
    return { row: await work() };
  } catch (error) {
    if (!(error instanceof ToolError) || error instanceof Interrupted) throw error;
    const row = { version, target, from: nameSource(descriptor, { version, target, source }), artifact: null };
    const isUnpublished = error.code === "PACKAGE_UNKNOWN" || error.code === "ASSET_UNKNOWN";
    if (isUnpublished && !isUnpublishedFailure) return { row: { ...row, state: "unpublished" } };
    return { row: { ...row, state: "failed" }, failure: error };
  }
}

function nameSource(descriptor: CliDescriptor, { version, target, source }: WantedPin): string | null {
  try {
    return specOf(source ?? sourceOf(descriptor, templateOf(descriptor, target), version));
  } catch {
    return null;
  }
}
