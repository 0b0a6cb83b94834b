import type { CliDescriptor } from "@lockstep/contracts";
import { planFirstQuestion, shownNow, type FirstQuestion, type TargetChange, type Witness } from "@lockstep/parity/diff";
import type { Change } from "@lockstep/surface/diff";
import { readReplay, type AcceptanceAnswer } from "@lockstep/surface";
import type { CliRoot } from "../cli-root.ts";
import type { World } from "../world.ts";
import type { Comparison } from "./diff-sides.ts";
import { callKey, findBinary, replay, shownAnswer } from "./replay-witnesses.ts";

/** What became of the changes when the first binary was asked about what seems to be new. */
export interface AskedChanges {
  /** In their order; what the first binary takes is shown now, and not added. */
  readonly changes: readonly TargetChange[];
  /** The call and the answer, by change. */
  readonly witnesses: ReadonlyMap<Change, Witness>;
}

/**
 * Asks the first binary, where it is on disk and runs here, about the units that only the second version shows: programs conceal what
 * they have. Only harmless calls are made, each on the first target of its change that there is a binary of.
 */
export async function askFirst(
  world: World,
  where: CliRoot,
  descriptor: CliDescriptor,
  compared: readonly Comparison[],
  changes: readonly TargetChange[],
): Promise<AskedChanges> {
  const questions = new Map<string, { readonly version: string; readonly asked: Map<TargetChange, FirstQuestion> }>();
  const binaries = new Map<string, string | undefined>();
  for (const each of changes) {
    for (const { name, before, after } of compared) {
      if (!each.targets.includes(name) || before.surface.snapshot_schema_version !== 1 || after.surface.snapshot_schema_version !== 1)
        continue;
      const plan = planFirstQuestion(each.change, { before: before.surface, after: after.surface }, descriptor);
      if (plan === undefined) continue;
      if (!binaries.has(name)) {
        const found = await findBinary(world, where, descriptor, before, undefined);
        binaries.set(name, found.type === "binary" ? found.path : undefined);
      }
      const path = binaries.get(name);
      if (path === undefined) continue;
      const place = questions.get(path) ?? { version: before.version, asked: new Map() };
      questions.set(path, place);
      place.asked.set(each, plan);
      break;
    }
  }
  const shown = new Map<TargetChange, { readonly change: Change; readonly witness: Witness }>();
  for (const [path, { version, asked }] of questions) {
    world.progress(`diff: asking ${path} about ${String(asked.size)} ${asked.size === 1 ? "unit" : "units"} that its help does not show`);
    const calls = new Map([...asked.values()].map(({ call }) => [callKey(path, call), call]));
    const answers = new Map((await replay(world, descriptor, path, [...calls.values()])).map((answer) => [callKey(path, answer), answer]));
    for (const [each, plan] of asked) {
      const answer = answers.get(callKey(path, plan.call));
      if (answer === undefined || !isTaken(descriptor, plan, answer)) continue;
      shown.set(each, {
        change: shownNow(each.change),
        witness: {
          words: [...plan.call.path, ...plan.call.words],
          scenario: null,
          verdict: null,
          problem: null,
          before: shownAnswer(descriptor, version, answer),
          after: null,
        },
      });
    }
  }
  return {
    changes: changes.map((each) => ({ ...each, change: shown.get(each)?.change ?? each.change })),
    witnesses: new Map([...shown.values()].map(({ change, witness }) => [change, witness])),
  };
}

/** A flag whose value is refused is a flag. */
function isTaken(descriptor: CliDescriptor, { framework, subject }: FirstQuestion, answer: AcceptanceAnswer): boolean {
  if (readReplay(descriptor, framework, answer, subject) === "accepted") return true;
  return subject.value !== undefined && answer.exitCode !== 0 && /^error: invalid value /m.test(answer.stderr);
}
