import { isObject } from "../raw-object.ts";
/**
 * What a field of a request holds, in the words of help texts: nothing (a switch), a text, a switch or a text, a number, texts, or
 * texts by name. `ANY` is for what has a check of its own. An exclamation mark stands behind the kind of a field that a request must have.
 */
export type FieldKind = `${keyof typeof wanted}${"" | "!"}`;

export type FieldKinds = Readonly<Record<string, FieldKind>>;

/** The kind of every field of `T`. */
export type KindsOf<T> = { readonly [Field in keyof T]-?: `${KindOf<Exclude<T[Field], undefined>>}${Mark<T, Field>}` };

export type KindOf<Value> = [Value] extends [boolean]
  ? ""
  : [Value] extends [string]
    ? "TEXT"
    : [Value] extends [boolean | string]
      ? "[TEXT]"
      : [Value] extends [number]
        ? "NUMBER"
        : [Value] extends [readonly string[]]
          ? "TEXT..."
          : string extends keyof Value
            ? "KEY=TEXT"
            : "ANY";

export type Mark<T, Field extends keyof T> = object extends Pick<T, Field> ? "" : "!";

const wanted = {
  "": "true or false",
  TEXT: "a text",
  "[TEXT]": "true, false or a text",
  NUMBER: "a number",
  "TEXT...": "a list of texts",
  "KEY=TEXT": "an object of texts",
  ANY: "a value",
} as const;

/** What refuses objects of callers without TypeScript, with the errors of a wrapper; the compiler finds all of it for the others. */
export interface FieldTools {
  /**
   * Throws for a field that nobody knows, a missing one, and a value of another kind. `where` says whose fields they are: "The request"
   * when absent.
   */
  readonly assertFields: (object: unknown, kinds: FieldKinds, where?: string) => void;
  /** Throws unless the value is an object whose `type` is one of the variants, with the fields of that one. */
  readonly assertVariant: (value: unknown, variants: Readonly<Record<string, FieldKinds>>, where: string) => void;
}

/** What makes the error for a request. */
interface RequestErrors {
  forRequest(summary: string): Error;
}

/** Binds them to the error class of a wrapper. */
export function fieldTools(errors: RequestErrors): FieldTools {
  return { assertFields, assertVariant };

  function assertFields(object: unknown, kinds: FieldKinds, where = "The request"): void {
    if (!isObject(object)) throw errors.forRequest(`${where} is ${shown(object)}, wanted an object`);
    for (const field of Object.keys(object)) {
      if (object[field] !== undefined && !Object.hasOwn(kinds, field))
        throw errors.forRequest(`${where} has the unknown field ${JSON.stringify(field)}${hint(field, Object.keys(kinds))}`);
    }
    for (const [field, marked] of Object.entries(kinds)) {
      const kind = marked.replace("!", "") as keyof typeof wanted;
      const value = object[field];
      if (value === undefined && !marked.endsWith("!")) continue;
      if (value === undefined) throw errors.forRequest(`${where} lacks the field "${field}", wanted ${wanted[kind]}`);
      if (!isOfKind(value, kind))
        throw errors.forRequest(`Field "${field}" of ${lowered(where)} is ${shown(value)}, wanted ${wanted[kind]}`);
    }
  }

  function assertVariant(value: unknown, variants: Readonly<Record<string, FieldKinds>>, where: string): void {
    const type = isObject(value) ? value["type"] : undefined;
    const fields = typeof type === "string" && Object.hasOwn(variants, type) ? variants[type] : undefined;
    if (fields === undefined) {
      const types = Object.keys(variants).map((name) => `"${name}"`);
      throw errors.forRequest(
        `${where} is ${isObject(value) ? `an object with the type ${shown(type)}` : shown(value)}, wanted an object with the type ${types.join(" or ")}`,
      );
    }
    assertFields(value, { type: "TEXT!", ...fields }, where);
  }
}

/** What stands at the field, or is given, in a few words. */
export function shown(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return "a list";
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isOfKind(value: unknown, kind: keyof typeof wanted): boolean {
  switch (kind) {
    case "":
      return typeof value === "boolean";
    case "TEXT":
      return typeof value === "string";
    case "[TEXT]":
      return typeof value === "boolean" || typeof value === "string";
    case "NUMBER":
      return typeof value === "number";
    case "TEXT...":
      return Array.isArray(value) && value.every((element) => typeof element === "string");
    case "KEY=TEXT":
      return isObject(value) && Object.values(value).every((text) => typeof text === "string");
    case "ANY":
      return true;
  }
}

function lowered(where: string): string {
  return where.replace(/^The /, "the ");
}

function hint(field: string, known: readonly string[]): string {
  const [near] = known
    .map((name) => ({ name, distance: distance(field.toLowerCase().replaceAll(/[-_]/g, ""), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  if (near === undefined) return "";
  return near.distance <= Math.max(2, near.name.length / 3) ? `, did you mean "${near.name}"?` : `; it has ${known.join(", ")}`;
}

/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
