import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { DirectoryEntry, Files } from "@lockstep/kernel";

/** Files in memory, below the folder `/repo`. `tree` maps absolute paths to texts and is live: assert on it after a run. */
export function memoryFiles(initial: Readonly<Record<string, string>> = {}): Files & { readonly tree: Map<string, string> } {
  const absolute = (path: string): string => posix.resolve("/repo", path);
  const tree = new Map(Object.entries(initial).map(([path, text]) => [absolute(path), text]));
  const below = (path: string): string[] => [...tree.keys()].filter((key) => key.startsWith(`${path}/`));
  return {
    tree,
    absolute,
    readText: async (path) => tree.get(absolute(path)),
    readBytes: async (path) => {
      const text = tree.get(absolute(path));
      return text === undefined ? undefined : Buffer.from(text);
    },
    async list(path) {
      const folder = absolute(path);
      const entries = new Map<string, DirectoryEntry["type"]>();
      for (const key of below(folder)) {
        const [name = "", ...rest] = key.slice(folder.length + 1).split("/");
        entries.set(name, rest.length > 0 ? "folder" : "file");
      }
      if (entries.size === 0) return undefined;
      return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => ({ name, type }));
    },
    async stat(path) {
      const text = tree.get(absolute(path));
      if (text !== undefined) return { type: "file", sizeBytes: Buffer.byteLength(text), identity: sha256(text) };
      return below(absolute(path)).length > 0 ? { type: "folder", sizeBytes: 0, identity: "" } : undefined;
    },
    sha256: async (path) => sha256(tree.get(absolute(path)) ?? ""),
    writeText: async (path, text) => void tree.set(absolute(path), text),
    async writeAll(texts) {
      for (const [path, text] of texts) tree.set(absolute(path), text);
    },
    async remove(path) {
      for (const key of [absolute(path), ...below(absolute(path))]) tree.delete(key);
    },
    makeScratchFolder: async (label) => absolute(`.scratch/${label}`),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
