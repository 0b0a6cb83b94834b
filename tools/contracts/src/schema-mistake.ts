import type { ErrorObject } from "ajv";

/** One broken rule of a schema. */
export interface SchemaMistake {
  /** JSON pointer into the document; "" is the document itself. */
  readonly pointer: string;
  /** What was wanted and what is there. */
  readonly message: string;
}

/** Turns ajv's errors into mistakes that name the wanted and the actual value. */
export function describeMistakes(errors: readonly ErrorObject[], document: unknown): readonly SchemaMistake[] {
  const seen = new Set<string>();
  return withoutOtherKinds(errors)
    .filter(({ keyword }) => keyword !== "anyOf" && keyword !== "oneOf" && keyword !== "if")
    .map((error) => ({ pointer: error.instancePath, message: describe(error, valueAt(document, error.instancePath)) }))
    .filter(({ pointer, message }) => {
      const key = `${pointer} ${message}`;
      return !seen.has(key) && Boolean(seen.add(key));
    });
}

/** Of alternatives that a constant tells apart, what breaks the one that is meant; all of them when the constant is none of theirs. */
function withoutOtherKinds(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const others = errors
    .filter(({ keyword }) => keyword === "oneOf")
    .flatMap(({ schemaPath, instancePath }): readonly ErrorObject[] => {
      const below = errors.filter((error) => error.schemaPath.startsWith(`${schemaPath}/`) && error.instancePath.startsWith(instancePath));
      const alternatives = Object.entries(
        Object.groupBy(below, (error) => error.schemaPath.slice(schemaPath.length + 1).split("/", 1)[0] ?? ""),
      );
      const isOther = (own: readonly ErrorObject[] = []): boolean => own.some(({ keyword }) => keyword === "const");
      return alternatives.every(([, own]) => isOther(own)) ? [] : alternatives.flatMap(([, own = []]) => (isOther(own) ? own : []));
    });
  return errors.filter((error) => !others.includes(error));
}

function describe(error: ErrorObject, actual: unknown): string {
  const { params } = error as { params: Record<string, unknown> };
  switch (error.keyword) {
    case "additionalProperties":
      return `unknown field "${String(params["additionalProperty"])}"`;
    case "required":
      return `the field "${String(params["missingProperty"])}" is missing`;
    case "const":
      return `must be ${show(params["allowedValue"])}, is ${show(actual)}`;
    case "discriminator": {
      const { tag, tagValue } = params as { readonly tag: string; readonly tagValue: unknown };
      return tagValue === undefined ? `the field "${tag}" is missing` : `there is no "${tag}" ${show(tagValue)}`;
    }
    case "enum":
      return `must be one of ${(params["allowedValues"] as readonly unknown[]).map(show).join(", ")}, is ${show(actual)}`;
    case "type":
      return `must be of type ${[params["type"]].flat().join(" or ")}, is ${show(actual)}`;
    case "pattern":
      return `must match the pattern ${String(params["pattern"])}, is ${show(actual)}`;
    case "false schema":
      return `must be left out beside the other fields, is ${show(actual)}`;
    default:
      return `${error.message ?? `breaks the rule "${error.keyword}"`}, is ${show(actual)}`;
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "absent";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}
