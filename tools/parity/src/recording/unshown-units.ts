import type { UnshownUnit } from "@lockstep/contracts";
import { compareAbsentFirst, compareCodePoints, comparePaths, firstOrder, omitAbsent } from "@lockstep/kernel";
import { readArgv, type ArgvPart } from "@lockstep/surface/argv";
import { indexFadingUnits } from "../fading.ts";
import { unitId, type UnitIdentity } from "../unit.ts";
import { mask } from "./mask-argv.ts";
import { indexOf, isAcceptedAlone, nearestFirst, otherVersionWithCommand, type KnownVersion, type RecordedCall } from "./recorded-call.ts";

/** A flag that a call uses at a command and that no snapshot of the version has there, as it is spelled and without its value. */
export interface UnknownFlag {
  readonly path: readonly string[];
  readonly spelling: string;
  /** Whether the call gives it a value in the same word. */
  readonly hasValue: boolean;
}

/** What the binary of the version said when it was asked about a flag that it does not accept. */
export type Refusal = "rejected" | "unknown";

/** The calls of a recording, and the versions to judge them by. */
export interface UnshownInputs {
  readonly calls: readonly Pick<RecordedCall, "argv">[];
  /** Ascending. */
  readonly versions: readonly KnownVersion[];
  /** The version that the wrapper is meant for, one of them; with the flags that its binary accepts. */
  readonly target: KnownVersion;
  /** `undefined` where nobody was asked. */
  readonly refusalOf: (flag: UnknownFlag) => Refusal | undefined;
}

/** The flags to ask a binary about: those that the calls use and no snapshot of the version has, in order of path and spelling. */
export function unknownFlags(calls: UnshownInputs["calls"], target: KnownVersion): readonly UnknownFlag[] {
  const found = calls.flatMap(({ argv }) => {
    const { parts } = readArgv(target.grammar, argv);
    return parts.flatMap((part, at): UnknownFlag[] => {
      return part.type === "unknown" && isFlagName(part.spelling) ? [unknownFlag(part, parts[at + 1])] : [];
    });
  });
  const byName = new Map(found.map((flag) => [[...flag.path, flag.spelling, String(flag.hasValue)].join("\0"), flag]));
  return [...byName.values()].toSorted((a, b) =>
    firstOrder(comparePaths(a.path, b.path), compareAbsentFirst(a.spelling, b.spelling), Number(a.hasValue) - Number(b.hasValue)),
  );
}

type JudgedUnit = Omit<UnshownUnit, "calls" | "scenarios">;

/**
 * What the calls use and no help of the version shows, each with what it is and what that rests on, sorted by path, key, name and
 * note. A unit that a snapshot has as hidden is `hidden`, and so is a flag that the binary accepts; what only another version
 * has is `removed`, or `wrong` when that version is a later one; what the binary refuses is `wrong`.
 * @param scenarioOf the name of the scenario that a call has become; `undefined` when nothing of it was left
 */
export function unshownUnits(
  inputs: UnshownInputs,
  scenarioOf: (call: UnshownInputs["calls"][number]) => string | undefined,
): readonly UnshownUnit[] {
  const { calls, target } = inputs;
  const hidden = hiddenUnits(target);
  const others = nearestFirst(inputs.versions, target);
  const found = new Map<string, { readonly unit: JudgedUnit; calls: number; readonly scenarios: Set<string> }>();
  for (const call of calls) {
    const { parts } = readArgv(target.grammar, call.argv);
    const context: CallContext = { ...inputs, argv: call.argv, parts, hidden, others };
    const units = parts.map((_part, at) => judgePart(at, context)).filter((unit) => unit !== undefined);
    const scenario = scenarioOf(call);
    for (const [id, unit] of new Map(units.map((each) => [idOf(each), each]))) {
      const entry = found.get(id) ?? { unit, calls: 0, scenarios: new Set() };
      entry.calls += 1;
      if (scenario !== undefined) entry.scenarios.add(scenario);
      found.set(id, entry);
    }
  }
  return [...found.values()]
    .map(({ unit: { path, key, name, state, note }, calls: count, scenarios }) =>
      omitAbsent({ path, key, name, state, scenarios: [...scenarios].toSorted(compareCodePoints), calls: count, note }),
    )
    .toSorted((a, b) =>
      firstOrder(
        comparePaths(a.path, b.path),
        compareAbsentFirst(a.key, b.key),
        compareAbsentFirst(a.name, b.name),
        compareCodePoints(a.note, b.note),
      ),
    );
}

interface CallContext extends UnshownInputs {
  readonly argv: readonly string[];
  readonly parts: readonly ArgvPart[];
  /** The ids of the units that the version hides. */
  readonly hidden: ReadonlySet<string>;
  /** The other versions, the nearest earlier ones first. */
  readonly others: readonly KnownVersion[];
}

function judgePart(at: number, context: CallContext): JudgedUnit | undefined {
  const { parts, target, hidden, argv } = context;
  const part = parts[at];
  const { version } = target;
  if (part === undefined) return undefined;
  switch (part.type) {
    case "unknown":
      if (isFlagName(part.spelling)) return { path: part.path, key: part.spelling, ...judgeUnknown(part, parts[at + 1], context) };
      return {
        path: part.path,
        name: mask,
        state: "wrong",
        note: `${version} takes the word there for a flag; a value may have to stand behind "="`,
      };
    case "stray":
      // Asking for help is no command of the wrapper's.
      if (part.word === "help") return undefined;
      return judgeCommandWord(part.path, part.word, context) ?? judgeStray(part, parts.slice(0, at), target);
    case "command":
      return hidden.has(unitId({ unit: "command", path: part.path }))
        ? { path: part.path, state: "hidden", note: `${version} has the command and hides it` }
        : undefined;
    case "flag": {
      const { path, key, spelling, problem } = part;
      if (problem !== undefined) return { path, key: spelling, state: "wrong", note: `${version}: ${problem}` };
      if (isAcceptedAlone(part, target))
        return { path, key, state: "hidden", note: `The binary of ${version} accepts it, and its help does not show it` };
      if (hidden.has(unitId({ unit: "flag", path, name: key })))
        return { path, key, state: "hidden", note: `${version} has the flag and hides it` };
      return undefined;
    }
    case "value":
      if (part.problem === undefined) return undefined;
      return { path: part.path, key: part.spelling, state: "wrong", note: `${version} does not list the value that it is given` };
    case "arg": {
      const command = judgeCommandWord(part.path, argv[part.token] ?? "", context);
      if (command !== undefined) return { ...command, note: `${command.note}: it takes the word for ${part.name}` };
      if (part.problem === undefined) return undefined;
      return { path: part.path, name: part.name, state: "wrong", note: `${version} does not list the value that it is given` };
    }
    case "dashes":
      return undefined;
  }
}

type Verdict = Pick<UnshownUnit, "state" | "note">;
type UnknownPart = Extract<ArgvPart, { readonly type: "unknown" }>;

function unknownFlag({ path, spelling }: UnknownPart, next: ArgvPart | undefined): UnknownFlag {
  return { path, spelling, hasValue: next?.type === "value" && next.key === undefined && next.isAttached };
}

/** Whether a word that the CLI takes for a flag has a flag's name; a prompt that begins with dashes has none. */
function isFlagName(spelling: string): boolean {
  return /^(?:--[A-Za-z0-9][\w.-]{0,60}|-[A-Za-z0-9])$/.test(spelling);
}

function judgeUnknown(part: UnknownPart, next: ArgvPart | undefined, { argv, target, versions, others, refusalOf }: CallContext): Verdict {
  const { version } = target;
  const other = others.find(({ grammar }) =>
    readArgv(grammar, argv).parts.some(
      ({ type, token, problem, ...more }) =>
        type === "flag" && token === part.token && problem === undefined && "spelling" in more && more.spelling === part.spelling,
    ),
  );
  if (other !== undefined) return describeOther(other, versions, target);
  const refusal = refusalOf(unknownFlag(part, next));
  if (refusal === "rejected") return { state: "wrong", note: `The binary of ${version} refuses it, and no other committed version has it` };
  const reason = /: .*$/.exec(part.problem ?? "")?.[0] ?? "";
  return refusal === undefined
    ? { state: "unasked", note: `No committed version has it there${reason}; no binary of ${version} was asked` }
    : {
        state: "unasked",
        note: `No committed version has it there${reason}; it cannot be asked about harmlessly before it is reviewed (probe_candidates of cli.json)`,
      };
}

/** A word that nothing takes. Where a sub-command may stand, one that looks like a name is kept; any other may be a secret. */
function judgeStray(
  { path, word }: Extract<ArgvPart, { readonly type: "stray" }>,
  before: readonly ArgvPart[],
  { union }: KnownVersion,
): JudgedUnit {
  const unknown = before.findLast((part) => part.type === "unknown");
  // The words behind an unknown flag may be shifted by the value that it takes.
  if (unknown !== undefined)
    return {
      path,
      name: mask,
      state: "unasked",
      note: `No committed version has a sub-command or an arg for the word there; a word behind "${isFlagName(unknown.spelling) ? unknown.spelling : mask}" may be the value of that`,
    };
  const hasSubCommands = union.commands.some((command) => command.path.length > 0 && comparePaths(command.path.slice(0, -1), path) === 0);
  const isFirst = before.length === 0 || before.at(-1)?.type === "command";
  const name = hasSubCommands && isFirst && /^[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24 ? word : mask;
  return { path, name, state: "wrong", note: "No committed version has a sub-command or an arg for the word there" };
}

/** A word that names a command in another version. */
function judgeCommandWord(
  path: readonly string[],
  word: string,
  { versions, target }: Pick<UnshownInputs, "versions" | "target">,
): JudgedUnit | undefined {
  const other = otherVersionWithCommand(path, word, versions, target);
  return other === undefined ? undefined : { path: [...path, word], ...describeOther(other, versions, target) };
}

function describeOther(other: KnownVersion, versions: readonly KnownVersion[], target: KnownVersion): Verdict {
  return indexOf(versions, other) < indexOf(versions, target)
    ? { state: "removed", note: `${other.version} has it, ${target.version} does not` }
    : { state: "wrong", note: `${other.version} has it, ${target.version} does not yet` };
}

/** The ids of the units that the version hides on some target. */
function hiddenUnits({ union }: KnownVersion): ReadonlySet<string> {
  const fading = indexFadingUnits(union);
  const targets = union.inputs.map(({ target_triple }) => target_triple);
  const units = union.commands.flatMap(({ path, flags }): UnitIdentity[] => [
    { unit: "command", path },
    ...(flags ?? []).map(({ key }): UnitIdentity => ({ unit: "flag", path, name: key })),
  ]);
  return new Set(units.filter((unit) => targets.some((target) => fading.stateOn(unit, target) === "hidden")).map(unitId));
}

/** One unit may be used in several ways, each of which says something else. */
function idOf({ path, key, name, note }: JudgedUnit): string {
  return [...path, key ?? "", name ?? "", note].join("\0");
}
