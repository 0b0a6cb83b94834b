import type { CliDescriptor } from "@lockstep/contracts";
import { unknownFlags, type Acceptance, type KnownVersion, type RecordedCall, type UnknownFlag } from "@lockstep/parity";
import type { World } from "../world.ts";

export async function askAcceptance(
  world: World,
  inputs: {
    readonly descriptor: CliDescriptor;
    readonly binary: string | undefined;
    readonly calls: readonly RecordedCall[];
    readonly target: KnownVersion;
  },
): Promise<(flag: UnknownFlag) => Acceptance | undefined> {
  void world;
  void unknownFlags(inputs.calls, inputs.target);
  return () => undefined;
}
