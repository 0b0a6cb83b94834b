import { InputError, parseJson } from "@lockstep/kernel";
import { BANNER } from "./banner.ts";
import { contractKinds } from "./kinds.ts";
import { renderTypes } from "./types.ts";
import { renderValidators } from "./validators.ts";

export { generateSchemaModule } from "./schema-module.ts";

/**
 * Generates the contract types and validators.
 * @param schemas text of each file in `schemas/`, by its name
 * @param resolveFolder an absolute folder from which `ajv` resolves
 * @returns text of each generated file, by its path below `tools/contracts/src/generated/`
 */
export async function generateContracts(schemas: ReadonlyMap<string, string>, resolveFolder: string): Promise<ReadonlyMap<string, string>> {
  const files = [...new Set(contractKinds.map(({ file }) => file))];
  const parsed = new Map(
    files.map((file) => {
      const text = schemas.get(file);
      if (text === undefined)
        throw new InputError("SCHEMA_MISSING", `"schemas/${file}" does not exist`, { hint: "Run it in the repository's root" });
      return [file, parseJson(`schemas/${file}`, text) as object] as const;
    }),
  );
  const references = Object.fromEntries(contractKinds.map(({ kind, file, definition }) => [kind, `${file}${definition}`]));
  return new Map([
    ["types.ts", await renderTypes(parsed)],
    ["validators.js", await renderValidators(parsed, references, resolveFolder)],
    ["validators.d.ts", renderValidatorDeclarations()],
  ]);
}

function renderValidatorDeclarations(): string {
  return [
    BANNER,
    'import type { ErrorObject } from "ajv";',
    "",
    "type Validate = ((value: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };",
    ...contractKinds.map(({ kind }) => `export declare const ${kind}: Validate;`),
    "",
  ].join("\n");
}
