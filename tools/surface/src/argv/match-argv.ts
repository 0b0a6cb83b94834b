import type { ArgvPart } from "./argv-reading.ts";
import type { Grammar } from "./grammar.ts";
import { readArgv } from "./read-argv.ts";

/** A unit that a command line uses, and the token that names it. */
export interface UnitUse {
  readonly unit: "command" | "flag" | "arg";
  readonly path: readonly string[];
  /** A flag's key or an arg's name; "" for a command. */
  readonly name: string;
  /** Index of the token in the command line. */
  readonly token: number;
}

/** How a command line reads under a grammar: what it uses, or the first token that does not fit. */
export type ArgvMatch =
  | { readonly type: "match"; readonly path: readonly string[]; readonly uses: readonly UnitUse[] }
  | { readonly type: "mismatch"; readonly token: number; readonly reason: string };

/**
 * Reads a command line as `readArgv` does, and takes it only if nothing in it is unknown, stray or wrong. What concerns the
 * line as a whole is not judged: flags that exclude or need each other, required args that are absent, the type of a value.
 */
export function matchArgv(grammar: Grammar, argv: readonly string[]): ArgvMatch {
  const { path, parts } = readArgv(grammar, argv);
  const wrong = parts.find(({ problem }) => problem !== undefined);
  if (wrong?.problem !== undefined) return { type: "mismatch", token: wrong.token, reason: wrong.problem };
  return { type: "match", path, uses: parts.flatMap(usesOf) };
}

function usesOf(part: ArgvPart): readonly UnitUse[] {
  const { token } = part;
  switch (part.type) {
    case "command":
      return [{ unit: "command", path: part.path, name: "", token }];
    case "flag":
      return [{ unit: "flag", path: part.path, name: part.key, token }];
    case "arg":
      return [{ unit: "arg", path: part.path, name: part.name, token }];
    case "value":
    case "dashes":
    case "unknown":
    case "stray":
      return [];
  }
}
