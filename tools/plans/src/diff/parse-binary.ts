import { unzlibSync } from "fflate";
import { decodeBase85 } from "./base85.ts";
import type { BinaryChange } from "./file-patch.ts";
import type { PatchReader } from "./patch-reader.ts";

/** More bytes than a stored file may have; stops what would grow beyond all memory. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads what follows `GIT binary patch`: the way to the new bytes, and back to the old ones, which is not used. Throws `InputError`
 * `PATCH_INVALID`.
 */
export function parseBinary(reader: PatchReader): BinaryChange {
  const forward = parseBlock(reader);
  if (/^(?:literal|delta) /u.test(reader.peek() ?? "")) parseBlock(reader);
  return forward;
}

function parseBlock(reader: PatchReader): BinaryChange {
  const found = /^(literal|delta) ([0-9]+)$/u.exec(reader.peek() ?? "");
  const size = Number(found?.[2]);
  if (found === null || size > MAX_BYTES) throw reader.mistake(`"literal" or "delta" and a size up to ${String(MAX_BYTES)} are wanted`);
  const method = found[1] === "delta" ? "delta" : "literal";
  reader.skip();
  const chunks: Uint8Array[] = [];
  for (let line = reader.peek(); line !== undefined && line !== ""; line = reader.peek()) {
    const chunk = decodeBase85(line);
    if (chunk === undefined) throw reader.mistake("is no line of a binary patch");
    chunks.push(chunk);
    reader.skip();
  }
  if (reader.peek() === "") reader.skip();
  const bytes = inflate(concatenate(chunks), size);
  if (bytes === undefined) throw reader.mistake(`the binary patch above does not have the ${String(size)} bytes that it says`);
  return { method, bytes };
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The bytes of a zlib stream that has exactly `size` of them. */
function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    // One byte more shows a stream that has too many.
    const out = unzlibSync(packed, { out: new Uint8Array(size + 1) });
    return out.length === size && isChecked(packed, out) ? Uint8Array.from(out) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a zlib stream ends with the Adler-32 of its bytes (RFC 1950), which the library does not look at. */
function isChecked(packed: Uint8Array, bytes: Uint8Array): boolean {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return packed.subarray(-4).every((byte, at) => byte === ([high >> 8, high & 0xff, low >> 8, low & 0xff][at] ?? -1));
}
