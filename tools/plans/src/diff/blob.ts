import type { Digest } from "@lockstep/kernel";
import { encodeText } from "../content/utf8.ts";

/** The id of no file in the `index` line of a diff. */
export const NO_BLOB = "0".repeat(40);

/** The id that git gives bytes: the hash of its header and them. SHA-1 unless the repository is one of SHA-256. */
export function blobId(bytes: Uint8Array, digest: Digest, algorithm: "sha1" | "sha256" = "sha1"): string {
  const header = encodeText(`blob ${String(bytes.length)}\0`);
  const whole = new Uint8Array(header.length + bytes.length);
  whole.set(header);
  whole.set(bytes, header.length);
  return digest(algorithm, whole);
}
