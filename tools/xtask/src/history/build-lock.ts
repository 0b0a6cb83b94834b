import { BusyError } from "@lockstep/kernel";
import { rootWords } from "../cli-root.ts";
import type { World } from "../world.ts";
import { historyFolder } from "./history-store.ts";
import type { HistoryPlace } from "./known-versions.ts";

/**
 * Runs `build` while no other process builds a history of the same CLI: each would look at the versions that the other looks at, and
 * both together have two binaries on the disk. Throws `BusyError` `HISTORY_BUSY`, and what `build` throws.
 */
export async function whileBuilding<Result>(
  { binaries, files }: Pick<World, "binaries" | "files">,
  { where, descriptor }: HistoryPlace,
  build: () => Promise<Result>,
): Promise<Result> {
  const path = files.absolute(`${historyFolder(descriptor.id)}/build.lock`);
  return binaries.whileAlone(
    path,
    build,
    (holder) =>
      new BusyError("HISTORY_BUSY", `The history of ${descriptor.id} is being built already, by ${holder}, which holds "${path}"`, {
        hint: `Wait for its end and run the command again, or look at what it has so far: xtask history show ${rootWords(where)}`.trimEnd(),
      }),
  );
}
