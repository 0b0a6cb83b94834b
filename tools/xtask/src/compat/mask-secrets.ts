import type { LineVerdict } from "@lockstep/parity/compat";
import { redact, redactionMark } from "@lockstep/runtime";

/** A command line without what looks like a secret, and the same for any text that quotes it. */
export interface MaskedLine {
  readonly words: readonly string[];
  mask(text: string): string;
}

/**
 * Masks the values of a command line that look like secrets: by their own shape, by the name of the flag or arg that any version
 * reads them for, by what they assign (`-c api_key=…`), and those of the environment. Everything else stays, so that the line can be recognised.
 */
export function maskSecrets(
  argv: readonly string[],
  verdicts: readonly LineVerdict[],
  env: Readonly<Record<string, string | undefined>>,
): MaskedLine {
  const secrets = new Map<number, Set<string>>();
  const add = (token: number, value: string): void => void secrets.set(token, (secrets.get(token) ?? new Set()).add(value));
  for (const { parts } of verdicts) {
    for (const part of parts) {
      if (part.type !== "value" && part.type !== "arg") continue;
      if (part.isListed || part.value === "") continue;
      const name = part.type === "value" ? (part.key ?? part.spelling) : part.name;
      // A name such as `--api-key` says it of whatever follows.
      if (redact(`${name.replace(/^-+/, "")}=x${part.value}`, {}).includes(redactionMark)) add(part.token, part.value);
    }
  }
  const known = [...secrets.values()].flatMap((values) => [...values]).toSorted((a, b) => b.length - a.length);
  const mask = (text: string): string => {
    let clean = text;
    // A short one is only hidden where it is quoted as a whole.
    for (const secret of known) clean = clean.replaceAll(secret.length < 4 ? `"${secret}"` : secret, secret.length < 4 ? `"${redactionMark}"` : redactionMark);
    return redact(clean, env);
  };
  return {
    words: argv.map((word, token) => {
      const own = [...(secrets.get(token) ?? [])].find((value) => word.endsWith(value));
      return own === undefined ? mask(word) : word.slice(0, word.length - own.length) + redactionMark;
    }),
    mask,
  };
}
