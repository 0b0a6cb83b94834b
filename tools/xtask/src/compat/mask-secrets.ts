import type { LineVerdict } from "@lockstep/parity/compat";
import { redact, redactionMark } from "@lockstep/runtime";

/** A command line without what looks like a secret, and the same for any text that quotes it. */
export interface MaskedLine {
  readonly words: readonly string[];
  mask(text: string): string;
}

/**
 * Masks the values of a command line that look like secrets: by their own shape, by the name of the flag or arg that any version
 * reads them for, or that stands right before them, by what they assign (`-c api_key=…`), and those of the environment.
 * Everything else stays, so that the line can be recognised.
 */
export function maskSecrets(
  argv: readonly string[],
  verdicts: readonly LineVerdict[],
  env: Readonly<Record<string, string | undefined>>,
): MaskedLine {
  const secrets = new Map<number, Set<string>>();
  const add = (token: number, name: string, value: string): void => {
    if (value !== "" && namesSecret(name)) secrets.set(token, (secrets.get(token) ?? new Set()).add(value));
  };
  for (const { parts } of verdicts) {
    for (const part of parts) {
      if (part.type === "value") add(part.token, part.key ?? part.spelling, part.value);
      if (part.type === "arg") add(part.token, part.name, part.value);
    }
  }
  // Where a version does not know a flag it may read its value as something else.
  for (const [token, word] of argv.entries()) {
    const before = argv[token - 1] ?? "";
    if (!before.startsWith("-") || before.includes("=")) continue;
    // What no version knows as a flag may be a value that begins with a dash.
    const isFlag = word.startsWith("-") && verdicts.some(({ parts }) => parts.some((part) => part.token === token && part.type === "flag"));
    if (isFlag) continue;
    add(token, before, word);
    // That is how a flag which nobody knows is quoted.
    if (word.startsWith("-")) add(token, before, word.split("=", 1)[0] ?? "");
  }
  const known = [...secrets.values()].flatMap((values) => [...values]).toSorted((a, b) => b.length - a.length);
  const mask = (text: string): string => {
    let clean = text;
    // A short one stands in too many other words; it is hidden where it is quoted as a whole.
    for (const secret of known) {
      clean = clean.replaceAll(`"${secret}"`, `"${redactionMark}"`);
      if (secret.length >= 4) clean = clean.replaceAll(secret, redactionMark);
    }
    return redact(clean, env, argv);
  };
  return {
    words: argv.map((word, token) => {
      const own = [...(secrets.get(token) ?? [])].find((value) => word.endsWith(value));
      return own === undefined ? mask(word) : word.slice(0, word.length - own.length) + redactionMark;
    }),
    mask,
  };
}

/** Whether a name says that what it is given is a secret. */
function namesSecret(name: string): boolean {
  return redact(`${name.replace(/^-+/, "")}=x`, {}).includes(redactionMark);
}
