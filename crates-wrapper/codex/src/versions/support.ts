import { type Unit, type UnitState, versionTools } from "@lockstep/wrapper";
import { CodexError } from "../codex-error.ts";
import surface from "./surface.json" with { type: "json" };

// What codex calls itself when it is built from its repository counts as the newest version.
const versions = versionTools(surface, CodexError, { newest: /^0\.0\.0(?![.\d])/ });

/** The versions whose snapshots this wrapper knows, oldest first. */
export const knownVersions: readonly string[] = versions.knownVersions;

/**
 * The state of a unit in any version of codex, such as `0.150.0` or `0.170.0-alpha.1`: between two known versions the better of their
 * states, after the newest one and before the oldest one theirs. `0.0.0`, a build from source, counts as the newest. Throws a
 * `CodexError` with code `CODEX_REQUEST` for a text that is no version.
 * @example
 * ```ts
 * import { knownVersions, stateOf } from "@lockstep/codex";
 *
 * const states = knownVersions.map((version) => stateOf({ path: ["exec"], key: "--full-auto" }, version));
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
