import type { ParityRules, WrapperCoverageV1, WrapperScenarios } from "@lockstep/contracts";
import { isSamePath } from "@lockstep/kernel";
import { buildGrammar, readArgv, type ArgvPart, type GrammarOptions } from "@lockstep/surface/argv";
import type { Change } from "@lockstep/surface/diff";
import { flagKey } from "@lockstep/surface/flag-identity";
import type { UnitIdentity } from "../unit.ts";
import { indexCoverage, type CoverageIndex } from "../wrapper-coverage/coverage-index.ts";

/** One call of the wrapper, as the first version reads it. */
export interface WrapperCall {
  readonly scenario: string;
  /** The versions to which the wrapper makes it; absent for all. */
  readonly versions?: readonly string[];
  readonly argv: readonly string[];
  /** The command that it ends at. */
  readonly path: readonly string[];
  /** The commands in it as they are spelled. */
  readonly commands: readonly { readonly path: readonly string[]; readonly spelling: string }[];
  readonly flags: readonly CallFlag[];
  /** The name and value of each arg, a variadic one several times, and whether `--` stands before it. */
  readonly args: readonly { readonly name: string; readonly value: string; readonly isBehindDashes: boolean }[];
}

/** A flag of a call; `path` is the command behind which it stands, where that lists it, else the one that does. */
export interface CallFlag {
  readonly path: readonly string[];
  /** The command behind which it stands. */
  readonly behind: readonly string[];
  readonly key: string;
  readonly spelling: string;
  readonly values: readonly string[];
  /** A value is a word of its own. */
  readonly isDetached: boolean;
  /** A word that is no flag stands behind it, be it its value. */
  readonly isFollowed: boolean;
}

/** What the wrapper does with a unit that has changed. */
export interface WrapperUse {
  /** The calls that the change concerns, the shortest first. */
  readonly calls: readonly WrapperCall[];
  /** Whether some call uses the unit, be it in another way. */
  readonly isEmitted: boolean;
  /** Whether a call that is meant for other versions, or that this one would not take as it is, uses the unit. */
  readonly isEmittedElsewhere: boolean;
  /** Whether the wrapper's calls are known: else what it claims stands for them. */
  readonly areCallsKnown: boolean;
  /** Whether `wrapper_coverage.json` claims the unit `explicit` or `passthrough`. */
  readonly isClaimed: boolean;
}

type ListedCommands = Parameters<typeof buildGrammar>[0];

/** What tells how the wrapper uses a CLI. Both are absent for a CLI without a wrapper. */
export interface WrapperSources {
  readonly coverage: WrapperCoverageV1 | undefined;
  readonly scenarios: WrapperScenarios | undefined;
  readonly rules: Pick<ParityRules, "union">;
}

/**
 * Finds what the wrapper does with changed units in its calls to a version. A call that this version would not take, or that is meant
 * for other versions, tells no more than that the wrapper uses the units in it. A word that the wrapper's caller chose is no use of the wrapper's.
 */
export class WrapperUses {
  readonly #coverage: CoverageIndex | undefined;
  readonly #expected: readonly string[];
  readonly #calls: readonly WrapperCall[];
  readonly #otherCalls: readonly WrapperCall[];
  readonly #areCallsKnown: boolean;

  constructor({ coverage, scenarios, rules }: WrapperSources, version: string, commands: ListedCommands, options: GrammarOptions) {
    this.#coverage = coverage === undefined ? undefined : indexCoverage(coverage, rules);
    this.#expected = rules.union.expected_targets;
    const { taken, others } = readCalls(scenarios?.scenarios ?? [], version, commands, options);
    this.#calls = taken;
    this.#otherCalls = others;
    this.#areCallsKnown = scenarios !== undefined;
  }

  /** @param targets those that have the change; a claim for others alone does not count, where any of them is an expected one */
  of(change: Change, targets: readonly string[]): WrapperUse {
    const expected = targets.filter((target) => this.#expected.includes(target));
    const using = this.#calls.filter((call) => uses(call, change));
    return {
      calls: using.filter((call) => concerns(call, change)).toSorted((a, b) => a.argv.length - b.argv.length),
      isEmitted: !isOfAbsence(change) && using.length > 0,
      isEmittedElsewhere: !isOfAbsence(change) && this.#otherCalls.some((call) => uses(call, change)),
      areCallsKnown: this.#areCallsKnown,
      isClaimed:
        this.#coverage
          ?.entriesOf(identityOf(change))
          .some(
            ({ level, targets: claimed }) =>
              (level === "explicit" || level === "passthrough") &&
              (expected.length === 0 || expected.some((target) => claimed.has(target))),
          ) === true,
    };
  }
}

/** Whether the wrapper makes none of the calls that a change concerns to a version: it knows already. */
export function isWithheldFrom({ calls }: Pick<WrapperUse, "calls">, version: string): boolean {
  return calls.length > 0 && calls.every(({ versions }) => versions !== undefined && !versions.includes(version));
}

function identityOf({ unit, path, name }: Change): UnitIdentity {
  return unit === "command" ? { unit, path } : { unit, path, name };
}

/** The calls of a wrapper, as a version reads them. */
export interface ReadCalls {
  /** The calls to the version that it takes. */
  readonly taken: readonly WrapperCall[];
  /** All others, with what the version knows of their units: it would refuse them, or they are meant for other versions. */
  readonly others: readonly WrapperCall[];
}

/** Reads the calls of a wrapper as a version does. */
export function readCalls(
  scenarios: WrapperScenarios["scenarios"],
  version: string,
  commands: ListedCommands,
  options: GrammarOptions,
): ReadCalls {
  const grammar = buildGrammar(commands, options);
  const listed = new Set(commands.flatMap(({ path, flags = [] }) => flags.map((flag) => [...path, flag.key ?? flagKey(flag)].join("\0"))));
  const read = scenarios.map(({ name, argv, versions }) => {
    const tokens = argv.map(({ token }) => token);
    const { path, parts } = readArgv(grammar, tokens);
    const typed = parts.filter(({ token }) => argv[token]?.origin === "typed");
    const isMeant = versions === undefined || versions.includes(version);
    const call = { scenario: name, ...(versions === undefined ? {} : { versions }), argv: tokens, path, ...unitsOf(typed, tokens, listed) };
    return { call, isTaken: isMeant && parts.every(({ problem }) => problem === undefined) };
  });
  const of = (wanted: boolean): readonly WrapperCall[] => read.filter(({ isTaken }) => isTaken === wanted).map(({ call }) => call);
  return { taken: of(true), others: of(false) };
}

/** The units that the parts of a command line use. */
function unitsOf(
  parts: readonly ArgvPart[],
  tokens: readonly string[],
  listed: ReadonlySet<string>,
): Pick<WrapperCall, "commands" | "flags" | "args"> {
  const commands: WrapperCall["commands"][number][] = [];
  const flags: (Omit<CallFlag, "isDetached"> & { readonly values: string[]; isDetached: boolean })[] = [];
  const args: WrapperCall["args"][number][] = [];
  let current: readonly string[] = [];
  let isBehindDashes = false;
  for (const part of parts) {
    switch (part.type) {
      case "command":
        current = part.path;
        commands.push({ path: current, spelling: tokens[part.token] ?? "" });
        break;
      case "flag": {
        const path = listed.has([...current, part.key].join("\0")) ? current : part.path;
        const next = tokens[part.token + 1];
        const isFollowed = next !== undefined && !next.startsWith("-");
        flags.push({ path, behind: current, key: part.key, spelling: part.spelling, values: [], isDetached: false, isFollowed });
        break;
      }
      case "value": {
        const flag = flags.at(-1);
        flag?.values.push(part.value);
        if (flag !== undefined && !part.isAttached) flag.isDetached = true;
        break;
      }
      case "arg":
        args.push({ name: part.name, value: part.value, isBehindDashes });
        break;
      case "dashes":
        isBehindDashes = true;
        break;
      case "unknown":
      case "stray":
        break;
    }
  }
  return { commands, flags, args };
}

/** Whether a change concerns the calls that leave something out: those that give it say nothing against it. */
function isOfAbsence({ affected }: Change): boolean {
  return affected.type === "without" || affected.type === "alone";
}

/** Whether a call uses the unit of a change, or for one that must not be left out, its command. */
function uses(call: WrapperCall, change: Change): boolean {
  const { unit, path, name } = change;
  if (unit === "command") return isBelow(call.path, path);
  // What a command needs, it needs of the calls of those below it too.
  if (unit === "flag") return change.affected.type === "without" ? isBelow(call.path, path) : flagsOf(call, change).length > 0;
  if (!isSamePath(call.path, path)) return false;
  if (change.affected.type === "without" || change.affected.type === "several args") return true;
  const names = change.affected.type === "other args" ? change.affected.names : [name];
  return call.args.some((arg) => names.includes(arg.name));
}

/** Whether a call that uses the unit does so in the way that is concerned. */
function concerns(call: WrapperCall, change: Change): boolean {
  const { unit, path, name, affected } = change;
  const flags = flagsOf(call, change);
  const given =
    unit === "flag" ? flags.flatMap(({ values }) => values) : call.args.filter((arg) => arg.name === name).map(({ value }) => value);
  switch (affected.type) {
    case "use":
      return unit !== "flag" || flags.some(({ behind }) => affected.keptAt?.some((kept) => isSamePath(kept, behind)) !== true);
    case "spelling": {
      const spelled =
        unit === "command"
          ? call.commands.filter((command) => isSamePath(command.path, path)).map(({ spelling }) => spelling)
          : flags.map(({ spelling }) => spelling);
      return spelled.some((spelling) => affected.spellings.includes(spelling));
    }
    case "value":
      return given.some((value) => affected.values.includes(value));
    case "other value":
      return given.some((value) => !affected.values.includes(value));
    case "bare":
      return flags.some(({ values }) => values.length === 0);
    case "valued":
      return flags.some(({ values }) => values.length > 0);
    case "next word":
      return flags.some(({ isDetached }) => isDetached);
    case "followed":
      return flags.some(({ values, isFollowed }) => values.length === 0 && isFollowed);
    case "repeated":
      return unit === "flag" ? flags.length > 1 || flags.some(({ values }) => values.length > 1) : given.length > 1;
    case "without":
      return unit === "flag" ? !call.flags.some((flag) => flag.key === name && isBelow(flag.path, path)) : given.length === 0;
    case "before dashes":
      return call.args.some((arg) => arg.name === name && !arg.isBehindDashes);
    case "alone":
      return isSamePath(call.path, path);
    case "other args":
      return call.args.some((arg) => affected.names.includes(arg.name));
    case "several args":
      return new Set(call.args.filter((arg) => affected.names.includes(arg.name)).map((arg) => arg.name)).size > 1;
  }
}

function flagsOf(call: WrapperCall, { unit, path, name }: Change): readonly CallFlag[] {
  return unit === "flag" ? call.flags.filter((flag) => flag.key === name && isSamePath(flag.path, path)) : [];
}

/** Whether a command is another one or below it. */
function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return isSamePath(path.slice(0, above.length), above);
}
