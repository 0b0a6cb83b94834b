import { readdir, readlink, rename, rm, rmdir, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RemovedArtifact } from "@lockstep/kernel";
import { orFail, unlessAbsent } from "./file-access.ts";
import { nodeCrypto } from "./node-crypto.ts";

/** What was used this recently may be in use still: by a program that was started, or by a command that is about to start it. */
const inUseMs = 3_600_000;

/** The folder of one target of a version, with all that is kept of it. */
interface KeptArtifact extends RemovedArtifact {
  readonly folder: string;
  readonly usedAtMs: number;
}

/** Notes in the time of its folder that what is kept at a path is used now; file systems do not tell when a file was read. */
export async function noteUse(path: string): Promise<void> {
  const now = new Date();
  // It may be gone, or of another user, who does not note it then.
  await utimes(dirname(path), now, now).catch(() => {});
}

/**
 * Removes the targets of versions below `root` that were not used for the longest time, until the rest has at most `limitBytes`;
 * none that was used within the last hour or that runs. Each is moved aside first, so that nobody finds a part of it. What another
 * process removes meanwhile is no failure.
 */
export async function pruneKept(root: string, limitBytes: number, asidePrefix: string): Promise<readonly RemovedArtifact[]> {
  const kept = (await listKept(root)).toSorted((a, b) => a.usedAtMs - b.usedAtMs);
  let total = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total <= limitBytes) return [];
  const running = await runningPrograms();
  const removed: RemovedArtifact[] = [];
  for (const { folder, usedAtMs, ...artifact } of kept) {
    if (total <= limitBytes || Date.now() - usedAtMs < inUseMs) break;
    if (running.some((program) => program.startsWith(`${folder}/`))) continue;
    // Another process may use it by now, or have removed it.
    const now = await unlessAbsent("look at", folder, stat(folder));
    if (now !== undefined && now.mtimeMs !== usedAtMs) continue;
    total -= artifact.sizeBytes;
    const aside = join(root, `${asidePrefix}${nodeCrypto().randomBytes(6).toString("hex")}`);
    if (!(await moveAside(folder, aside))) continue;
    await orFail("remove", aside, rm(aside, { recursive: true, force: true }));
    // The folder of the version, when this was its last target; that of the CLI likewise.
    await removeEmpty(dirname(folder));
    await removeEmpty(dirname(dirname(folder)));
    removed.push(artifact);
  }
  return removed;
}

/** False when another process did. */
async function moveAside(folder: string, aside: string): Promise<boolean> {
  const moved = rename(folder, aside).then(() => true);
  return (await unlessAbsent("move aside", folder, moved)) ?? false;
}

async function listKept(root: string): Promise<readonly KeptArtifact[]> {
  const kept: KeptArtifact[] = [];
  for (const cli of await foldersOf(root)) {
    for (const version of await foldersOf(join(root, cli))) {
      for (const target of await foldersOf(join(root, cli, version))) {
        const folder = join(root, cli, version, target);
        const found = await unlessAbsent("look at", folder, stat(folder));
        if (found !== undefined) kept.push({ cli, version, target, folder, usedAtMs: found.mtimeMs, sizeBytes: await sizeOf(folder) });
      }
    }
  }
  return kept;
}

/** The names of the folders in a folder, but for those of downloads. */
async function foldersOf(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
}

async function sizeOf(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of (await unlessAbsent("list", folder, readdir(folder, { recursive: true, withFileTypes: true }))) ?? []) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) sum += (await unlessAbsent("look at", path, stat(path)))?.size ?? 0;
  }
  return sum;
}

async function removeEmpty(folder: string): Promise<void> {
  // It is not removed when anything is in it.
  await rmdir(folder).catch(() => {});
}

/** The files of the programs that run now, as far as Linux tells this user; none elsewhere. */
async function runningPrograms(): Promise<readonly string[]> {
  const processes = await readdir("/proc").catch(() => []);
  const programs = processes.filter((name) => /^\d+$/.test(name)).map((id) => readlink(`/proc/${id}/exe`).catch(() => ""));
  return (await Promise.all(programs)).filter((program) => program !== "");
}
