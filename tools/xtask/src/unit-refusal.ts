import { InputError, UsageError } from "@lockstep/kernel";
import { unitName, type FoundUnit } from "@lockstep/parity/why";
import { rootWords, type CliRoot } from "./cli-root.ts";
import { nearestFew } from "./nearest.ts";

/**
 * Why words name no unit: `UsageError` `UNITS_SEVERAL` for more than one, and `InputError` `UNIT_UNKNOWN`, which tells what is near
 * and where else the name stands.
 * @param command the words before those of the unit, such as `why`
 * @param versions what was looked at, such as `committed version`
 */
export function unitRefusal(
  found: Exclude<FoundUnit, { readonly type: "unit" }>,
  where: CliRoot,
  { command, versions }: { readonly command: string; readonly versions: string },
): Error {
  const at = found.path.length === 0 ? "the root" : `"${found.path.join(" ")}"`;
  if (found.type === "several") {
    return new UsageError("UNITS_SEVERAL", `"xtask ${command}" tells of one unit; behind ${at} stand several: ${found.words.join(", ")}`, {
      hint: "Name one flag or one arg",
    });
  }
  const near = nearestFew(found.word, found.here).map((name) => [...found.path, name].join(" "));
  const same = found.elsewhere.map((unit) => [unit.path.length === 0 ? "(root)" : unit.path.join(" "), unitName(unit)].join(" ").trim());
  const hints = [
    ...(near.length === 0 ? [] : [`Did you mean ${few(near)}?`]),
    ...(same.length === 0 ? [] : [`The same name stands at ${few(same)}`]),
    ...(near.length + same.length > 0 ? [] : [[`xtask ${command}`, ...found.path, rootWords(where)].join(" ")]),
  ];
  return new InputError("UNIT_UNKNOWN", `No ${versions} of ${where.cli} has "${found.word}" at ${at}`, { hint: hints.join(" ") });
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  return names.length > 5 ? `${shown.join(", ")} and ${String(names.length - 5)} more` : shown.join(", ");
}
