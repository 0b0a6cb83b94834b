import { availableParallelism } from "node:os";
import type { CliDescriptor, ParityRules, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { InputError } from "@lockstep/kernel";
import { buildSnapshot, earlierNames, withCandidates } from "@lockstep/surface";
import type { CliRoot } from "../cli-root.ts";
import { assertValidSnapshot, generator, probeBinary, probesSupplementFor, readSupplement } from "../probing/probe-binary.ts";
import { sha256Text } from "../probing/probe-cache.ts";
import type { World } from "../world.ts";
import { assertOwnBinary } from "./assert-own-binary.ts";
import type { Side } from "./diff-sides.ts";

/** A binary that stands for the second version. */
export interface GivenBinary {
  readonly path: string;
  readonly descriptor: CliDescriptor;
  readonly rules: ParityRules;
  /** Its target. */
  readonly target: string;
  /** The snapshot that it is compared with: what that has, the binary is asked about. */
  readonly before: UpstreamSnapshotV1;
  /** Time for one call. */
  readonly timeoutMs: number;
}

const SOURCES = ["help", "completion", "probe", "bundle"];

/** Takes the snapshot of a binary in memory, as `snapshot` does. Throws what `obtainCapture` throws, and `InputError` `BINARY_OTHER` when it is that of another CLI or tells no version. */
export async function binarySide(
  world: World,
  where: CliRoot,
  { path, descriptor, rules, target, before, timeoutMs }: GivenBinary,
): Promise<Side & { readonly surface: UpstreamSnapshotV1 }> {
  // What is no file is told by whoever probes it.
  if ((await world.files.stat(path))?.type === "file") await assertOwnBinary(world, descriptor, path, timeoutMs, before);
  const { platform } = before.binary;
  const asking = withCandidates(descriptor, earlierNames(descriptor, before));
  const supplement = await readSupplement(world.files, where.root, undefined);
  const place = { path, root: where.root, target, platform, descriptor: asking, rules, rawHelpHasTarget: true };
  const probesSupplement = probesSupplementFor(place);
  const { capture, binary } = await probeBinary(world, place, {
    binary: path,
    via: [],
    jobs: availableParallelism(),
    timeoutMs,
    sources: SOURCES,
    usesCache: true,
    supplement,
    probesSupplement,
  });
  const version = binary.semantic_version;
  if (version === undefined)
    throw new InputError(
      "BINARY_OTHER",
      `The binary "${path}" prints "${binary.version_output.split("\n")[0]?.slice(0, 100) ?? ""}", which holds no version like 1.2.3`,
      { hint: `Check that --binary is ${descriptor.binary} itself` },
    );
  const { snapshot } = buildSnapshot({
    descriptor: asking,
    capture,
    binary,
    // Nothing is written, and no comparison looks at it.
    collectedAt: before.collected_at,
    supplement,
    probesSupplement,
    generator: generator,
    view: "full",
    sha256: sha256Text,
  });
  assertValidSnapshot(snapshot);
  return { version, target, surface: snapshot };
}
