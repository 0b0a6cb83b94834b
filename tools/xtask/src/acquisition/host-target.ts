import type { CliDescriptor } from "@lockstep/contracts";
import { UsageError, type Host } from "@lockstep/kernel";

/** The target of a CLI whose binary runs on this machine. Throws `UsageError` `TARGET_NEEDED` when there is none. */
export function hostTarget(descriptor: CliDescriptor, host: Host): string {
  const found = descriptor.targets.find(({ os, arch }) => os === host.os && arch === host.arch);
  if (found !== undefined) return found.target_triple;
  const known = descriptor.targets.map(({ target_triple }) => target_triple).join(", ");
  throw new UsageError("TARGET_NEEDED", `${descriptor.id} has no target for this machine (${host.os}, ${host.arch})`, {
    hint: `Name one with --target: ${known}`,
  });
}
