import { EnvironmentError, type Files } from "@lockstep/kernel";
import {
  importedExports,
  importedNames,
  readDeclarations,
  readOclifDeclarations,
  type DeclaredSurface,
  type SourceText,
} from "@lockstep/surface";
import { bundleTexts, exportingModules } from "./bundle-texts.ts";
import type { DeclarationFiles } from "./declaration-files.ts";
import { taskPool } from "./process-pool.ts";

/**
 * What the files declare. Of JavaScript, beside what declares something, the files and modules that it imports from are read too,
 * for the constants in them. Throws `EnvironmentError` `MANIFEST_UNREADABLE` for a manifest that is none.
 */
export async function captureDeclarations(files: Files, { form, paths, packagePath }: DeclarationFiles): Promise<DeclaredSurface> {
  if (form === "manifest") return readManifest(files, paths[0] ?? "", packagePath);
  const texts = await readTexts(paths, false);
  const declaring = new Set(texts.map(({ name }) => name));
  const wanted = new Set(texts.flatMap(({ text }) => importedNames(text)).map(fileName));
  const imported = paths.filter((path) => !declaring.has(path) && wanted.has(fileName(path)));
  const names = new Set(texts.flatMap(({ text }) => importedExports(text)));
  const modules = await Promise.all([...declaring].map((path) => exportingModules(path, names)));
  return readDeclarations([...texts, ...(await readTexts(imported, true)), ...modules.flat()]);
}

async function readManifest(files: Files, path: string, packagePath: string | undefined): Promise<DeclaredSurface> {
  const packageText = packagePath === undefined ? undefined : await files.readText(packagePath);
  const declared = readOclifDeclarations((await files.readText(path)) ?? "", packageText);
  if (declared === undefined)
    throw new EnvironmentError(
      "MANIFEST_UNREADABLE",
      `"${path}", which /declarations/manifest of the cli.json names, is no manifest of oclif`,
      {
        hint: 'It must be a JSON object with "commands". Correct the name, or leave the bundle out of --sources',
      },
    );
  return declared;
}

/** The texts of several files, in their order; a few files are read at a time. */
async function readTexts(paths: readonly string[], keepsAll: boolean): Promise<readonly SourceText[]> {
  const pool = taskPool(FILES_AT_A_TIME);
  return (await Promise.all(paths.map((path) => pool(() => bundleTexts(path, { keepsAll }))))).flat();
}

const FILES_AT_A_TIME = 4;

function fileName(path: string): string {
  return path.replace(/^.*\//s, "");
}
