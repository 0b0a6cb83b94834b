import { open } from "node:fs/promises";
import { nodeCrypto } from "./node-crypto.ts";

/** The digest of a file's bytes, read through one buffer: binaries have hundreds of megabytes. */
export async function digestFile(path: string, algorithm: "sha256" | "sha512", encoding: "hex" | "base64"): Promise<string> {
  const hash = nodeCrypto().createHash(algorithm);
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, BUFFER_BYTES);
      if (bytesRead === 0) return hash.digest(encoding);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

const BUFFER_BYTES = 1 << 20;
