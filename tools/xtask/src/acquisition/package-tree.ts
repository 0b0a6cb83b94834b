import { compareCodePoints, type Files } from "@lockstep/kernel";
import { sha256Text } from "../probing/probe-cache.ts";

/** The files of an unpacked package, by their path in it, in code-point order; each with its SHA-256. */
export type PackageTree = ReadonlyMap<string, string>;

/** How many files are read at a time: more is no faster. */
const READERS = 8;

/** Reads and hashes every file below a folder; `undefined` when there is no folder, or it holds anything but files and folders. */
export async function readTree(files: Files, folder: string): Promise<PackageTree | undefined> {
  const paths = await listTree(files, folder);
  if (paths === undefined) return undefined;
  const hashes: string[] = [];
  let next = 0;
  const read = async (): Promise<void> => {
    for (let index = next++; index < paths.length; index = next++) hashes[index] = await files.sha256(`${folder}/${paths[index] ?? ""}`);
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return new Map(paths.map((path, index) => [path, hashes[index] ?? ""]));
}

/** The digest of a tree as the lock holds it: the SHA-256 of the text that `sha256sum` prints for the sorted paths. */
export function treeSha256(tree: PackageTree): string {
  return sha256Text([...tree].map(([path, sha256]) => `${sha256}  ${path}\n`).join(""));
}

/** A text that changes when a file of the folder is replaced, written, added or removed; read without reading the files. */
export async function treeIdentity(files: Files, folder: string): Promise<string | undefined> {
  const paths = await listTree(files, folder);
  if (paths === undefined) return undefined;
  const stats = await Promise.all(paths.map((path) => files.stat(`${folder}/${path}`)));
  return sha256Text(paths.map((path, index) => `${stats[index]?.identity ?? "absent"} ${path}\n`).join(""));
}

async function listTree(files: Files, folder: string): Promise<readonly string[] | undefined> {
  const found: string[] = [];
  const waiting = [""];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const { name, type } of (await files.list(`${folder}/${below}`)) ?? [{ name: "", type: "other" as const }]) {
      if (type === "other") return undefined;
      if (type === "folder") waiting.push(`${below}${name}/`);
      else found.push(`${below}${name}`);
    }
  }
  return found.toSorted(compareCodePoints);
}
