import { findMistakes, parseContract, type Binary, type CommandSupplement, type UpstreamSnapshotV1 } from "@lockstep/contracts";
import { omitAbsent, type Files } from "@lockstep/kernel";
import { decisionsFor } from "@lockstep/parity/rules";
import { parseBinaryVersion, type SnapshotInputs } from "@lockstep/surface";
import { requireText } from "../cli-root.ts";
import { version } from "../version.ts";
import type { World } from "../world.ts";
import type { Destination } from "./destination.ts";
import { obtainCapture, type ObtainedCapture, type ObtainOptions } from "./obtain-capture.ts";

/** What a binary printed, and how a snapshot names it. */
export interface ProbedBinary extends Pick<ObtainedCapture, "capture" | "isCached" | "isLasting"> {
  readonly binary: Binary;
}

/** What makes the snapshots. */
export const generator: SnapshotInputs["generator"] = { name: "lockstep-xtask", version };

/** Probes a binary as `obtainCapture` does, which says what it throws. */
export async function probeBinary(world: World, destination: Destination, options: ObtainOptions): Promise<ProbedBinary> {
  const { capture, sha256, sizeBytes, isCached, isLasting } = await obtainCapture(world, destination, options);
  const { semanticVersion, channel, commit } = parseBinaryVersion(capture.versionOutput);
  const binary = omitAbsent({
    sha256,
    size_bytes: sizeBytes,
    platform: destination.platform,
    target_triple: destination.target,
    version_output: capture.versionOutput,
    semantic_version: semanticVersion,
    channel,
    commit,
  });
  return { capture, binary, isCached, isLasting };
}

/** The reviewed additions: of the file that is given, which must exist, else of the root, which may have none. */
export async function readSupplement(files: Files, root: string, given: string | undefined): Promise<CommandSupplement | undefined> {
  const path = given ?? `${root}/supplement/commands.json`;
  const text = given === undefined ? await files.readText(path) : await requireText(files, path, "Check --supplement");
  return text === undefined ? undefined : parseContract("CommandSupplement", path, text);
}

/** Whether the rules want the commands that a supplement inserts to be probed; without rules nothing asks for it. */
export function probesSupplementFor({ rules }: Pick<Destination, "rules">): boolean {
  return rules !== undefined && decisionsFor(rules).probesSupplementedCommands;
}

/** Throws an `Error` for a snapshot that breaks its own schema: it is our mistake. */
export function assertValidSnapshot(document: UpstreamSnapshotV1): void {
  const mistakes = findMistakes("UpstreamSnapshotV1", document);
  if (mistakes.length > 0)
    throw new Error(`The snapshot breaks its own schema: ${mistakes.map(({ pointer, message }) => `${pointer}: ${message}`).join("; ")}`);
}
