import { EnvironmentError, type ProcessOutcome } from "@lockstep/kernel";
import type { PlanWorkspace } from "@lockstep/plans";
import { childEnvironment } from "../child-environment.ts";
import type { World } from "../world.ts";

/** The workspace that the plan commands work on. */
export interface Workspace {
  readonly plans: PlanWorkspace;
  /** The current folder from the root of the workspace, `""` for the root itself. */
  readonly folder: string;
  /** Whether the root is that of a git repository. */
  readonly isRepository: boolean;
}

/**
 * Opens the workspace of the current folder: the git repository that it is in, and outside of one the folder itself. Touches nothing.
 * Throws `EnvironmentError` where git knows a repository and cannot tell its root.
 */
export async function openWorkspace(world: World): Promise<Workspace> {
  if (world.openPlans === undefined) throw new Error("This runner has no plans");
  const current = slashed(world.files.absolute("."));
  const told = await askGit(world, ["rev-parse", "--is-inside-git-dir", "--show-cdup"]);
  const up = told?.replace(/^(?:true|false)(?:\r?\n|$)/, "");
  if (told?.startsWith("true") === true || (up === undefined && isInsideGitFolder(current))) {
    throw new EnvironmentError("WORKSPACE_UNKNOWN", `"${current}" is inside of the files of git itself, where no plan may write`, {
      hint: "Change to a folder of the work tree",
    });
  }
  if (up === undefined) return { plans: await world.openPlans(current), folder: "", isRepository: false };
  const root = slashed(world.files.absolute(up === "" ? "." : up)).replace(/(?<=.)\/$/, "");
  const above = root.endsWith("/") ? root : `${root}/`;
  if (current !== root && !current.startsWith(above)) {
    throw new EnvironmentError("WORKSPACE_UNKNOWN", `git has "${root}" for the work tree of "${current}", which is not in it`, {
      hint: "Change to a folder of the work tree; unset GIT_WORK_TREE where it is set",
    });
  }
  return { plans: await world.openPlans(root), folder: current.slice(above.length), isRepository: true };
}

/** By its words alone: where there is no git to ask, or the repository is damaged. */
function isInsideGitFolder(folder: string): boolean {
  return folder.split("/").some((part) => part.toLowerCase() === ".git");
}

/** The commit that is checked out; `undefined` outside of a repository and before its first commit. */
export async function readHead(world: World): Promise<string | undefined> {
  const { exitCode, stdout } = await runGit(world, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/** What git prints, without the line's end; `undefined` where there is no git or no repository. */
async function askGit(world: World, args: readonly string[]): Promise<string | undefined> {
  const outcome = await runGit(world, args);
  if (outcome.type === "exited" && outcome.exitCode === 0) return outcome.stdout.replace(/\r?\n$/, "");
  if (outcome.type === "spawn-failed" || outcome.stderr.includes("not a git repository")) return undefined;
  throw new EnvironmentError(
    "WORKSPACE_UNKNOWN",
    `git cannot tell the root of the work tree: "git ${args.join(" ")}" ended with ${outcome.exitCode === null ? outcome.type : `exit code ${String(outcome.exitCode)}`}: ${outcome.stderr.trim()}`,
    { hint: "Change to a folder of the work tree, and do what git says" },
  );
}

function runGit(world: World, args: readonly string[]): Promise<ProcessOutcome> {
  const env = { ...childEnvironment(world.env), LC_ALL: "C" };
  return world.processes.run({ file: "git", args, cwd: world.files.absolute("."), env, totalMs: 10_000, maxOutputBytes: 1_000_000 });
}

/** Windows has backslashes. */
function slashed(path: string): string {
  return /^[A-Za-z]:\\/.test(path) ? path.replaceAll("\\", "/") : path;
}
