import { fromByteString } from "../content/stored-content.ts";
import { decodeText, encodeText } from "../content/utf8.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  '"': '"',
  "\\": "\\",
};
const UNESCAPES: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(ESCAPES).map(([plain, letter]) => [letter, plain]));

/**
 * A file name as git and GNU patch write it: in double quotes with the escapes of C when a character of it is no visible one, a quote or
 * a backslash, else as it is. Letters beyond ASCII stay readable.
 * @param quoteSpaces also when it has a space
 */
export function quoteName(name: string, quoteSpaces = false): string {
  if (!/["\\\p{C}\u2028\u2029]/u.test(name) && !(quoteSpaces && /\s/u.test(name))) return name;
  const escaped = name.replaceAll(/["\\\p{C}\u2028\u2029]/gu, (character) => {
    const letter = ESCAPES[character];
    if (letter !== undefined) return `\\${letter}`;
    return [...encodeText(character)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  });
  return `"${escaped}"`;
}

/**
 * Reads the quoted name at the start of a byte string.
 * @returns the name and what follows the closing quote; `undefined` when it is no quoted name of valid UTF-8
 */
export function readQuotedName(text: string): { readonly name: string; readonly rest: string } | undefined {
  const quoted = /^"((?:[^"\\]|\\(?:[abtnvfr"\\]|[0-3][0-7]{2}))*)"/u.exec(text);
  if (quoted === null) return undefined;
  const unescaped = (quoted[1] ?? "").replaceAll(/\\([0-3][0-7]{2}|.)/gu, (_, escape: string) =>
    escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : (UNESCAPES[escape] ?? escape),
  );
  const name = decodeName(unescaped);
  return name === undefined ? undefined : { name, rest: text.slice(quoted[0].length) };
}

/** The name whose UTF-8 is a byte string; `undefined` when it is none. */
export function decodeName(byteString: string): string | undefined {
  return decodeText(fromByteString(byteString));
}
