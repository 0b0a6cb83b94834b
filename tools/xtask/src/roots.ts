import { InputError, type Files } from "@lockstep/kernel";
import { cliRoot, type CliRoot } from "./cli-root.ts";

/** Every manifest root of the repository: the folders of `manifests/` with rules. Throws `InputError` when there is none. */
export async function listRoots(files: Files): Promise<readonly CliRoot[]> {
  const entries = ((await files.list("manifests")) ?? []).filter(({ type }) => type === "folder");
  const roots: CliRoot[] = [];
  for (const { name } of entries) {
    const root = cliRoot({ cli: name, root: undefined, rules: undefined });
    if ((await files.stat(root.rulesPath)) !== undefined) roots.push(root);
  }
  if (roots.length === 0) {
    throw new InputError("ROOTS_MISSING", `No folder of "${files.absolute("manifests")}" has a RULES.json`, {
      hint: "Run it in the repository's root, or name a manifest root with --root",
    });
  }
  return roots;
}
