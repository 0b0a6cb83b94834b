import type { Digest } from "@lockstep/kernel";
import { isExecutable } from "../content/state.ts";
import { fromByteString, toByteString } from "../content/stored-content.ts";
import { encodeText } from "../content/utf8.ts";
import { applyDelta } from "./apply-delta.ts";
import { applyHunks } from "./apply-hunks.ts";
import { blobId } from "./blob.ts";
import type { BinaryChange, FilePatch } from "./file-patch.ts";

/** What a patch is applied to, and what it leaves. */
export type PatchedState =
  | { readonly type: "absent" }
  | { readonly type: "file"; readonly bytes: Uint8Array; readonly mode: string }
  | { readonly type: "link"; readonly target: string };

/** What a patch leaves, or one sentence without a subject on why it does not fit. */
export type PatchOutcome =
  | { readonly type: "applied"; readonly after: Exclude<PatchedState, { readonly type: "link" }> }
  | { readonly type: "failed"; readonly message: string };

/**
 * Applies the patch of one file, byte for byte and without fuzz. Ids of blobs that the patch gives in full are checked where it is a
 * binary one. The mode changes only when the patch changes whether the file is executable: to `0755` or `0644`.
 */
export function applyPatch(before: PatchedState, patch: FilePatch, digest: Digest): PatchOutcome {
  const { operation, oldMode, newMode } = patch;
  if (newMode === "120000") return failed("makes a link, and only files can be made");
  if (operation === "create" && before.type !== "absent") return failed("creates the file, which exists");
  if (operation !== "create" && before.type === "absent")
    return failed(`${operation === "delete" ? "deletes" : "changes"} a file that does not exist`);
  if ((oldMode === "120000") !== (before.type === "link") && (oldMode !== undefined || before.type === "link")) {
    return failed(before.type === "link" ? "changes a file, which is a link" : "deletes a link, which is a file");
  }
  const content = patchBytes(bytesOf(before), patch, digest);
  if (content.type === "failed") return content;
  if (operation !== "delete") {
    return { type: "applied", after: { type: "file", bytes: content.bytes, mode: nextMode(before, newMode) } };
  }
  return content.bytes.length === 0
    ? { type: "applied", after: { type: "absent" } }
    : failed("deletes the file, and leaves some of its lines");
}

type Failed = Extract<PatchOutcome, { readonly type: "failed" }>;
type Bytes = { readonly type: "bytes"; readonly bytes: Uint8Array } | Failed;

function failed(message: string): Failed {
  return { type: "failed", message };
}

function bytesOf(state: PatchedState): Uint8Array {
  if (state.type === "file") return state.bytes;
  return state.type === "link" ? encodeText(state.target) : new Uint8Array(0);
}

function patchBytes(bytes: Uint8Array, patch: FilePatch, digest: Digest): Bytes {
  if (patch.binary !== undefined) return patchBinary(bytes, patch.binary, patch, digest);
  const outcome = applyHunks(toByteString(bytes), patch.hunks);
  return outcome.type === "failed" ? outcome : { type: "bytes", bytes: fromByteString(outcome.text) };
}

function patchBinary(bytes: Uint8Array, { method, bytes: given }: BinaryChange, { oldId, newId }: FilePatch, digest: Digest): Bytes {
  const idLike = (id: string, content: Uint8Array): string => blobId(content, digest, id.length === 64 ? "sha256" : "sha1");
  const isAbsent = (id: string): boolean => /^0+$/u.test(id);
  if (oldId !== undefined && !isAbsent(oldId) && idLike(oldId, bytes) !== oldId) {
    return failed(`is for the blob ${oldId}, and the file is ${idLike(oldId, bytes)}`);
  }
  const after = method === "delta" ? applyDelta(bytes, given) : given;
  if (after === undefined) return failed("has a delta that is not for this file");
  if (newId !== undefined && !isAbsent(newId) && idLike(newId, after) !== newId) {
    return failed(`leaves the blob ${idLike(newId, after)}, and says ${newId}`);
  }
  return { type: "bytes", bytes: after };
}

function nextMode(before: PatchedState, wanted: FilePatch["newMode"]): string {
  if (before.type !== "file") return wanted === "100755" ? "0755" : "0644";
  if (wanted === undefined || (wanted === "100755") === isExecutable(before.mode)) return before.mode;
  return wanted === "100755" ? "0755" : "0644";
}
