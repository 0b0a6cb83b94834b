/**
 * Views of JSON that may break its schema: a check still finds its own problem in a document that has others. What is not
 * of the wanted type counts as absent; its schema violation is reported elsewhere.
 */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** The field at the end of a chain of names. */
export function fieldAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(fieldOf, value);
}

/** The items of an array, else none. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The strings of an array. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === "string");
}

/** A command path, when every token is a string. */
export function pathOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((token) => typeof token === "string") ? value : undefined;
}

/** Whether a note says nothing. */
export function isBlank(note: unknown): boolean {
  return (textOf(note) ?? "").trim() === "";
}
