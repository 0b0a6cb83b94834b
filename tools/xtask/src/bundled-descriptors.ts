import type { CliDescriptor } from "@lockstep/contracts";

/** Put in place of this name when the runner is bundled into one file. */
declare const BUNDLED_DESCRIPTORS: Readonly<Record<string, CliDescriptor>> | undefined;

/** The descriptors that the distributed file carries, by CLI; none when run from source, where `manifests/` has them. */
export const bundledDescriptors: Readonly<Record<string, CliDescriptor>> =
  typeof BUNDLED_DESCRIPTORS === "undefined" ? {} : BUNDLED_DESCRIPTORS;
