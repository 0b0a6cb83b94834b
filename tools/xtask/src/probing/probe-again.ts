import type { Binary, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { EnvironmentError } from "@lockstep/kernel";
import { buildSnapshot, findVolatile, type RawCapture, type SnapshotInputs } from "@lockstep/surface";

/**
 * Compares a snapshot with what a second capture of the same binary gives: what moved, as marks for `known_omissions`, and the
 * omissions of the second capture. Throws `EnvironmentError` `BINARY_CHANGED` when the two captures are not of the same bytes.
 */
export function probeAgain(
  first: UpstreamSnapshotV1,
  inputs: SnapshotInputs,
  again: { readonly capture: RawCapture; readonly binary: Binary },
): { readonly marks: readonly string[]; readonly omissions: readonly string[] } {
  if (again.binary.sha256 !== first.binary.sha256)
    throw new EnvironmentError("BINARY_CHANGED", "The binary changed between the two passes of --twice", { hint: "Run the command again" });
  const second = buildSnapshot({ ...inputs, capture: again.capture, binary: again.binary }).snapshot;
  return { marks: findVolatile(first, second, inputs.descriptor.binary), omissions: second.known_omissions ?? [] };
}
