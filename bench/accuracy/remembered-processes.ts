import type { ProcessRequest, UnwatchedOutcome } from "@lockstep/runtime";

/** What starts processes. */
export interface Processes {
  run(request: ProcessRequest): Promise<UnwatchedOutcome>;
}

/**
 * Processes that start the same call of a program once. The same call is that of the same words with the same variables; folders
 * of one run, which are other ones in the next, are changed in what it printed. A shell that would run several calls is not started,
 * so that every call is on its own. For programs that print the same whenever they are asked.
 */
export function rememberedProcesses(processes: Processes): Processes {
  const known = new Map<string, Promise<Remembered>>();
  return {
    run: async (request) => {
      if (request.stdin !== undefined) return { ...NOT_STARTED };
      const folders = foldersOf(request);
      const key = JSON.stringify([request.file, request.args, masked(Object.entries(request.env ?? {}).toSorted(byName), folders)]);
      let running = known.get(key);
      if (running === undefined) {
        running = processes.run(request).then((outcome) => ({ outcome, folders }));
        known.set(key, running);
      }
      const { outcome, folders: before } = await running;
      // Bad luck is not kept.
      if (outcome.type !== "exited" && known.get(key) === running) known.delete(key);
      return { ...outcome, stdout: moved(outcome.stdout, before, folders), stderr: moved(outcome.stderr, before, folders) };
    },
  };
}

/** Processes whose output is written in another way. */
export function reshapedProcesses(processes: Processes, reshape: (text: string) => string): Processes {
  return {
    run: async (request) => {
      const outcome = await processes.run(request);
      return { ...outcome, stdout: reshape(outcome.stdout), stderr: reshape(outcome.stderr) };
    },
  };
}

interface Remembered {
  readonly outcome: UnwatchedOutcome;
  /** The folders of the run that printed it. */
  readonly folders: readonly string[];
}

const NOT_STARTED: UnwatchedOutcome = {
  type: "spawn-failed",
  exitCode: null,
  signal: null,
  durationMs: 0,
  stdout: "",
  stderr: "",
  reason: "every call is made on its own",
};

function foldersOf({ env, cwd }: ProcessRequest): readonly string[] {
  return [cwd ?? "", env?.["HOME"] ?? "", env?.["TMPDIR"] ?? ""].filter((folder) => folder !== "");
}

function masked(variables: readonly (readonly [string, string])[], folders: readonly string[]): string {
  let text = JSON.stringify(variables);
  for (const [index, folder] of folders.entries()) text = text.replaceAll(folder, `{${String(index)}}`);
  return text;
}

function moved(text: string, from: readonly string[], to: readonly string[]): string {
  let result = text;
  for (const [index, folder] of from.entries()) result = result.replaceAll(folder, to[index] ?? folder);
  return result;
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
