import { UsageError } from "@lockstep/kernel";
import type { ChangePlan, FoundFile, PlanWorkspace, Refusal, StageRequest } from "@lockstep/plans";
import { parsePatch, stageFile } from "@lockstep/plans";
import type { World } from "../world.ts";
import type { ContentSource } from "./content-source.ts";
import { digest } from "./digest.ts";
import { givenPaths, throwRefusals } from "./planned-paths.ts";

/** What `plan add` is asked. */
export interface StagingRequest {
  readonly source: ContentSource;
  /** From the root of the workspace. */
  readonly paths: readonly string[];
  /** Four octal digits. */
  readonly mode: string | undefined;
}

/** The plan with everything that was asked in it, and the paths that were staged. Throws an `InputError` with all refusals. */
export async function stageAll(
  world: Pick<World, "clock">,
  plans: Pick<PlanWorkspace, "files">,
  old: ChangePlan,
  request: StagingRequest,
): Promise<{ readonly plan: ChangePlan; readonly staged: ReadonlySet<string> }> {
  const now = world.clock.now();
  const refusals: Refusal[] = [];
  const staged = new Set<string>();
  let plan = old;
  for (const each of requestsOf(request)) {
    const outcome = stageFile(plan, each, await lookAt(plans, plan, each.path), { now, digest });
    if (outcome.type === "refused") {
      refusals.push(...outcome.refusals);
    } else {
      plan = outcome.plan;
      staged.add(outcome.file.path);
    }
  }
  throwRefusals(refusals);
  return { plan, staged };
}

function requestsOf({ source, paths, mode }: StagingRequest): readonly StageRequest[] {
  if (source.type === "patch") {
    const patches = parsePatch(source.name, source.bytes);
    const [path] = paths;
    if (path !== undefined && patches.length > 1) {
      throw new UsageError("PATH_NOT_NAMED", `The patch changes ${String(patches.length)} files, and one path is named`, {
        hint: "Leave the path out: the patch has them",
      });
    }
    // Those of a patch are from the root, wherever it is taken, as for git.
    const named =
      path === undefined
        ? givenPaths(
            patches.map((patch) => patch.path),
            "",
          )
        : [path];
    return patches.map((patch, index) => ({ type: "patch", path: named[index] ?? "", patch }));
  }
  return paths.map((path): StageRequest => {
    switch (source.type) {
      case "content":
        return { type: "write", path, content: source.bytes, ...(mode === undefined ? {} : { mode }) };
      case "mode":
        return { type: "mode", path, mode: mode ?? "" };
      case "delete":
        return { type: "delete", path };
    }
  });
}

/** What stands at a path; the bytes of a file whose state before is not in the plan yet. */
async function lookAt({ files }: Pick<PlanWorkspace, "files">, plan: ChangePlan, path: string): Promise<FoundFile> {
  const observation = await files.observe(path);
  const isPlanned = plan.files.some((file) => file.path === path);
  return observation.state.type === "file" && !isPlanned ? { observation, bytes: await files.readBytes(path) } : { observation };
}
