import type { Program } from "../program.ts";
import type { UnsupportedUnit } from "../wrapper-error.ts";

/** One sentence for a person: what the installed version makes of a unit, which versions have it, and what to do. */
export function describeUnsupported(unsupported: UnsupportedUnit, program: Program): string {
  const { path, key, state, installedVersion, visibleIn, hiddenIn } = unsupported;
  const command = path.length === 0 ? program.command : `"${path.join(" ")}"`;
  const field = fieldOf(unsupported, program);
  const flag =
    field === undefined ? `"${key ?? ""}" of ${command}` : `option "${field}" (${key ?? ""} of ${path.join(" ") || program.command})`;
  const unit = key === undefined ? command : flag;
  const seen = [
    visibleIn.length > 0 ? `versions that show it: ${visibleIn.join(", ")}` : "",
    hiddenIn.length > 0 ? `versions that hide it: ${hiddenIn.join(", ")}` : "",
  ].filter((text) => text !== "");
  const known = seen.length === 0 ? "no known version has it" : seen.join("; ");
  const other = `Use a ${program.command} that has it`;
  const next = key?.startsWith("--") !== true ? other : `${other}, leave the option out, or pass "${key}" unchecked in "extraArgs"`;
  const installed = `${program.title} ${installedVersion}`;
  switch (state) {
    case "hidden":
      return `${installed} hides ${unit}, and upstream hides what it may remove; ${known}. Set "allowHidden" to use it all the same`;
    case "rejected":
      return `${installed} rejects ${unit}; ${known}. ${next}`;
    case "unknown":
      return `${installed} does not have ${unit}; ${known}. ${next}`;
    case "visible":
      return `${installed} has ${unit}; ${known}`;
  }
}

/** The request's field that a flag is made of: the flag in other letters, unless the program knows better. */
function fieldOf({ path, key }: UnsupportedUnit, program: Program): string | undefined {
  if (key?.startsWith("--") !== true) return undefined;
  const sameLetters = key.slice(2).replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return program.fieldOf === undefined ? sameLetters : program.fieldOf({ path, key }, sameLetters);
}
