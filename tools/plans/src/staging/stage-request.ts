import type { FilePatch } from "../diff/file-patch.ts";

/** What is asked for one path of a plan. */
export type StageRequest =
  /** The whole content. Without a mode the file keeps the one that is planned or there; a new one gets `0644`. */
  | { readonly type: "write"; readonly path: string; readonly content: Uint8Array; readonly mode?: string }
  /** The permission bits alone, four octal digits such as `0755`. */
  | { readonly type: "mode"; readonly path: string; readonly mode: string }
  | { readonly type: "delete"; readonly path: string }
  /** One file of a unified patch. `path` is where it is in the workspace, which the patch may name from another folder. */
  | { readonly type: "patch"; readonly path: string; readonly patch: FilePatch };
