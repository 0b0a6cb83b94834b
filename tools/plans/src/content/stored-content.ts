import type { StoredContent } from "../change-plan.ts";
import { decodeText, encodeText } from "./utf8.ts";

/** The part of the HTML standard's base64 that is used here: every JavaScript runtime has it. */
declare const btoa: (byteString: string) => string;
declare const atob: (base64: string) => string;

/** Keeps bytes for a JSON document, exactly: as text when they are UTF-8 without NUL, else in base64. */
export function storeContent(bytes: Uint8Array): StoredContent {
  const text = decodeText(bytes);
  return text === undefined ? { encoding: "base64", data: btoa(toByteString(bytes)) } : { encoding: "utf8", data: text };
}

/** The bytes of a stored content; `undefined` when its base64 or its text is not what `storeContent` writes. */
export function readContent({ encoding, data }: StoredContent): Uint8Array | undefined {
  if (encoding === "utf8") return data.isWellFormed() && !data.includes("\0") ? encodeText(data) : undefined;
  try {
    const bytes = fromByteString(atob(data));
    return btoa(toByteString(bytes)) === data ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** A string with one character for each byte, U+0000 to U+00FF: bytes that string functions can work on. */
export function toByteString(bytes: Uint8Array): string {
  const chunks: string[] = [];
  // Calls with more arguments than this exceed the stack of some engines.
  for (let at = 0; at < bytes.length; at += 8192) chunks.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return chunks.join("");
}

/** The bytes of a string that `toByteString` made. */
export function fromByteString(byteString: string): Uint8Array {
  return Uint8Array.from({ length: byteString.length }, (_, at) => byteString.charCodeAt(at));
}
