import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FileChange, WrittenState } from "@lockstep/plans";

/** What stands at a path in a test. */
export type Node =
  | { readonly type: "file"; readonly bytes: Uint8Array; readonly mode: string }
  | { readonly type: "link"; readonly target: string };
/** By paths; what is not in it is absent. */
export type Tree = ReadonlyMap<string, Node>;

/** Every entry below a folder but those of the store, one line each: path, type, mode and what is in it. */
export async function snapshot(root: string, folder = ""): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of (await readdir(join(root, folder))).toSorted()) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (path === ".xtask") continue;
    const found = await lstat(join(root, path));
    const mode = (found.mode & 0o7777).toString(8);
    if (found.isSymbolicLink()) lines.push(`${path} link ${await readlink(join(root, path))}`);
    else if (found.isDirectory()) lines.push(`${path} folder ${mode}`, ...(await snapshot(root, path)));
    else lines.push(`${path} file ${mode} ${sha256(await readFile(join(root, path)))}`);
  }
  return lines;
}

/** Every path below a folder, sorted. */
export async function pathsBelow(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

export async function writeTree(root: string, tree: Tree): Promise<void> {
  for (const [path, node] of tree) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true });
    if (node.type === "link") await symlink(node.target, place);
    else {
      await writeFile(place, node.bytes);
      await chmod(place, Number.parseInt(node.mode, 8));
    }
  }
}

/** The changes that make one tree of another. */
export function changesBetween(before: Tree, after: Tree): readonly FileChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((path) => ({
    path,
    before: stateOf(before.get(path)),
    after: stateOf(after.get(path)),
  }));
}

/** The bytes of the files of a tree in base64, by their hashes. */
export function contentsOf(tree: Tree): Readonly<Record<string, string>> {
  const files = [...tree.values()].flatMap((node) => (node.type === "file" ? [node.bytes] : []));
  return Object.fromEntries(files.map((bytes) => [sha256(bytes), Buffer.from(bytes).toString("base64")]));
}

export function text(content: string, mode = "0644"): Node {
  return { type: "file", bytes: Buffer.from(content), mode };
}

function stateOf(node: Node | undefined): WrittenState {
  if (node === undefined) return { type: "absent" };
  if (node.type === "link") return node;
  return { type: "file", sha256: sha256(node.bytes), sizeBytes: node.bytes.length, mode: node.mode };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Makes a tree of another, as a person would: folders that get empty stay. */
export async function rewriteTree(root: string, before: Tree, after: Tree): Promise<void> {
  for (const path of before.keys()) await rm(join(root, path));
  await writeTree(root, after);
}
