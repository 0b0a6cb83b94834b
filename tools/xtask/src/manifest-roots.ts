import { InputError, type Files } from "@lockstep/kernel";
import { cliRoot, type CliRoot } from "./cli-root.ts";

/** The root of every folder of `manifests/` that has rules. Throws `InputError` `ROOTS_MISSING` when there is none, so that no check passes by looking at nothing. */
export async function allRoots(files: Files): Promise<readonly CliRoot[]> {
  const entries = (await files.list("manifests")) ?? [];
  const roots = entries.map(({ name }) => cliRoot({ cli: name, root: undefined, rules: undefined }));
  const found = await Promise.all(roots.map(async ({ rulesPath }) => files.stat(rulesPath)));
  const withRules = roots.filter((_root, index) => found[index] !== undefined);
  if (withRules.length > 0) return withRules;
  throw new InputError("ROOTS_MISSING", `No folder of "${files.absolute("manifests")}" has a RULES.json; expected at least one`, {
    hint: "Run it in the repository's root, begin with xtask new-cli, or name one root with --root",
  });
}
