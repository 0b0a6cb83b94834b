import { EnvironmentError, EXIT, InputError, ToolError } from "@lockstep/kernel";
import { compareArtifacts, writeArtifacts } from "../artifacts.ts";
import type { World } from "../world.ts";
import type { StaleFile, VerifyStage } from "./verify-stages.ts";

/** What became of the stages of one root. */
export interface StagesRun {
  readonly filesChecked: number;
  readonly stale: readonly StaleFile[];
  /** What `fix` wrote, and what it removed. */
  readonly fixed: readonly string[];
  readonly removed: readonly string[];
  /** What is derived from something broken or missing, by path, with the finding that has to be mended first. */
  readonly blocked: ReadonlyMap<string, StaleFile>;
  /** Why the wrapper's scenarios could not be run, where that is allowed; its coverage is then taken as it is. */
  readonly scenariosProblem: string | null;
}

/** How a run of the stages is done. */
export interface StagesChoice {
  /** Write what differs. */
  readonly fix: boolean;
  /** What a wrapper is whose scenarios do not run: the end, a finding, or something to tell. */
  readonly failedScenarios: "error" | "finding" | "told";
  /** Whether a wrapper that is measured by its own tests is recorded anew, which takes as long as they do; else what it keeps counts. */
  readonly recordsAnew: boolean;
}

/**
 * Compares what each stage derives with what is committed, in the given order. What is derived from a broken input, or from a
 * file that is missing, is one finding that leads to it, and `fix` leaves it alone. Broken inputs come first among the findings.
 */
export async function runVerifyStages(
  world: World,
  root: string,
  stages: readonly VerifyStage[],
  brokenInputs: readonly StaleFile[],
  { fix, failedScenarios }: Pick<StagesChoice, "fix" | "failedScenarios">,
): Promise<StagesRun> {
  const stale: StaleFile[] = [...brokenInputs];
  const fixed: string[] = [];
  const removed: string[] = [];
  // What must be mended before the file of a path can be relied on.
  const causes = new Map(brokenInputs.map((found) => [found.path, found]));
  const blocked = new Map<string, StaleFile>();
  let filesChecked = 0;
  let scenariosProblem: string | null = null;
  for (const stage of stages) {
    const cause = [...causes].find(([path]) => stage.needs(path))?.[1];
    if (cause !== undefined) {
      causes.set(stage.path, cause);
      blocked.set(stage.path, cause);
    }
    try {
      const { artifacts, problems, refusedInputs = [] } = await stage.plan();
      filesChecked += artifacts.length + problems.length;
      const states = (await compareArtifacts(world, artifacts)).filter(({ state }) => state !== "current");
      if (cause !== undefined) {
        // What is current all the same needs no line of its own.
        if (states.length + problems.length > 0) stale.push(waiting(stage, cause));
        continue;
      }
      const found = [...problems];
      if (fix && states.length > 0) {
        const { version } = stage;
        const changes = await writeArtifacts(world, artifacts, { option: undefined, optionName: undefined, root, version });
        fixed.push(...changes.written);
        removed.push(...changes.removed);
      } else found.push(...states.map(({ path, state }) => ({ path, problem: `is ${state}`, fix: stage.fix })));
      stale.push(...found);
      const [refusal] = problems;
      if (refusal !== undefined) for (const path of refusedInputs) causes.set(path, refusal);
      for (const each of found) if (problems.includes(each) || each.problem === "is missing") causes.set(each.path, each);
    } catch (error) {
      // A stage that cannot be derived at all is a finding of its own, so that the others are still looked at.
      const first = cause ?? stale.find(({ path }) => stage.needs(path));
      const isOfScenarios = error instanceof EnvironmentError && error.code === "SCENARIOS_FAILED" && failedScenarios !== "error";
      if (isOfScenarios && failedScenarios === "told") {
        scenariosProblem = firstLine(error.message);
        continue;
      }
      if (!isOfScenarios && !isAnswered(error, first)) throw error;
      const found =
        first === undefined
          ? {
              path: stage.path,
              problem: `cannot be derived: ${isOfScenarios ? firstLine(error.message) : error.message}`,
              fix: error.hint ?? stage.fix,
            }
          : waiting(stage, first);
      stale.push(found);
      causes.set(stage.path, first ?? found);
      if (first !== undefined) blocked.set(stage.path, first);
    }
  }
  return { filesChecked, stale, fixed, removed, blocked, scenariosProblem };
}

/** Also a file that cannot be read is told already, where it is a finding. */
function isAnswered(error: unknown, cause: StaleFile | undefined): error is ToolError {
  return error instanceof InputError || (cause !== undefined && error instanceof ToolError && error.exitCode === EXIT.noAnswer);
}

/** What a program that failed printed besides is a matter of running it by hand. */
function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}

function waiting({ path }: VerifyStage, { path: input, fix }: StaleFile): StaleFile {
  return { path, problem: `cannot be derived until ${input} is mended`, fix };
}
