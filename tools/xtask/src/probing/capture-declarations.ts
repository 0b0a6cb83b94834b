import { realpath } from "node:fs/promises";
import type { CliDescriptor } from "@lockstep/contracts";
import { EnvironmentError, type Files } from "@lockstep/kernel";
import { importedNames, readDeclarations, type DeclaredSurface, type SourceText } from "@lockstep/surface";
import { bundleTexts } from "./bundle-texts.ts";
import { taskPool } from "./process-pool.ts";

/** The files that a program's declarations stand in. */
export interface DeclarationFiles {
  /** Absolute, in the order of the descriptor, those of one pattern in code-point order. */
  readonly paths: readonly string[];
  /** Changes when any of them but the binary changes. */
  readonly identity: string;
}

/**
 * Finds the files that `declarations` of a `cli.json` names. Throws `EnvironmentError` `DECLARATIONS_MISSING` when a name of it
 * has no file: a renamed bundle must not look like a program that declares nothing.
 * @param binary absolute
 */
export async function findDeclarationFiles(
  files: Files,
  binary: string,
  { files: patterns }: NonNullable<CliDescriptor["declarations"]>,
): Promise<DeclarationFiles> {
  // What stands on the search path is often a link to it.
  const own = await realpath(binary);
  const folder = own.replaceAll("\\", "/").replace(/\/[^/]*$/, "");
  const found: string[] = [];
  const identities: string[] = [];
  for (const pattern of patterns) {
    const paths = pattern === "{binary}" ? [own] : await matching(files, folder, pattern);
    if (paths.length === 0)
      throw new EnvironmentError(
        "DECLARATIONS_MISSING",
        `"${folder}" has no file "${pattern}", which /declarations/files of the cli.json names`,
        {
          hint: "Look where this version keeps its JavaScript, or leave the bundle out of --sources",
        },
      );
    for (const path of paths) {
      if (found.includes(path)) continue;
      found.push(path);
      if (path !== own) identities.push(`${path} ${(await files.stat(path))?.identity ?? ""}`);
    }
  }
  return { paths: found, identity: identities.join("\n") };
}

async function matching(files: Files, folder: string, pattern: string): Promise<readonly string[]> {
  const parts = pattern.split("/");
  const last = parts.pop() ?? "";
  const place = [folder, ...parts].join("/");
  const [start = "", ...middle] = last.split("*");
  const end = middle.pop();
  return ((await files.list(place)) ?? []).flatMap(({ name, type }) => {
    const fits =
      end === undefined
        ? name === start
        : name.length >= start.length + end.length &&
          name.startsWith(start) &&
          name.endsWith(end) &&
          isInOrder(name.slice(start.length), middle);
    return type === "file" && fits ? [`${place}/${name}`] : [];
  });
}

function isInOrder(text: string, parts: readonly string[]): boolean {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}

/** What the files declare. Beside those that declare something, the files that these import are read, for the constants in them. */
export async function captureDeclarations({ paths }: DeclarationFiles): Promise<DeclaredSurface> {
  const texts = await readTexts(paths, false);
  const declaring = new Set(texts.map(({ name }) => name));
  const wanted = new Set(texts.flatMap(({ text }) => importedNames(text)).map(fileName));
  const imported = paths.filter((path) => !declaring.has(path) && wanted.has(fileName(path)));
  return readDeclarations([...texts, ...(await readTexts(imported, true))]);
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
