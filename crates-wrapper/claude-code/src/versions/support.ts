import { type Unit, type UnitState, versionTools } from "@lockstep/wrapper";
import { ClaudeCodeError } from "../claude-code-error.ts";
import surface from "./surface.json" with { type: "json" };

const versions = versionTools(surface, ClaudeCodeError, {
  // 2.1.232 takes the word for the JSON itself.
  words: [{ path: ["mcp", "add-json"], word: "-", since: "2.1.332" }],
});

/** The versions whose snapshots this wrapper knows, oldest first. */
export const knownVersions: readonly string[] = versions.knownVersions;

/**
 * The state of a unit in any version of Claude Code, such as `2.1.300`: between two known versions the better of their states, after
 * the newest one and before the oldest one theirs. Throws a `ClaudeCodeError` with code `CLAUDE_CODE_REQUEST` for a text that is no
 * version.
 * @example
 * ```ts
 * import { knownVersions, stateOf } from "@lockstep/claude-code";
 *
 * const states = knownVersions.map((version) => stateOf({ path: [], key: "--max-turns" }, version));
 * process.stdout.write(`${states.join(", ")}\n`);
 * ```
 */
export function stateOf(unit: Unit, version: string): UnitState {
  return versions.stateOf(unit, version);
}

/** The known versions in which the unit has the state. */
export function versionsWith(unit: Unit, state: UnitState): string[] {
  return versions.versionsWith(unit, state);
}

export const { assertSupported, assertVersion, isSupported } = versions;
