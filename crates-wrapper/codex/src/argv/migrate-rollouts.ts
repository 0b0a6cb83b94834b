import { assertWhole } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** Old local sessions, to look at or, with `apply`, to move to the new form. */
export interface MigrateRolloutsRequest extends CommonOptions {
  /** Ids; every session when absent. */
  readonly thread?: readonly string[];
  /** Publishes the new form. */
  readonly apply?: boolean;
  /** Whole MiB per second, reading and writing together. */
  readonly maxMibPerSecond?: number;
  /** A line for every session looked at, in the text. */
  readonly verbose?: boolean;
}

export const migrateRolloutsArgv = argvBuilder<MigrateRolloutsRequest & JsonOption>({
  path: ["migrate-rollouts"],
  flags: {
    thread: "--thread=TEXT...",
    apply: "--apply",
    maxMibPerSecond: "--max-mib-per-second=NUMBER",
    verbose: "--verbose",
    json: "--json",
  },
  check: (request) => assertWhole(request, "maxMibPerSecond", 1),
});
