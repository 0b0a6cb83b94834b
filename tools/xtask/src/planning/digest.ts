import { createHash } from "node:crypto";
import type { Digest } from "@lockstep/kernel";

/** Hashes of bytes in lower-case hex. */
export const digest: Digest = (algorithm, bytes) => createHash(algorithm).update(bytes).digest("hex");
