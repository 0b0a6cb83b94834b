import type { Files } from "@lockstep/kernel";
import { decisionsFor } from "@lockstep/parity/rules";
import { RootFiles, validateRoot, type RootToValidate, type Violation } from "@lockstep/parity/validate";
import { readRules, type CliRoot } from "../cli-root.ts";
import { askOfRoot } from "./root-reader.ts";
import { mistakeFinderOf } from "./schemas.ts";

/** A root whose rules and schemas can be used, as it is on the disk. */
export interface OpenRoot {
  readonly folder: string;
  readonly input: RootToValidate;
  readonly violations: readonly Violation[];
}

/** Reads a root and finds its violations. Throws `InputError` for rules or a schema that cannot be used. */
export async function openRoot(
  files: Files,
  where: CliRoot,
  schemas: { readonly schema: string | undefined; readonly versionSchema: string | undefined },
): Promise<OpenRoot> {
  const { root, rulesPath } = where;
  const [rules, findMistakes] = await Promise.all([readRules(files, where), mistakeFinderOf(files, { root, ...schemas })]);
  const shown = rulesPath.startsWith(`${root}/`) ? rulesPath.slice(root.length + 1) : rulesPath;
  const input = { rules, rulesPath: shown, decisions: decisionsFor(rules), files: new RootFiles(findMistakes) };
  return { folder: root, input, violations: await askOfRoot(files, root, input.files, () => validateRoot(input)) };
}
