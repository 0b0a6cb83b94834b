import type { Files } from "@lockstep/kernel";
import { decisionsFor } from "@lockstep/parity/rules";
import { RootFiles, validateInputs, validateRoot, type RootToValidate, type Violation } from "@lockstep/parity/validate";
import { readRules, type CliRoot } from "../cli-root.ts";
import { askOfRoot } from "./root-reader.ts";
import { mistakeFinderOf } from "./schemas.ts";

/** A root whose rules and schemas can be used, as it is on the disk. */
export interface OpenRoot {
  readonly folder: string;
  readonly input: RootToValidate;
  readonly violations: readonly Violation[];
}

/** The schema files that are named instead of the root's own. */
interface SchemaFiles {
  readonly schema: string | undefined;
  readonly versionSchema: string | undefined;
}

/** Reads a root and finds its violations. Throws `InputError` for rules or a schema that cannot be used. */
export async function openRoot(files: Files, where: CliRoot, schemas: SchemaFiles): Promise<OpenRoot> {
  const input = await rootToValidate(files, where, schemas);
  return { folder: where.root, input, violations: await askOfRoot(files, where.root, input.files, () => validateRoot(input)) };
}

/** Finds the violations of the snapshots of some versions. Throws `InputError` for rules or a schema that cannot be used. */
export async function readInputViolations(files: Files, where: CliRoot, versions: readonly string[]): Promise<readonly Violation[]> {
  const input = await rootToValidate(files, where, { schema: undefined, versionSchema: undefined });
  return askOfRoot(files, where.root, input.files, () => validateInputs(input, versions));
}

async function rootToValidate(files: Files, where: CliRoot, schemas: SchemaFiles): Promise<RootToValidate> {
  const { root, rulesPath } = where;
  const [rules, findMistakes] = await Promise.all([readRules(files, where), mistakeFinderOf(files, { root, ...schemas })]);
  const shown = rulesPath.startsWith(`${root}/`) ? rulesPath.slice(root.length + 1) : rulesPath;
  return { rules, rulesPath: shown, decisions: decisionsFor(rules), files: new RootFiles(findMistakes) };
}
