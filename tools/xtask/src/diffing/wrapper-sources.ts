import { parseContract, type CliDescriptor, type ParityRules, type WrapperCoverageV1, type WrapperScenarios } from "@lockstep/contracts";
import { EXIT, ToolError } from "@lockstep/kernel";
import type { TargetChange, Waiver } from "@lockstep/parity/diff";
import type { CliRoot } from "../cli-root.ts";
import { hasWrapper, readScenarios } from "../stages/wrapper-coverage.ts";
import type { World } from "../world.ts";

/** What is known of the wrapper of a CLI. */
export interface KnownWrapper {
  /** `undefined` where the root has no `wrapper_coverage.json`. */
  readonly coverage: WrapperCoverageV1 | undefined;
  /** `undefined` without a wrapper, where nothing could break, and where they could not be run. */
  readonly scenarios: WrapperScenarios | undefined;
  readonly rules: ParityRules;
  readonly hasWrapper: boolean;
  /** Why the scenarios could not be run; else `null`. */
  readonly problem: string | null;
}

/**
 * Reads what tells how the wrapper uses the CLI. Its scenarios are not run where no change could break a call. Throws `InputError`
 * for a coverage that is malformed and, without one, what `readScenarios` throws.
 */
export async function readWrapper(
  world: World,
  where: CliRoot,
  rules: ParityRules,
  descriptor: CliDescriptor | undefined,
  changes: readonly TargetChange[],
): Promise<KnownWrapper> {
  const path = `${where.root}/wrapper_coverage.json`;
  const text = await world.files.readText(path);
  const coverage = text === undefined ? undefined : parseContract("WrapperCoverageV1", path, text);
  // Another repository's root may borrow our descriptor, but not our wrapper.
  const isOurs = (await world.files.stat(`${where.root}/cli.json`)) !== undefined && hasWrapper(descriptor);
  const matters = changes.some(({ change }) => change.impact === "breaks" || change.impact === "risk");
  const known = { coverage, rules, hasWrapper: isOurs || coverage !== undefined };
  if (!isOurs || !matters) return { ...known, scenarios: undefined, problem: null };
  try {
    return { ...known, scenarios: await readScenarios(world, where), problem: null };
  } catch (error) {
    // What the coverage claims is worth telling without them.
    if (!(error instanceof ToolError) || error.exitCode !== EXIT.noAnswer || coverage === undefined) throw error;
    return { ...known, scenarios: undefined, problem: error.message.split("\n")[0] ?? error.message };
  }
}

/** The waivers of a root; none where it has no `waivers.json`. Throws `InputError` for one that is malformed. */
export async function readWaivers(world: Pick<World, "files">, where: CliRoot): Promise<readonly Waiver[]> {
  const path = `${where.root}/waivers.json`;
  const text = await world.files.readText(path);
  return text === undefined
    ? []
    : parseContract("Waivers", path, text, "What it holds: schemas/WAIVERS_SCHEMA.json; what is wrong with all of it: xtask validate")
        .waivers;
}
