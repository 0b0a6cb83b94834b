import { assertPositional, assertWhole } from "../codex-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";
import { assertPrompt, promptOnStdin } from "./turn-options.ts";

/** A new task of Codex Cloud. The prompt travels through stdin. */
export interface CloudExecRequest extends CommonOptions {
  readonly prompt: string;
  /** Id of the environment. */
  readonly env: string;
  /** How many attempts the best is chosen from: 1 to 4. */
  readonly attempts?: number;
  /** Git branch; the current one when absent. */
  readonly branch?: string;
}

export const cloudExecArgv = argvBuilder<CloudExecRequest, "prompt">({
  path: ["cloud", "exec"],
  other: { prompt: "TEXT!" },
  flags: {
    env: "--env=TEXT!",
    attempts: "--attempts=NUMBER",
    branch: "--branch=TEXT",
  },
  args: () => [promptOnStdin],
  check: (request) => {
    assertPrompt(request.prompt);
    assertWhole(request, "attempts", 1, 4);
  },
});

/** The tasks of Codex Cloud, a page at a time. */
export interface CloudListRequest extends CommonOptions {
  /** Id of an environment. */
  readonly env?: string;
  /** 1 to 20. */
  readonly limit?: number;
  /** Where a former list ended. */
  readonly cursor?: string;
}

export const cloudListArgv = argvBuilder<CloudListRequest & JsonOption>({
  path: ["cloud", "list"],
  flags: {
    env: "--env=TEXT",
    limit: "--limit=NUMBER",
    cursor: "--cursor=TEXT",
    json: "--json",
  },
  check: (request) => assertWhole(request, "limit", 1, 20),
});

/** A task of Codex Cloud. */
export interface CloudTaskRequest extends CommonOptions {
  readonly task: string;
}

/** One attempt of a task: 1 to 4. */
export interface CloudAttemptRequest extends CloudTaskRequest {
  readonly attempt?: number;
}

export const cloudStatusArgv = argvBuilder<CloudTaskRequest, "task">({
  path: ["cloud", "status"],
  other: { task: "TEXT!" },
  flags: {},
  args: ({ task }) => [taskId(task)],
});

export const cloudDiffArgv = argvBuilder<CloudAttemptRequest, "task">({
  path: ["cloud", "diff"],
  other: { task: "TEXT!" },
  flags: { attempt: "--attempt=NUMBER" },
  args: ({ task }) => [taskId(task)],
  check: (request) => assertWhole(request, "attempt", 1, 4),
});

export const cloudApplyArgv = argvBuilder<CloudAttemptRequest, "task">({
  path: ["cloud", "apply"],
  other: { task: "TEXT!" },
  flags: { attempt: "--attempt=NUMBER" },
  args: ({ task }) => [taskId(task)],
  check: (request) => assertWhole(request, "attempt", 1, 4),
});

export const applyArgv = argvBuilder<CloudTaskRequest, "task">({
  path: ["apply"],
  other: { task: "TEXT!" },
  flags: {},
  args: ({ task }) => [taskId(task)],
});

function taskId(task: string): string {
  return assertPositional(task, "task", "the id of a task");
}
