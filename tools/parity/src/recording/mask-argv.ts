import type { CallReading } from "./recorded-call.ts";

/**
 * The words of a command line with every value masked, so that a recording holds names alone and does not depend on the machine:
 * sub-commands and flags stay, and so do the values that the CLI lists as possible, a lone dash and an empty word. Nothing in
 * the reading may have a problem.
 */
export function maskArgv({ argv, parts }: Pick<CallReading, "argv" | "parts">): readonly string[] {
  const words = [...argv];
  for (const part of parts) {
    if (part.type !== "arg" && part.type !== "value") continue;
    const word = argv[part.token] ?? "";
    const prefix = part.type === "value" && part.isAttached ? word.slice(0, word.length - part.value.length) : "";
    const isKept = part.isListed || part.value === "-" || part.value === "";
    words[part.token] = prefix + (isKept ? part.value : mask);
  }
  return words;
}

/** What stands for a word that may be anything: a prompt, a path, a secret. */
export const mask = "value";
