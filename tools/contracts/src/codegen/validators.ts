import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { BANNER } from "./banner.ts";

/**
 * One self-contained ES module of validator functions; ajv itself is not needed to run it.
 * @param allErrors whether a value is checked on after its first mistake; a hostile one can have millions
 * @param references what each exported function checks: a file of `schemas`, and a JSON pointer in it
 */
export async function renderValidators(
  schemas: ReadonlyMap<string, object>,
  references: Readonly<Record<string, string>>,
  resolveFolder: string,
  allErrors = true,
): Promise<string> {
  const ajv = new Ajv2020({ allErrors, allowUnionTypes: true, discriminator: true, inlineRefs: false, code: { source: true, esm: true } });
  for (const [file, schema] of schemas) ajv.addSchema(schema, file);
  const source = standaloneCode.default(ajv, references);
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
