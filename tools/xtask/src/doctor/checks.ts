import type { Check } from "./check.ts";
import { diskChecks } from "./disk.ts";
import { programChecks } from "./programs.ts";
import { generatedCheck, registryCheck, toolchainChecks } from "./repository.ts";

/** Every check, in the order in which they are told. */
export const checks: readonly Check[] = [...toolchainChecks, ...programChecks, registryCheck, ...diskChecks, generatedCheck];
