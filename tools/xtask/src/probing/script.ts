import { open } from "node:fs/promises";
import { delimiter } from "node:path";
import type { CliDescriptor } from "@lockstep/contracts";
import type { Files, Host } from "@lockstep/kernel";
import { packageOf } from "../acquisition/kept-artifact.ts";
import { readTree, treeIdentity, treeSha256 } from "../acquisition/package-tree.ts";
import type { World } from "../world.ts";
import type { Destination } from "./destination.ts";
import type { CaptureKey, ProbeCache } from "./probe-cache.ts";

/** A script that is to be probed: one whose every file is known, or one that may start anything. */
export type Script =
  | {
      readonly type: "package";
      /** The folder of its pinned package. */
      readonly folder: string;
      /** Changes when one of the package's files does. */
      readonly identity: string;
      /** Changes when the program that runs it does. */
      readonly interpreter: string;
    }
  | { readonly type: "unknown" };

/** What is known of a script: everything, when it is the pinned one of a package that is kept whole and `cli.json` names what runs it. */
export async function findScript(
  world: Pick<World, "files" | "binaries" | "env">,
  { descriptor, root }: Pick<Destination, "descriptor" | "root">,
  binary: string,
): Promise<Script> {
  const [name] = descriptor.interpreter ?? [];
  const interpreter = name === undefined ? undefined : await programIdentity(world.files, world.env, name);
  const folder = interpreter === undefined ? undefined : await packageOf(world, { cli: descriptor.id, root, binary });
  const identity = folder === undefined ? undefined : await treeIdentity(world.files, folder);
  return folder === undefined || identity === undefined || interpreter === undefined
    ? { type: "unknown" }
    : { type: "package", folder, identity, interpreter };
}

/**
 * What decides what the script of a package prints. Its files are read once; after that their identity tells that none has changed.
 * `undefined` when not all of them can be read, so that nothing is known of what it prints.
 */
export async function scriptKeyOf(
  files: Files,
  cache: Pick<ProbeCache, "readHash" | "writeHash">,
  { folder, identity, interpreter }: Extract<Script, { readonly type: "package" }>,
): Promise<CaptureKey["script"]> {
  const known = await cache.readHash(folder, identity);
  if (known !== undefined) return { treeSha256: known, interpreter };
  const tree = await readTree(files, folder);
  if (tree === undefined) return undefined;
  const sha256 = treeSha256(tree);
  await cache.writeHash(folder, identity, sha256);
  return { treeSha256: sha256, interpreter };
}

/** The words before a script where the system does not start it by itself; `[]` elsewhere, and when the caller names what runs it. */
export function starterWords({ interpreter }: Pick<CliDescriptor, "interpreter">, host: Host, via: readonly string[]): readonly string[] {
  return host.os === "windows" && via.length === 0 ? (interpreter ?? []) : [];
}

/** Whether a file begins with `#!`. One that cannot be read is taken for a script. */
export async function isScript(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return buffer.toString("latin1", 0, bytesRead) === "#!";
    } finally {
      await file.close();
    }
  } catch {
    return true;
  }
}

/** The file that a name stands for on the search path, in a text that changes when it does. */
async function programIdentity(files: Files, env: World["env"], name: string): Promise<string | undefined> {
  for (const folder of (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((each) => each !== "")) {
    for (const extension of ["", ".exe"]) {
      const found = await files.stat(`${folder}/${name}${extension}`);
      if (found?.type === "file") return found.identity;
    }
  }
  return undefined;
}
