import type { CliDescriptor, SnapshotFlag, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { frameworkAt, planReplay, type ReplayFlag, type ReplayPlan, type ReplaySubject } from "@lockstep/surface";
import type { Change, ChangeCode } from "@lockstep/surface/diff";
import type { CallFlag, WrapperCall, WrapperUse } from "./wrapper-use.ts";

/** The snapshots that a change was found in. */
export interface WitnessSurfaces {
  readonly before: Pick<UpstreamSnapshotV1, "commands" | "rejected">;
  readonly after: Pick<UpstreamSnapshotV1, "commands" | "rejected">;
}

/** The call that shows a change, and what its answers are searched for; or why there is none. */
export type WitnessPlan =
  | (Extract<ReplayPlan, { readonly type: "call" }> & {
      readonly subject: ReplaySubject;
      readonly framework: string;
      /** The scenario that the call was recorded in; `null` where no call of the wrapper shows the unit. */
      readonly scenario: string | null;
    })
  | Extract<ReplayPlan, { readonly type: "none" }>;

/** The changes that a call shows which never runs anything. Of all others the end of such a call says nothing. */
const shownByReplay: ReadonlySet<ChangeCode> = new Set<ChangeCode>([
  "command-removed",
  "command-alias-removed",
  "flag-removed",
  "flag-long-removed",
  "flag-short-removed",
  "flag-alias-removed",
  "flag-value-added",
  "flag-value-removed",
  "flag-value-required",
  "flag-repeatable-removed",
  "flag-possible-values-removed",
]);

/** Plans the call that shows a change, from the shortest call of the wrapper that the change concerns. */
export function planWitness(
  change: Change,
  use: Pick<WrapperUse, "calls">,
  surfaces: WitnessSurfaces,
  descriptor: Pick<CliDescriptor, "framework" | "framework_overrides" | "unasked_commands">,
): WitnessPlan {
  if (!shownByReplay.has(change.code)) return { type: "none", reason: "a call that stops before it runs anything does not show it" };
  if (change.isTaken === true) return { type: "none", reason: "the call is still taken, for something else" };
  const [call] = use.calls;
  const path = calledPath(change);
  const framework = frameworkAt(descriptor, path);
  const flag = change.unit === "flag" ? subjectOf(change, call, surfaces) : undefined;
  const plan = planReplay({
    framework,
    path,
    ...(flag === undefined ? {} : { subject: flag, isTwice: change.affected.type === "repeated" }),
    others: flag === undefined || call === undefined ? [] : othersOf(change, call, surfaces),
    takesTrailing: takesTrailing(path, surfaces),
    isUnasked: isUnasked(path, descriptor.unasked_commands ?? []),
  });
  if (plan.type === "none") return plan;
  const subject = flag === undefined ? { name: path.at(-1) ?? "" } : { name: flag.name, value: flag.value };
  return { ...plan, subject, framework, scenario: call?.scenario ?? null };
}

/** The command that is called: by the name that it has lost, where the change is about that. */
function calledPath({ code, path, affected }: Change): readonly string[] {
  const [alias] = code === "command-alias-removed" && affected.type === "spelling" ? affected.spellings : [];
  return alias === undefined ? path : [...path.slice(0, -1), alias];
}

function subjectOf(change: Change, call: WrapperCall | undefined, surfaces: WitnessSurfaces): ReplayFlag {
  const flags = call?.flags.filter((flag) => isOf(flag, change)) ?? [];
  const found = flags.find((flag) => isConcerned(flag, change)) ?? flags[0];
  const { affected, name: key } = change;
  const name = found?.spelling ?? (affected.type === "spelling" ? (affected.spellings[0] ?? key) : key);
  const given = affected.type === "value" ? found?.values.find((value) => affected.values.includes(value)) : found?.values[0];
  const listed = affected.type === "value" ? affected.values[0] : undefined;
  const value = given ?? listed ?? (found === undefined ? takenValue(change, surfaces) : undefined);
  return { name, ...(value === undefined ? {} : { value }), shownAs: shownAs(change.path, name, surfaces) };
}

/** A value that the first version takes, where the flag has one and no call of the wrapper gives it. */
function takenValue({ path, name }: Change, { before }: WitnessSurfaces): string | undefined {
  const flag = flagOf(before, path, name);
  return flag?.takes_value === true ? (flag.possible_values?.[0] ?? "lockstep-probe") : undefined;
}

function othersOf(change: Change, call: WrapperCall, surfaces: WitnessSurfaces): readonly ReplayFlag[] {
  return call.flags
    .filter((flag) => flag.path.join("\0") === change.path.join("\0") && flag.key !== change.name)
    .map(({ spelling, values: [value] }) => ({
      name: spelling,
      ...(value === undefined ? {} : { value }),
      shownAs: shownAs(change.path, spelling, surfaces),
    }));
}

function isOf({ path, key }: CallFlag, change: Change): boolean {
  return key === change.name && path.join("\0") === change.path.join("\0");
}

function isConcerned({ spelling, values }: CallFlag, { affected }: Change): boolean {
  if (affected.type === "spelling") return affected.spellings.includes(spelling);
  if (affected.type === "value") return values.some((value) => affected.values.includes(value));
  if (affected.type === "other value") return values.some((value) => !affected.values.includes(value));
  return affected.type !== "bare" || values.length === 0;
}

function shownAs(path: readonly string[], name: string, { before, after }: WitnessSurfaces): ReplayFlag["shownAs"] {
  return [stateOf(before, path, name), stateOf(after, path, name)];
}

function stateOf(
  { commands, rejected = [] }: WitnessSurfaces["before"],
  path: readonly string[],
  name: string,
): ReplayFlag["shownAs"][number] {
  const id = path.join("\0");
  const flag = flagOf({ commands }, path, name);
  if (flag === undefined) return rejected.some((unit) => unit.key === name && unit.path.join("\0") === id) ? "refused" : "unknown";
  if (!flag.takes_value) return "switch";
  return flag.variadic === true || (flag.value_names?.length ?? 1) > 1 ? "several values" : "valued";
}

/** The flag of a command by any of its names; `undefined` where the surface has none. */
export function flagOf(
  { commands }: Pick<UpstreamSnapshotV1, "commands">,
  path: readonly string[],
  name: string,
): SnapshotFlag | undefined {
  const command = commands.find((other) => other.path.join("\0") === path.join("\0"));
  return command?.flags?.find(({ long, short, aliases = [] }) => long === name || short === name || aliases.includes(name));
}

/** Whether the command, or one above it that may get its words where it is gone, hands on what stands at the end of the line. */
export function takesTrailing(path: readonly string[], { before, after }: WitnessSurfaces): boolean {
  const places = Array.from({ length: path.length + 1 }, (_, length) => path.slice(0, length).join("\0"));
  return [before, after].some(({ commands }) =>
    commands.some((command) => places.includes(command.path.join("\0")) && command.args?.some(({ variadic }) => variadic) === true),
  );
}

/** Whether a command, or one above it, must never be called. */
export function isUnasked(path: readonly string[], unasked: readonly (readonly string[])[]): boolean {
  return unasked.some((other) => other.every((word, index) => word === path[index]));
}
