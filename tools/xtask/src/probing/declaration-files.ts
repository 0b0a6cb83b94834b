import { realpath } from "node:fs/promises";
import type { CliDescriptor } from "@lockstep/contracts";
import { EnvironmentError, InputError, type Files } from "@lockstep/kernel";
import { declarationForms } from "@lockstep/surface";

/** The files that a program's declarations stand in. */
export interface DeclarationFiles {
  readonly form: "files" | "manifest";
  /** Absolute: JavaScript in the order of the descriptor, that of one pattern in code-point order; or the one manifest. */
  readonly paths: readonly string[];
  /** The `package.json` of the folder that the manifest is relative to. */
  readonly packagePath?: string;
  /** Changes when any of them but the binary changes. */
  readonly identity: string;
}

/**
 * Finds the files that `declarations` of a `cli.json` names. Versions lay them out differently, so a name without a file is fine
 * beside others that have some. Throws `EnvironmentError` `DECLARATIONS_MISSING` when none has: a renamed bundle must not look like
 * a program that declares nothing. Throws `InputError` `DECLARATIONS_UNREADABLE` for a framework whose programs declare nothing in
 * such files.
 * @param binary absolute
 */
export async function findDeclarationFiles(
  files: Files,
  binary: string,
  { framework, declarations }: Pick<CliDescriptor, "framework"> & { readonly declarations: NonNullable<CliDescriptor["declarations"]> },
): Promise<DeclarationFiles> {
  const form = "manifest" in declarations ? "manifest" : "files";
  checkForm(framework, form);
  // What stands on the search path is often a link to it.
  const own = (await realpath(binary)).replaceAll("\\", "/");
  const folder = own.replace(/\/[^/]*$/, "");
  return "manifest" in declarations
    ? findManifest(files, folder, declarations.manifest)
    : findScripts(files, { own, folder }, declarations.files);
}

function checkForm(framework: CliDescriptor["framework"], form: DeclarationFiles["form"]): void {
  const forms = declarationForms(framework);
  if (forms.includes(form)) return;
  const [only] = forms;
  throw new InputError(
    "DECLARATIONS_UNREADABLE",
    `/declarations/${form} of the cli.json names what programs of the framework "${framework}" do not declare their commands in`,
    {
      hint:
        only === undefined
          ? 'Only the declarations of "commander", "yargs" and "oclif" can be read. Remove "declarations" from the cli.json'
          : `Name its ${only === "manifest" ? 'manifest: "declarations": { "manifest": "oclif.manifest.json" }' : 'JavaScript: "declarations": { "files": […] }'}`,
    },
  );
}

async function findScripts(
  files: Files,
  { own, folder }: { readonly own: string; readonly folder: string },
  patterns: readonly string[],
): Promise<DeclarationFiles> {
  const found: string[] = [];
  const identities: string[] = [];
  for (const pattern of patterns) {
    const paths = pattern === "{binary}" ? [own] : await matching(files, folder, pattern);
    for (const path of paths) {
      if (found.includes(path)) continue;
      found.push(path);
      if (path !== own) identities.push(await identityOf(files, path));
    }
  }
  if (found.length === 0) throw missing(folder, patterns, "files", "Look where this version keeps its JavaScript");
  return { form: "files", paths: found, identity: identities.join("\n") };
}

/** A manifest lies in the folder of the binary, or above it up to the folder of the package. */
async function findManifest(files: Files, folder: string, name: string): Promise<DeclarationFiles> {
  for (let place = folder; place !== ""; place = place.replace(/\/[^/]*$/, "")) {
    const path = `${place}/${name}`;
    const packagePath = `${place}/package.json`;
    if ((await files.stat(path))?.type === "file")
      return {
        form: "manifest",
        paths: [path],
        packagePath,
        identity: [await identityOf(files, path), await identityOf(files, packagePath)].join("\n"),
      };
    if ((await files.stat(packagePath)) !== undefined) break;
  }
  throw missing(folder, [name], "manifest", "Look where this version keeps its manifest");
}

function missing(folder: string, names: readonly string[], field: string, advice: string): EnvironmentError {
  return new EnvironmentError(
    "DECLARATIONS_MISSING",
    `"${folder}" has no file ${names.map((name) => `"${name}"`).join(" or ")}, which /declarations/${field} of the cli.json names`,
    {
      hint: `${advice}, or leave the bundle out of --sources`,
    },
  );
}

async function identityOf(files: Files, path: string): Promise<string> {
  return `${path} ${(await files.stat(path))?.identity ?? ""}`;
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
