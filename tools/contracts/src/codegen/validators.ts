import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { contractKinds } from "./kinds.ts";

const BANNER = "// Generated from schemas/ by `xtask codegen`. Do not edit.";

/** One self-contained ES module with a validator function for each contract kind; ajv itself is not needed to run it. */
export async function renderValidators(schemas: ReadonlyMap<string, object>, resolveFolder: string): Promise<string> {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, inlineRefs: false, code: { source: true, esm: true } });
  for (const [file, schema] of schemas) ajv.addSchema(schema, file);
  const source = standaloneCode.default(
    ajv,
    Object.fromEntries(contractKinds.map(({ kind, file, definition }) => [kind, `${file}${definition}`])),
  );
  const bundle = await build({
    stdin: { contents: source, resolveDir: resolveFolder, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["main"],
    target: "node22",
    minify: true,
    legalComments: "none",
    banner: { js: BANNER },
    logLevel: "silent",
  });
  return bundle.outputFiles[0]?.text ?? "";
}

/** The declarations of the validator module. */
export function renderValidatorDeclarations(): string {
  return [
    BANNER,
    'import type { ErrorObject } from "ajv";',
    "",
    "type Validate = ((value: unknown) => boolean) & { errors?: readonly ErrorObject[] | null };",
    ...contractKinds.map(({ kind }) => `export declare const ${kind}: Validate;`),
    "",
  ].join("\n");
}
