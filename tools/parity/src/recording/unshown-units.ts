import type { UnshownUnit } from "@lockstep/contracts";
import { compareAbsentFirst, compareCodePoints, comparePaths, firstOrder, omitAbsent } from "@lockstep/kernel";
import { readArgv, type ArgvPart } from "@lockstep/surface/argv";
import { indexFadingUnits } from "../fading.ts";
import { unitId, type UnitIdentity } from "../unit.ts";
import { mask } from "./mask-argv.ts";
import { nearestVersion, otherVersionWithCommand, type KnownVersion, type RecordedCall } from "./recorded-call.ts";

/** A flag that a call uses at a command and that no snapshot of the version has there, as it is spelled and without its value. */
export interface UnknownFlag {
  readonly path: readonly string[];
  readonly spelling: string;
  readonly hasValue: boolean;
}

/** What the binary of the version said when it was asked about a flag. */
export type Acceptance = "accepted" | "rejected" | "unknown";

/** The calls of a recording, and the versions to judge them by. */
export interface UnshownInputs {
  readonly calls: readonly Pick<RecordedCall, "argv">[];
  /** Ascending. */
  readonly versions: readonly KnownVersion[];
  /** The version that the wrapper is meant for, one of them. */
  readonly target: KnownVersion;
  readonly acceptanceOf: (flag: UnknownFlag) => Acceptance | undefined;
}

/** The flags to ask a binary about: those that the calls use and no snapshot of the version has, in order of path and spelling. */
export function unknownFlags(calls: UnshownInputs["calls"], target: KnownVersion): readonly UnknownFlag[] {
  const found = calls.flatMap(({ argv }) => {
    const { parts } = readArgv(target.grammar, argv);
    return parts.flatMap((part, at): UnknownFlag[] => {
      if (part.type !== "unknown") return [];
      const next = parts[at + 1];
      return [{ path: part.path, spelling: part.spelling, hasValue: next?.type === "value" && next.key === undefined }];
    });
  });
  const byName = new Map(found.map((flag) => [[...flag.path, flag.spelling, String(flag.hasValue)].join("\0"), flag]));
  return [...byName.values()].toSorted((a, b) =>
    firstOrder(comparePaths(a.path, b.path), compareAbsentFirst(a.spelling, b.spelling), Number(a.hasValue) - Number(b.hasValue)),
  );
}

type JudgedUnit = Omit<UnshownUnit, "calls" | "scenarios">;

/**
 * What the calls use and no help of the version shows, each with what it is and what that rests on, sorted by path, key,
 * name and note. A unit that a snapshot has as hidden is `hidden`, and so is a flag that the binary accepts; what only another version has
 * is `removed`, or `wrong` when that version is a later one; what the binary refuses is `wrong`.
 * @param scenarioOf the name of the scenario that a call has become; `undefined` when nothing of it was left
 */
export function unshownUnits(
  inputs: UnshownInputs,
  scenarioOf: (call: UnshownInputs["calls"][number]) => string | undefined,
): readonly UnshownUnit[] {
  const { calls, target } = inputs;
  const hidden = hiddenUnits(target);
  const found = new Map<string, { readonly unit: JudgedUnit; calls: number; readonly scenarios: Set<string> }>();
  for (const call of calls) {
    const { parts } = readArgv(target.grammar, call.argv);
    const units = parts.map((part, at) => judgePart(part, parts, at, hidden, inputs)).filter((unit) => unit !== undefined);
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

function judgePart(
  part: ArgvPart,
  parts: readonly ArgvPart[],
  at: number,
  hidden: ReadonlySet<string>,
  inputs: UnshownInputs,
): JudgedUnit | undefined {
  const { version } = inputs.target;
  const next = parts[at + 1];
  switch (part.type) {
    case "unknown":
      return { path: part.path, key: part.spelling, ...judgeUnknown(part, next?.type === "value" && next.key === undefined, inputs) };
    case "stray":
      return judgeCommandWord(part.path, part.word, inputs) ?? judgeStray(part, parts.slice(0, at), inputs.target);
    case "command":
      return isHidden({ unit: "command", path: part.path }, hidden)
        ? { path: part.path, state: "hidden", note: `${version} has the command and hides it` }
        : undefined;
    case "flag":
      if (part.problem !== undefined) return { path: part.path, key: part.spelling, state: "wrong", note: `${version}: ${part.problem}` };
      return isHidden({ unit: "flag", path: part.path, name: part.key }, hidden)
        ? { path: part.path, key: part.key, state: "hidden", note: `${version} has the flag and hides it` }
        : undefined;
    case "value":
      if (part.problem === undefined) return undefined;
      return { path: part.path, key: part.spelling, state: "wrong", note: `${version} does not list the value that it is given` };
    case "arg": {
      const command = judgeCommandWord(part.path, part.value, inputs);
      if (command !== undefined) return { ...command, note: `${command.note}: it takes the word for ${part.name}` };
      if (part.problem === undefined) return undefined;
      return { path: part.path, name: part.name, state: "wrong", note: `${version} does not list the value that it is given` };
    }
    case "dashes":
      return undefined;
  }
}

type Verdict = Pick<UnshownUnit, "state" | "note">;

function judgeUnknown(
  part: Extract<ArgvPart, { readonly type: "unknown" }>,
  hasValue: boolean,
  { versions, target, acceptanceOf }: UnshownInputs,
): Verdict {
  const { path, spelling } = part;
  const { version } = target;
  const acceptance = acceptanceOf({ path, spelling, hasValue });
  if (acceptance === "accepted") return { state: "hidden", note: `The binary of ${version} accepts it, and its help does not show it` };
  const other = nearestVersion(versions, target, ({ grammar }) => {
    const { parts } = readArgv(grammar, [...path, spelling]);
    return parts.slice(0, path.length).every(({ type }) => type === "command") && parts[path.length]?.type === "flag";
  });
  if (other !== undefined) return describeOther(other, versions, target);
  if (acceptance === "rejected")
    return { state: "wrong", note: `The binary of ${version} refuses it, and no other committed version has it` };
  return acceptance === undefined
    ? { state: "unasked", note: `No committed version has it, and no binary of ${version} was asked` }
    : { state: "unasked", note: "No committed version has it, and it cannot be asked about harmlessly" };
}

/** A word that nothing takes. Where a sub-command may stand, one that looks like a name is kept; any other may be a secret. */
function judgeStray(
  { path, word }: Extract<ArgvPart, { readonly type: "stray" }>,
  before: readonly ArgvPart[],
  { union }: KnownVersion,
): JudgedUnit {
  const hasSubCommands = union.commands.some((command) => comparePaths(command.path.slice(0, -1), path) === 0 && command.path.length > 0);
  const isFirst = before.at(-1)?.type === "command" || before.length === 0;
  const name = hasSubCommands && isFirst && /^[a-z]+(?:-[a-z]+)*$/.test(word) && word.length <= 24 ? word : mask;
  const unknown = before.findLast((part) => part.type === "unknown");
  const perhaps = unknown === undefined ? "" : `; perhaps a word behind "${unknown.spelling}" is the value of that`;
  return { path, name, state: "wrong", note: `No committed version has a sub-command or an arg for the word there${perhaps}` };
}

/** A word that names a command in another version. */
function judgeCommandWord(path: readonly string[], word: string, { versions, target }: UnshownInputs): JudgedUnit | undefined {
  const other = otherVersionWithCommand(path, word, versions, target);
  return other === undefined ? undefined : { path: [...path, word], ...describeOther(other, versions, target) };
}

function describeOther(other: KnownVersion, versions: readonly KnownVersion[], target: KnownVersion): Verdict {
  return versions.indexOf(other) < versions.indexOf(target)
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

function isHidden(unit: UnitIdentity, hidden: ReadonlySet<string>): boolean {
  return hidden.has(unitId(unit));
}

/** One unit may be used in several ways, each of which says something else. */
function idOf({ path, key, name, note }: JudgedUnit): string {
  return [...path, key ?? "", name ?? "", note].join("\0");
}
