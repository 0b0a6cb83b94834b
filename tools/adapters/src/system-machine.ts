import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Machine } from "@lockstep/kernel";
import { scratchRoot } from "./disk-files.ts";
import { fileAccessError } from "./file-access.ts";

/** This machine. Relative paths start at the current folder. */
export const systemMachine: Machine = {
  nodeVersion: process.versions.node,
  get scratchFolder() {
    return scratchRoot();
  },
  async freeBytes(path) {
    try {
      const { bavail, bsize } = await statfs(await nearestThere(path));
      return bavail * bsize;
    } catch {
      return undefined;
    }
  },
  async writeProblem(path) {
    const there = await nearestThere(path);
    try {
      await access(there, constants.W_OK | constants.X_OK);
      return undefined;
    } catch (cause) {
      return fileAccessError("write into", there, cause).message;
    }
  },
  async ageMs(path) {
    try {
      return Date.now() - (await stat(path)).mtimeMs;
    } catch {
      return undefined;
    }
  },
};

/** The path itself, or the nearest folder above it that is there. */
async function nearestThere(path: string): Promise<string> {
  for (let at = resolve(path); ; at = dirname(at)) {
    const isThere = await stat(at).then(
      () => true,
      () => false,
    );
    if (isThere || at === dirname(at)) return at;
  }
}
