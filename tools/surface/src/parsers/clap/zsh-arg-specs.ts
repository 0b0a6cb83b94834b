import { omitAbsent } from "@lockstep/kernel";
import type { ArgShape } from "../../help-page.ts";

/**
 * Reads the positional arguments among the `_arguments` specs of one command: `:path -- text:_files` is required, `::path:` is
 * not, and `*::tasks:` takes several. Of these the script does not tell whether one is required: they are not. A spec without a
 * name leads to the sub-commands.
 */
export function argsOfSpecs(specs: readonly string[]): readonly ArgShape[] {
  return specs.flatMap((spec): readonly ArgShape[] => {
    const [, star, colons, name = "", text] = /^(\*)?(::?)([^\s:\\-][^\s:\\]*)(?: -- ((?:[^\\:]|\\.)*))?:/s.exec(spec) ?? [];
    if (name === "") return [];
    const description = text?.replaceAll(/\\(.)/gs, "$1").trim();
    return [
      omitAbsent({
        name,
        required: star === undefined && colons === ":",
        variadic: star !== undefined,
        description: description === "" ? undefined : description,
      }),
    ];
  });
}
