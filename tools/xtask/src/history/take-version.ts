import { availableParallelism } from "node:os";
import type { UpstreamSnapshotV1 } from "@lockstep/contracts";
import { askedCandidates, type EarlierNames } from "@lockstep/parity/history";
import { buildSnapshot, renderCandidates, withCandidates } from "@lockstep/surface";
import type { Destination } from "../probing/destination.ts";
import type { ObtainOptions } from "../probing/obtain-capture.ts";
import { assertValidSnapshot, generator, probeBinary, probesSupplementFor } from "../probing/probe-binary.ts";
import { sha256Text } from "../probing/probe-cache.ts";
import type { World } from "../world.ts";
import type { HistoryEntry } from "./history-store.ts";
import { unknownTarget, type HistoryPlace } from "./known-versions.ts";

/** What to probe, and how. */
export interface TakeRequest {
  readonly version: string;
  readonly binary: string;
  /** Of the binary, where it was hashed while it was unpacked. */
  readonly sha256: string | undefined;
  /** What earlier versions had. */
  readonly names: ReturnType<EarlierNames["list"]>;
  /** When the version was released: the same binary gives the same bytes. */
  readonly publishedAt: string;
  readonly jobs: number | undefined;
  /** What the binary is run by, such as `qemu-aarch64-static`. */
  readonly via: readonly string[];
  /** Whether the binary stays, so that what it printed is worth keeping. */
  readonly usesCache: boolean;
}

const TIMEOUT_MS = 20_000;

/**
 * The snapshot of a binary in memory, with all evidence there is and the answers about the names of earlier versions. Throws what
 * `obtainCapture` throws.
 */
export async function takeVersion(
  world: World,
  { where, descriptor, rules, supplement, target }: HistoryPlace,
  { version, binary, sha256, names, publishedAt, jobs, via, usesCache }: TakeRequest,
): Promise<Pick<HistoryEntry, "asked" | "snapshot">> {
  const platform = descriptor.targets.find(({ target_triple }) => target_triple === target);
  if (platform === undefined) throw unknownTarget(descriptor, target);
  const destination: Destination = {
    path: `the history of ${descriptor.id}`,
    root: where.root,
    target,
    platform: { os: platform.os, arch: platform.arch },
    version,
    descriptor: withCandidates(descriptor, names),
    rules,
    rawHelpHasTarget: true,
  };
  const probesSupplement = probesSupplementFor(destination);
  const options: ObtainOptions = {
    binary,
    ...(sha256 === undefined ? {} : { sha256 }),
    via,
    jobs: jobs ?? availableParallelism(),
    timeoutMs: TIMEOUT_MS,
    sources: ["help", "completion", "probe", "bundle"],
    usesCache,
    supplement,
    probesSupplement,
  };
  const quiet: World = { ...world, progress: () => {} };
  const first = await probeBinary(quiet, destination, options);
  // Nobody looks at it again: what was bad luck, such as a busy machine, gets another chance.
  const probed = first.isLasting ? first : await probeBinary(quiet, destination, options);
  const { snapshot } = buildSnapshot({
    descriptor: destination.descriptor,
    capture: probed.capture,
    binary: probed.binary,
    collectedAt: publishedAt,
    supplement,
    probesSupplement,
    generator,
    view: "full",
    sha256: sha256Text,
  });
  assertValidSnapshot(snapshot);
  return { snapshot, asked: askedText(names, snapshot) };
}

/** The names that a version has to be asked about, as an entry keeps them. */
export function askedText(names: TakeRequest["names"], snapshot: Pick<UpstreamSnapshotV1, "commands">): string {
  return renderCandidates(askedCandidates(names, snapshot));
}
