import type { CliDescriptor, UpstreamSnapshotV1 } from "@lockstep/contracts";
import { isSamePath } from "@lockstep/kernel";
import { frameworkAt, planReplay, PROBE_VALUE, type ReplayFlag, type ReplaySubject } from "@lockstep/surface";
import type { Change } from "@lockstep/surface/diff";
import { evidenceOf } from "../compat/evidence.ts";
import { flagOf, isUnasked, takesTrailing, type WitnessPlan, type WitnessSurfaces } from "./plan-witness.ts";

/** The call by which the first binary is asked about a unit that only the second version shows. */
export type FirstQuestion = Extract<WitnessPlan, { readonly type: "call" }>;

/**
 * Plans the question whether the first binary takes a unit that seems to be new: it may have concealed it. `undefined` where that is
 * known, since the binary refused it or the program's text declares all it has, where the second version conceals it too, and where no
 * call is harmless. Of clap each is asked about: no evidence has the hidden aliases.
 */
export function planFirstQuestion(
  change: Change,
  surfaces: WitnessSurfaces,
  descriptor: Pick<CliDescriptor, "framework" | "framework_overrides" | "unasked_commands">,
): FirstQuestion | undefined {
  const { code, unit, path, impact } = change;
  if ((code !== "command-added" && code !== "flag-added") || impact !== "widens") return undefined;
  if (!isVisible(change, surfaces.after) || isRefused(change, surfaces.before)) return undefined;
  const framework = frameworkAt(descriptor, path);
  if (framework !== "clap" && isListed(change, surfaces.before, framework)) return undefined;
  const flag = unit === "command" ? undefined : subjectOf(change, surfaces, framework);
  const plan = planReplay({
    framework,
    path,
    ...(flag === undefined ? {} : { subject: flag }),
    others: [],
    takesTrailing: takesTrailing(path, surfaces),
    isUnasked: isUnasked(path, descriptor.unasked_commands ?? []),
  });
  if (plan.type === "none") return undefined;
  const subject: ReplaySubject = flag === undefined ? { name: path.at(-1) ?? "" } : { name: flag.name, value: flag.value };
  return { ...plan, subject, framework, scenario: null };
}

/** The change, where the first binary takes the unit: help shows what it concealed. */
export function shownNow(change: Change): Change {
  const { unit, path, name } = change;
  return {
    code: unit === "command" ? "command-shown" : "flag-shown",
    unit,
    path,
    name,
    impact: "widens",
    affected: { type: "use" },
    before: true,
    after: false,
    message: "is no longer hidden: the first binary takes it too, though nothing shows it there",
  };
}

function isVisible({ unit, path, name }: Change, after: WitnessSurfaces["after"]): boolean {
  const found = unit === "command" ? after.commands.find((command) => isSamePath(command.path, path)) : flagOf(after, path, name);
  return found !== undefined && found.hidden !== true;
}

/** Whether the binary was asked about the unit, or a command on its way, and refused it. */
function isRefused({ unit, path, name }: Change, { rejected = [] }: WitnessSurfaces["before"]): boolean {
  return rejected.some((refused) =>
    refused.key === undefined
      ? isSamePath(refused.path, path.slice(0, refused.path.length))
      : unit === "flag" && refused.key === name && isSamePath(refused.path, path),
  );
}

/** Whether the evidence of the first version would have the unit, hidden or not. */
function isListed({ unit, path }: Change, before: Pick<UpstreamSnapshotV1, "commands">, framework: CliDescriptor["framework"]): boolean {
  const evidence = evidenceOf(before, framework);
  return unit === "command" ? evidence.listsCommands(path.slice(0, -1)) : evidence.listsFlags(path);
}

/** What ends the call of clap ends it whatever the first binary makes of a switch; elsewhere that must be known. */
function subjectOf({ path, name }: Change, { after }: WitnessSurfaces, framework: string): ReplayFlag {
  const flag = flagOf(after, path, name);
  const takesValue = flag?.takes_value === true;
  const shown = !takesValue ? "switch" : flag.variadic === true || (flag.value_names?.length ?? 1) > 1 ? "several values" : "valued";
  return {
    name,
    ...(takesValue ? { value: flag.possible_values?.[0] ?? PROBE_VALUE } : {}),
    shownAs: framework === "clap" ? [shown] : ["unknown", shown],
  };
}
