/** A JSON object as the program printed it. */
export type RawObject = Readonly<Record<string, unknown>>;

/** Whether a value is one: no list, and not `null`. */
export function isObject(value: unknown): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
