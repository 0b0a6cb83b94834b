import type { UnsupportedUnit } from "../codex-error.ts";
import type { Unit } from "./support.ts";

/** One sentence for a person: what the installed version makes of a unit, which versions have it, and what to do. */
export function describeUnsupported(unsupported: UnsupportedUnit): string {
  const { path, key, state, installedVersion, visibleIn, hiddenIn } = unsupported;
  const command = path.length === 0 ? "codex" : `"${path.join(" ")}"`;
  const field = fieldOf(unsupported);
  const flag = field === undefined ? `"${key ?? ""}" of ${command}` : `option "${field}" (${key ?? ""} of ${path.join(" ") || "codex"})`;
  const unit = key === undefined ? command : flag;
  const seen = [
    visibleIn.length > 0 ? `versions that show it: ${visibleIn.join(", ")}` : "",
    hiddenIn.length > 0 ? `versions that hide it: ${hiddenIn.join(", ")}` : "",
  ].filter((text) => text !== "");
  const known = seen.length === 0 ? "no known version has it" : seen.join("; ");
  const next =
    key === undefined
      ? "Use a codex that has it"
      : `Use a codex that has it, leave the option out, or pass "${key}" unchecked in "extraArgs"`;
  switch (state) {
    case "hidden":
      return `Codex ${installedVersion} hides ${unit}, and upstream hides what it may remove; ${known}. Set "allowHidden" to use it all the same`;
    case "rejected":
      return `Codex ${installedVersion} rejects ${unit}; ${known}. ${next}`;
    case "unknown":
      return `Codex ${installedVersion} does not have ${unit}; ${known}. ${next}`;
    case "visible":
      return `Codex ${installedVersion} has ${unit}; ${known}`;
  }
}

/** The request's field that a flag is made of: the flag in other letters, as `FlagTable` holds, but for flags with another origin. */
function fieldOf({ path, key }: Unit): string | undefined {
  if (key === undefined || key === "--config") return undefined;
  const command = path.at(-1);
  if (command === "review" && reviewFlags.has(key)) return "target";
  if (command === "resume" && (key === "--last" || key === "--all")) return "session";
  return key.slice(2).replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const reviewFlags: ReadonlySet<string> = new Set(["--uncommitted", "--base", "--commit", "--title"]);
