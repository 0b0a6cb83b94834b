import stringify from "fast-json-stable-stringify";
import { compareCodePoints } from "./code-point-order.ts";
import { InputError } from "./errors.ts";
import { findJsonMistake } from "./json-mistake.ts";

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The text of a committed JSON artifact: two spaces, fields in the given order, one final newline. */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** One line that is equal for equal values, whatever the order of their keys. For comparisons and fingerprints. */
export function fingerprintText(value: unknown): string {
  return stringify(value);
}

/** Copies a JSON value with the keys of every object in code-point order. */
export function sortKeysDeep<Value>(value: Value): Value;
export function sortKeysDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => sortKeysDeep(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => compareCodePoints(a, b))
      .map(([key, item]) => [key, sortKeysDeep(item)]),
  );
}

/** Drops the keys whose value is `undefined`; the others keep their order. Absent optionals are omitted, never `null`. */
export function omitAbsent<Shape extends object>(shape: Shape): Present<Shape> {
  const present: Partial<Shape> = {};
  for (const key in shape) if (shape[key] !== undefined) present[key] = shape[key];
  // The cast is sound: exactly the keys that may be undefined are optional in `Present`.
  return present as Present<Shape>;
}

type AbsentKeys<Shape> = { [Key in keyof Shape]-?: undefined extends Shape[Key] ? Key : never }[keyof Shape];
/** A shape whose `undefined` values became absent keys. */
type Present<Shape> = { [Key in Exclude<keyof Shape, AbsentKeys<Shape>>]: Shape[Key] } & {
  [Key in AbsentKeys<Shape>]?: Exclude<Shape[Key], undefined>;
};

/** Appends one token to a JSON pointer (RFC 6901). */
export function pointerTo(pointer: string, token: string | number): string {
  return `${pointer}/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Parses JSON text of the file at `path`. Of a repeated key the last counts. Throws `InputError` `JSON_INVALID` with the
 * file, line and column of the first mistake.
 */
export function parseJson(path: string, text: string, hint?: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { place, message } = locateMistake(text, cause);
    throw new InputError("JSON_INVALID", `"${path}"${place} is not valid JSON: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}

/** What is wrong with a JSON text and where, in one sentence; `undefined` when it parses. */
export function jsonMistake(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (cause) {
    const { place, message } = locateMistake(text, cause);
    return `${message}${place}`;
  }
}

function locateMistake(text: string, cause: unknown): { readonly place: string; readonly message: string } {
  const mistake = findJsonMistake(text);
  // The engine and the grammar agree on what JSON is; its own words are for the case that they do not.
  if (mistake === undefined) return { place: "", message: cause instanceof Error ? cause.message : String(cause) };
  const before = text.slice(0, mistake.offset).split("\n");
  return { place: ` at line ${String(before.length)}, column ${String((before.at(-1)?.length ?? 0) + 1)}`, message: mistake.message };
}
