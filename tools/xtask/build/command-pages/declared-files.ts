import type { Command, OptionSpec } from "@lockstep/kernel";
import type { World } from "../../src/world.ts";

/** Files that a command may touch, as globs in which `<name>` stands for the value of an option. */
export interface DeclaredFiles {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/**
 * What a command reads and writes for any options: its declaration is asked with the fewest options, and then with each option, each
 * choice and each first word that may be added to them.
 */
export function declaredFiles(command: Command<World>): DeclaredFiles {
  const entries = Object.entries(command.options);
  const base = Object.fromEntries(entries.map(([name, spec]) => [name, leastValue(name, spec)]));
  const variants = entries.flatMap(([name, spec]) => furtherValues(name, spec).map((value) => ({ ...base, [name]: value })));
  const all = [base, ...variants];
  return { reads: merged(all.map((options) => command.reads(options))), writes: merged(all.map((options) => command.writes(options))) };
}

/** What an option is when it is not given, and the place of its value where it has to be or where its default is one CLI of many. */
function leastValue(name: string, spec: OptionSpec): unknown {
  if (name === "cli") return `<${name}>`;
  switch (spec.type) {
    case "boolean":
      return false;
    case "list":
    case "all-or-some":
    case "words":
    case "command":
      return [];
    case "number":
      return spec.default;
    case "string":
      return "required" in spec ? (spec.choices?.[0] ?? `<${name}>`) : spec.default;
  }
}

function furtherValues(name: string, spec: OptionSpec): readonly unknown[] {
  switch (spec.type) {
    case "boolean":
      return [true];
    case "list":
      return (spec.choices ?? [`<${name}>`]).map((choice) => [choice]);
    case "words":
      return (spec.choices ?? []).map((choice) => [choice]);
    case "command":
    case "number":
    case "all-or-some":
      return [];
    case "string":
      // Another root than the CLI's own has the same files in another place.
      return name === "cli" || name === "root" ? [] : (spec.choices ?? [`<${name}>`]);
  }
}

function merged(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
