/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A generated guard; `errors` tells the mistakes of its last call. */
export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };

/** What a value breaks of its schema, ten rules at most: a JSON pointer into it and what was wanted there. Of values, short strings alone are quoted. */
export function mistakesOf(errors: readonly SchemaError[] | null | undefined, value: unknown): readonly string[] {
  const all = errors ?? [];
  // Of alternatives, what each of them misses is noise.
  const choices = all.filter(isChoice).map(({ instancePath }) => instancePath);
  const telling = all.filter(
    (error) => isChoice(error) || !choices.some((path) => error.instancePath === path || error.instancePath.startsWith(`${path}/`)),
  );
  return telling.slice(0, 10).map((error) => describe(error, value));
}

/** One mistake: `/item: wanted object, is number`. */
export function mistake(pointer: string, wanted: string, actual: unknown): string {
  return `${pointer === "" ? "/" : pointer}: wanted ${wanted}, is ${nameOf(actual)}`;
}

function isChoice({ keyword }: SchemaError): boolean {
  return keyword === "oneOf" || keyword === "anyOf";
}

function describe({ instancePath, keyword, params }: SchemaError, value: unknown): string {
  const actual = valueAt(value, instancePath);
  switch (keyword) {
    case "required":
      return mistake(`${instancePath}/${String(params["missingProperty"])}`, "a value", undefined);
    case "type":
      return mistake(instancePath, [params["type"]].flat().join(" or "), actual);
    case "const":
      return mistake(instancePath, `"${String(params["allowedValue"])}"`, actual);
    case "enum":
      return mistake(instancePath, `one of ${[params["allowedValues"]].flat().join(", ")}`, actual);
    default:
      return mistake(instancePath, "another shape", actual);
  }
}

function nameOf(value: unknown): string {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  if (typeof value === "string" && value.length <= 40) return JSON.stringify(value);
  return Array.isArray(value) ? "array" : typeof value;
}

function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}
