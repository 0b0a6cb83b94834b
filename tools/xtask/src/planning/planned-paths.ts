import { InputError, UsageError } from "@lockstep/kernel";
import { quotePath, readGivenPath, type ChangePlan, type Refusal } from "@lockstep/plans";
import { withStop } from "./file-row.ts";

/** Throws an `InputError` with every refusal, when there are any: `PATH_REFUSED`, `STAGE_REFUSED` or `PATCH_MISMATCH`. */
export function throwRefusals(refusals: readonly Refusal[]): void {
  const [first, ...others] = refusals;
  if (first === undefined) return;
  const stated = new Set(refusals.map(({ type }) => type));
  const more = others.map(({ message }) => `\n  ${withStop(message)}`).join("");
  const message = `${first.message}${more === "" ? "" : `.${more}`}`;
  if (stated.has("patch")) {
    throw new InputError("PATCH_MISMATCH", message, { hint: "Nothing was staged. Make the patch anew from what is there, or planned" });
  }
  if (stated.has("nothing-there") || stated.has("changed-meanwhile")) {
    throw new InputError("STAGE_REFUSED", message, { hint: "Nothing was staged. Look at the file, and add it again" });
  }
  throw new InputError("PATH_REFUSED", message, {
    hint: "Nothing was staged, and no option allows it. docs/commands/plan.md#paths has what a plan may hold",
  });
}

/** The paths that words name, from the root of the workspace; the words are relative to `folder`. Throws `InputError` `PATH_REFUSED`. */
export function givenPaths(words: readonly string[], folder: string): readonly string[] {
  const given = words.map((word) => readGivenPath(word, folder));
  throwRefusals(given.flatMap((each) => (each.type === "refused" ? [each.refusal] : [])));
  return given.flatMap((each) => (each.type === "path" ? [each.path] : []));
}

/** The files of a plan that words name. Throws as `pathsOf` does. */
export function plannedPaths(words: readonly string[], folder: string, plan: ChangePlan): readonly string[] {
  return pathsOf(words, folder, plan.files, `The plan ${plan.id}`);
}

/** Those of some files that words name. Throws `UsageError` `PATH_NOT_PLANNED` for others. */
export function pathsOf(
  words: readonly string[],
  folder: string,
  files: readonly { readonly path: string }[],
  holder: string,
): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  const paths = words.map((word) => {
    const given = readGivenPath(word, folder);
    if (given.type === "path") return given.path;
    // An edited plan may hold what none takes, and that has to be named to be taken out.
    return word;
  });
  const absent = paths.filter((path) => !known.has(path)).map(quotePath);
  if (absent.length === 0) return paths;
  throw new UsageError("PATH_NOT_PLANNED", `${holder} does not hold ${absent.join(", ")}`, {
    hint:
      files.length === 0
        ? "It holds no file"
        : `It holds ${files
            .slice(0, 5)
            .map(({ path }) => quotePath(path))
            .join(", ")}${files.length > 5 ? ", …" : ""}`,
  });
}
