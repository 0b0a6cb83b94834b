import { join } from "node:path";
import { EnvironmentError } from "@lockstep/kernel";
import type { Observation, WorkspaceFiles } from "@lockstep/plans";
import { fileAccessError } from "../file-access.ts";
import { readAt, stateAt } from "./file-state.ts";
import { findRealPlace } from "./real-place.ts";
import { twinFinder } from "./path-twins.ts";

/** The files below `root` on this machine's disk. */
export function diskWorkspaceFiles(root: string): WorkspaceFiles {
  const findTwins = twinFinder(root);
  return {
    root,
    async observe(path): Promise<Observation> {
      try {
        const { realFolder, rest, blockedBy } = findRealPlace(root, path);
        const isThere = realFolder !== undefined && rest.length === 1;
        return {
          // What is outside of the workspace is nobody's business here.
          state: isThere ? stateAt(join(root, realFolder, ...rest)) : { type: "absent" },
          realFolder,
          missingFolders: rest.length - 1,
          ...(blockedBy === undefined ? {} : { blockedBy }),
          twins: findTwins(path),
        };
      } catch (error) {
        throw error instanceof EnvironmentError ? error : fileAccessError("look at", path, error);
      }
    },
    async readBytes(path) {
      try {
        const { realFolder, rest } = findRealPlace(root, path);
        if (realFolder === undefined)
          throw new EnvironmentError("FILE_ACCESS", `"${path}" leads out of the workspace`, { hint: "Check the path" });
        return readAt(join(root, realFolder, ...rest)).bytes;
      } catch (error) {
        throw error instanceof EnvironmentError ? error : fileAccessError("read", path, error);
      }
    },
  };
}
