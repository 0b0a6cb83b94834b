import type { ArgvToken } from "../argv/argv-token.ts";
import type { WrapperErrorClass } from "../wrapper-error.ts";

/**
 * How an installed version takes a command or flag, by the committed snapshots: `visible` in its help, `hidden` but accepted,
 * `rejected`, or `unknown` to it. A version between two snapshots that differ has the better state of the two: the program itself then
 * answers.
 */
export type UnitState = "visible" | "hidden" | "rejected" | "unknown";

/**
 * A command by its words without the binary, or with `key` one of its flags, such as `--json`, or a word that stands for more than
 * itself among its arguments, such as `-` for stdin. One that no snapshot has is `unknown`.
 */
export interface Unit {
  readonly path: readonly string[];
  readonly key?: string;
}

/** Which version has what: the generated `versions/surface.json` of a wrapper, described by `WRAPPER_SURFACE_SCHEMA.json`. */
export interface Surface {
  /** With a snapshot, oldest first. */
  readonly versions: readonly string[];
  readonly commands: readonly SurfaceCommand[];
}

/** States are one letter per version. */
export interface SurfaceCommand {
  readonly path: readonly string[];
  readonly states: string;
  readonly flags?: Readonly<Record<string, string | undefined>>;
  readonly args?: Readonly<Record<string, string | undefined>>;
}

/** A word among the arguments of a command that only some versions understand, which no snapshot shows. */
export interface SpecialWord {
  readonly path: readonly string[];
  readonly word: string;
  /** The first known version that understands it. */
  readonly since: string;
}

/** What a wrapper knows of versions, with its errors. */
export interface VersionTools {
  /** The versions whose snapshots the wrapper knows, oldest first. */
  readonly knownVersions: readonly string[];
  /**
   * The state of a unit in any version: between two known versions the better of their states, after the newest one and before the
   * oldest one theirs. Throws with the code `…_REQUEST` for a text that is no version.
   */
  readonly stateOf: (unit: Unit, version: string) => UnitState;
  /** The known versions in which the unit has the state. */
  readonly versionsWith: (unit: Unit, state: UnitState) => string[];
  /**
   * Throws with the code `…_UNSUPPORTED` for the first typed command or flag that the version does not have in plain view.
   * Words that a caller forwards unchecked (`extraArgs`) are not looked at.
   */
  readonly assertSupported: (argv: readonly ArgvToken[], version: string, allowHidden: boolean) => void;
  /** Whether `assertSupported` would not throw. */
  readonly isSupported: (argv: readonly ArgvToken[], version: string, allowHidden: boolean) => boolean;
  /** Returns the version. Throws with the code `…_REQUEST` for a text that is none. */
  readonly assertVersion: (version: string) => string;
}

/** What is particular about the versions of a program. */
export interface VersionHabits {
  /** Versions that count as the newest one, such as that of a build from source. */
  readonly newest?: RegExp;
  readonly words?: readonly SpecialWord[];
}

/** Reads the surface of a wrapper, and binds what is asked of it to the wrapper's error class. */
export function versionTools(surface: Surface, errors: WrapperErrorClass, { newest, words = [] }: VersionHabits = {}): VersionTools {
  const { versions } = surface;
  const commands = new Map(surface.commands.map((command) => [keyOf(command.path), command]));
  return { knownVersions: versions, stateOf, versionsWith, assertSupported, isSupported, assertVersion };

  function stateOf(unit: Unit, version: string): UnitState {
    const letters = statesOf(unit);
    const near = nearestKnown(version).map((i) => stateNames[letters[i] ?? "-"]);
    return bestFirst.find((state) => near.includes(state)) ?? "unknown";
  }

  /** The index of the known version that this one is, or of those that it lies between; an end of the list for one beyond it. */
  function nearestKnown(version: string): number[] {
    assertVersion(version);
    if (newest?.test(version) === true) return [versions.length - 1];
    const known = versions.indexOf(version);
    if (known !== -1) return [known];
    const after = versions.findIndex((other) => compareVersions(other, version) >= 0);
    if (after === -1) return [versions.length - 1];
    return after === 0 ? [after] : [after - 1, after];
  }

  function versionsWith(unit: Unit, state: UnitState): string[] {
    const states = statesOf(unit);
    return versions.filter((_, i) => stateNames[states[i] ?? "-"] === state);
  }

  function assertSupported(argv: readonly ArgvToken[], version: string, allowHidden: boolean): void {
    const unit = unsupportedIn(argv, version, allowHidden);
    if (unit === undefined) return;
    const [visibleIn, hiddenIn] = [versionsWith(unit, "visible"), versionsWith(unit, "hidden")];
    throw errors.forUnsupported({ ...unit, state: stateOf(unit, version), installedVersion: version, visibleIn, hiddenIn });
  }

  function isSupported(argv: readonly ArgvToken[], version: string, allowHidden: boolean): boolean {
    return unsupportedIn(argv, version, allowHidden) === undefined;
  }

  function unsupportedIn(argv: readonly ArgvToken[], version: string, allowHidden: boolean): Unit | undefined {
    return unitsOf(argv).find((unit) => {
      const state = stateOf(unit, version);
      return state !== "visible" && !(state === "hidden" && allowHidden);
    });
  }

  /**
   * The commands and flags that typed words name, in order, and the special words of the last command; what else stands behind the first
   * positional argument or `--` is none.
   */
  function unitsOf(argv: readonly ArgvToken[]): Unit[] {
    const units: Unit[] = [];
    let path: readonly string[] = [];
    for (const [at, { token, origin }] of argv.entries()) {
      if (token === "--") break;
      if (origin === "passthrough") continue;
      if (token.startsWith("--")) {
        units.push({ path, key: token.split("=", 1)[0] ?? token });
        continue;
      }
      const below = [...path, token];
      if (!commands.has(keyOf(below))) {
        units.push(...specialWords(path, argv.slice(at)));
        break;
      }
      path = below;
      units.push({ path });
    }
    return units;
  }

  function specialWords(path: readonly string[], args: readonly ArgvToken[]): Unit[] {
    const typed = args.filter(({ origin }) => origin === "typed").map(({ token }) => token);
    return words.filter((each) => keyOf(each.path) === keyOf(path) && typed.includes(each.word)).map(({ word: key }) => ({ path, key }));
  }

  /** One letter per known version. */
  function statesOf({ path, key }: Unit): string {
    const command = commands.get(keyOf(path));
    if (key === undefined) return command?.states ?? "";
    const special = words.find((each) => keyOf(each.path) === keyOf(path) && each.word === key);
    if (special === undefined) return command?.flags?.[key] ?? "";
    const first = versions.indexOf(special.since);
    return versions.map((_, i) => (i < first ? "-" : "v")).join("");
  }

  function assertVersion(version: string): string {
    if (typeof version !== "string" || !/^\d+\.\d+\.\d+(?:[-+].+)?$/.test(version))
      throw errors.forRequest(`Version ${JSON.stringify(version)} is none, wanted a number such as "${versions.at(-1) ?? "1.2.3"}"`);
    return version;
  }
}

const keyOf = (path: readonly string[]): string => path.join(" ");

const stateNames: Readonly<Record<string, UnitState>> = { v: "visible", h: "hidden", r: "rejected", "-": "unknown" };
const bestFirst: readonly UnitState[] = ["visible", "hidden", "rejected", "unknown"];

/** By their three numbers; so a pre-release of a known version lies between that one and the one before. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const at = left.findIndex((number, i) => number !== right[i]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function numbersOf(version: string): number[] {
  return version.split(/[.+-]/, 3).map(Number);
}
