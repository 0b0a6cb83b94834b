import type { ArgvToken } from "../argv/argv-token.ts";
import { CodexError } from "../codex-error.ts";
import surface from "./surface.json" with { type: "json" };

/**
 * How an installed version takes a command or flag, by the committed snapshots: `visible` in its help, `hidden` but accepted,
 * `rejected`, or `unknown` to it. A version between two snapshots that differ has the better state of the two: codex itself then answers.
 */
export type UnitState = "visible" | "hidden" | "rejected" | "unknown";

/** A command by its words without `codex`, or with `key` one of its flags, such as `--json`. One that no snapshot has is `unknown`. */
export interface Unit {
  readonly path: readonly string[];
  readonly key?: string;
}

/** The versions whose snapshots this wrapper knows, oldest first. */
export const knownVersions: readonly string[] = surface.versions;

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
  const letters = statesOf(unit);
  const near = nearestKnown(version).map((i) => stateNames[letters[i] ?? "-"]);
  return bestFirst.find((state) => near.includes(state)) ?? "unknown";
}

/** The index of the known version that this one is, or of those that it lies between; an end of the list for one beyond it. */
function nearestKnown(version: string): number[] {
  const { versions } = surface;
  assertVersion(version);
  // What codex calls itself when it is built from its repository.
  if (/^0\.0\.0(?![.\d])/.test(version)) return [versions.length - 1];
  const after = versions.findIndex((known) => compareVersions(known, version) >= 0);
  if (after === -1) return [versions.length - 1];
  return after === 0 || versions[after] === version ? [after] : [after - 1, after];
}

/** The known versions in which the unit has the state. */
export function versionsWith(unit: Unit, state: UnitState): string[] {
  const states = statesOf(unit);
  return surface.versions.filter((_, i) => stateNames[states[i] ?? "-"] === state);
}

/**
 * Throws a `CodexError` with code `CODEX_UNSUPPORTED` for the first typed command or flag that the version does not have in plain view.
 * Words that a caller forwards unchecked (`extraArgs`) are not looked at.
 */
export function assertSupported(argv: readonly ArgvToken[], version: string, allowHidden: boolean): void {
  for (const unit of unitsOf(argv)) {
    const state = stateOf(unit, version);
    if (state === "visible" || (state === "hidden" && allowHidden)) continue;
    const [visibleIn, hiddenIn] = [versionsWith(unit, "visible"), versionsWith(unit, "hidden")];
    throw CodexError.forUnsupported({ ...unit, state, installedVersion: version, visibleIn, hiddenIn });
  }
}

/** The commands and flags that typed words name, in order; what stands behind the first positional argument or `--` is none. */
function unitsOf(argv: readonly ArgvToken[]): Unit[] {
  const units: Unit[] = [];
  let path: readonly string[] = [];
  for (const { token, origin } of argv) {
    if (token === "--") break;
    if (origin === "passthrough") continue;
    if (token.startsWith("--")) {
      units.push({ path, key: token.split("=", 1)[0] ?? token });
      continue;
    }
    const below = [...path, token];
    if (!commands.has(keyOf(below))) break;
    path = below;
    units.push({ path });
  }
  return units;
}

interface KnownCommand {
  readonly states: string;
  readonly flags?: Readonly<Record<string, string | undefined>>;
}

const keyOf = (path: readonly string[]): string => path.join(" ");
const commands = new Map<string, KnownCommand>(surface.commands.map((command) => [keyOf(command.path), command]));

/** One letter per known version. */
function statesOf({ path, key }: Unit): string {
  const command = commands.get(keyOf(path));
  return (key === undefined ? command?.states : command?.flags?.[key]) ?? "";
}

const stateNames: Readonly<Record<string, UnitState>> = { v: "visible", h: "hidden", r: "rejected", "-": "unknown" };
const bestFirst: readonly UnitState[] = ["visible", "hidden", "rejected", "unknown"];

/** Returns the version. Throws a `CodexError` with code `CODEX_REQUEST` for a text that is none. */
export function assertVersion(version: string): string {
  if (typeof version !== "string" || !/^\d+\.\d+\.\d+(?:[-+].+)?$/.test(version))
    throw CodexError.forRequest(`Version ${JSON.stringify(version)} is none, wanted a number such as "0.169.0"`);
  return version;
}

/** By their three numbers; so a pre-release of a known version lies between that one and the one before. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const at = left.findIndex((number, i) => number !== right[i]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function numbersOf(version: string): number[] {
  return version.split(/[.+-]/, 3).map(Number);
}
