import type { AskOptions, CallOptions } from "../invocation.ts";

/** For a question that may ask the network, or read many files. */
export function slow(options: CallOptions = {}): AskOptions {
  return { ...options, defaultTotalMs: 300_000 };
}
