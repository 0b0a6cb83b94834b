import { decodeName, readQuotedName } from "./quoted-name.ts";

/** The name that stands for no file. */
export const NO_FILE = "/dev/null";

/** A name of a `---` or `+++` line. */
export interface HeaderName {
  readonly name: string;
  /** The time after it is that of no file, as `diff -N` writes it. */
  readonly isEpoch: boolean;
}

/** Reads what follows `--- ` or `+++ `, a byte string: a name, quoted or up to a tab; `undefined` when it is no valid UTF-8. */
export function readHeaderName(text: string): HeaderName | undefined {
  const quoted = readQuotedName(text);
  const [plain = "", ...more] = text.replace(/\r$/u, "").split("\t");
  const name = quoted === undefined ? decodeName(plain) : quoted.name;
  const time = quoted === undefined ? more.join("\t") : quoted.rest;
  return name === undefined ? undefined : { name, isEpoch: /(?:1970-01-01|1969-12-31) /u.test(time) };
}

/** The two names of a `diff --git` line, which are those of one file. */
export interface GitNames {
  readonly old: string;
  readonly now: string;
  /** Without the prefixes. */
  readonly path: string;
}

/** Reads what follows `diff --git `; `undefined` when it does not name one file twice. */
export function readGitNames(text: string): GitNames | undefined {
  const line = text.replace(/\r$/u, "");
  const quoted = readQuotedName(line);
  if (quoted !== undefined) return pairNames(quoted.name, readWholeName(quoted.rest.slice(1)));
  // Unquoted names may have spaces: the only split that gives one name twice is meant.
  for (let at = line.indexOf(" "); at !== -1; at = line.indexOf(" ", at + 1)) {
    const pair = pairNames(decodeName(line.slice(0, at)), readWholeName(line.slice(at + 1)));
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/**
 * The path of a file that two names stand for: the same name twice, or with the prefixes `a/` and `b/` (or the others that git knows).
 * `undefined` when they are names of two files.
 */
export function pairNames(old: string | undefined, now: string | undefined): GitNames | undefined {
  if (old === undefined || now === undefined || old === "") return undefined;
  if (old === now) return { old, now, path: now };
  const isPrefixed = /^[abciow12]\//u.test(old) && /^[abciow12]\//u.test(now) && old.slice(2) === now.slice(2);
  return isPrefixed ? { old, now, path: now.slice(2) } : undefined;
}

function readWholeName(text: string): string | undefined {
  if (!text.startsWith('"')) return decodeName(text);
  const quoted = readQuotedName(text);
  return quoted?.rest === "" ? quoted.name : undefined;
}
