import { compile, type JSONSchema } from "json-schema-to-typescript";
import { BANNER } from "./banner.ts";

/** TypeScript interfaces of all definitions in the schemas, every field and array `readonly`. */
export async function renderTypes(schemas: ReadonlyMap<string, object>): Promise<string> {
  const parts: string[] = [];
  for (const [file, schema] of schemas) {
    const text = await compile(withoutAlternatives(schema), file, {
      additionalProperties: false,
      bannerComment: "",
      format: false,
      ignoreMinAndMaxItems: true,
      unreachableDefinitions: false,
    });
    parts.push(text);
  }
  return `${BANNER}\n\n${parts.map(readonlyShapes).join("\n")}`;
}

/**
 * Alternatives beside properties ("long or short is required") constrain values, not the shape: left in, they would turn
 * each interface into a union of intersections.
 */
function withoutAlternatives(schema: object): JSONSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("anyOf" in value) || !("properties" in value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "anyOf"));
  }) as JSONSchema;
}

function readonlyShapes(text: string): string {
  return text
    .replaceAll(/^(\s*)((?:[A-Za-z_]\w*|\[k: string\])\??: )/gm, "$1readonly $2")
    .replaceAll(/(\w+|\((?:[^()]*)\))\[\]/g, "readonly $1[]");
}
