import { InputError, parseJson } from "@lockstep/kernel";
import { BANNER } from "./banner.ts";
import { renderTypes } from "./types.ts";
import { renderValidators } from "./validators.ts";

/**
 * Generates the types of one schema and a type guard for the schema and for each of its `$defs`, which stops at the first mistake. The modules need no package.
 * @param path ends in `/<name>.schema.json`; for messages
 * @param text the schema, with a `title` that names the root's type; every name is written as a type's is
 * @param resolveFolder an absolute folder from which `ajv` resolves
 * @returns text of each generated file, by its name: `<name>.ts`, `<name>.validators.js` and `<name>.validators.d.ts`
 * Throws `InputError` `JSON_INVALID`, or `SCHEMA_UNSUPPORTED` for a name that is no type's and for what the types could not show.
 */
export async function generateSchemaModule(path: string, text: string, resolveFolder: string): Promise<ReadonlyMap<string, string>> {
  const name = path.replace(/^.*\//, "").replace(/\.schema\.json$/, "");
  const schema = parseJson(path, text) as { readonly title?: unknown; readonly $defs?: object };
  const { title, $defs = {} } = schema;
  const names = Object.keys($defs);
  assertSupported(path, text, [title, ...names]);
  const validated = separate(schema, String(title));
  const references = Object.fromEntries([...validated.keys()].map((each) => [each, each]));
  return new Map([
    [`${name}.ts`, await renderTypes(new Map([[`${name}.schema.json`, schema]]))],
    [`${name}.validators.js`, await renderValidators(validated, references, resolveFolder, false)],
    [`${name}.validators.d.ts`, renderGuardDeclarations(name, [...validated.keys()])],
  ]);
}

/** The root and its `$defs` as schemas of their own, by their names: ajv compiles a definition that is also exported twice. */
function separate(schema: object, title: string): ReadonlyMap<string, object> {
  const {
    $id: _,
    $defs = {},
    ...root
  } = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? value.replace(/^#\/\$defs\//, "") : value,
  ) as { readonly $id?: string; readonly $defs?: Readonly<Record<string, object>> };
  return new Map([[title, root], ...Object.entries($defs)]);
}

function assertSupported(path: string, text: string, names: readonly unknown[]): void {
  const odd = names.findIndex((name) => typeof name !== "string" || !/^(?:[A-Z][a-z\d]+)+$/.test(name));
  if (odd !== -1) {
    const actual = JSON.stringify(names[odd]) ?? "absent";
    throw unsupported(path, `its title and the names in "$defs" must read like "ThreadItem", one is ${actual}`);
  }
  const keyword = ["prefixItems", "unevaluatedProperties"].find((word) => text.includes(`"${word}"`));
  if (keyword !== undefined) throw unsupported(path, `no types can be generated for "${keyword}"`);
}

function unsupported(path: string, reason: string): InputError {
  return new InputError("SCHEMA_UNSUPPORTED", `"${path}" cannot be generated from: ${reason}`, {
    hint: "Say it in the schema with the other keywords, then run: make codegen",
  });
}

function renderGuardDeclarations(name: string, types: readonly string[]): string {
  return [
    BANNER,
    `import type * as types from "./${name}.ts";`,
    "",
    "/** One broken rule: where in the value, which keyword of the schema, and what that keyword wanted. */",
    "export interface SchemaError {",
    "  readonly instancePath: string;",
    "  readonly keyword: string;",
    "  readonly params: Readonly<Record<string, unknown>>;",
    "  readonly message?: string;",
    "}",
    "/** `errors` tells the first mistake of the last call, of alternatives one for each; `null` when there was none. */",
    "export type Guard<T> = ((value: unknown) => value is T) & { readonly errors?: readonly SchemaError[] | null };",
    "",
    ...types.map((type) => `export declare const ${type}: Guard<types.${type}>;`),
    "",
  ].join("\n");
}
