import { argvBuilder } from "./argv-builder.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertPositional } from "./flag-table.ts";
import { assertPrompt, promptOnStdin } from "./turn-options.ts";

/** A new task of Codex Cloud. The prompt travels through stdin. */
export interface CloudExecRequest extends CommonOptions {
  readonly prompt: string;
  /** Id of the environment. */
  readonly env: string;
  /** How many attempts the best is chosen from. */
  readonly attempts?: number;
  /** Git branch; the current one when absent. */
  readonly branch?: string;
}

export const cloudExecArgv = argvBuilder<CloudExecRequest, "prompt">({
  path: ["cloud", "exec"],
  flags: {
    env: "--env",
    attempts: "--attempts",
    branch: "--branch",
  },
  args: () => [promptOnStdin],
  check: ({ prompt }) => assertPrompt(prompt),
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

export const cloudListArgv = argvBuilder<CloudListRequest & { readonly json?: boolean }>({
  path: ["cloud", "list"],
  flags: {
    env: "--env",
    limit: "--limit",
    cursor: "--cursor",
    json: "--json",
  },
});

/** A task of Codex Cloud. */
export interface CloudTaskRequest extends CommonOptions {
  readonly task: string;
}

/** One attempt of a task; the attempts count from 1. */
export interface CloudAttemptRequest extends CloudTaskRequest {
  readonly attempt?: number;
}

export const cloudStatusArgv = argvBuilder<CloudTaskRequest, "task">({
  path: ["cloud", "status"],
  flags: {},
  args: ({ task }) => [taskId(task)],
});

export const cloudDiffArgv = argvBuilder<CloudAttemptRequest, "task">({
  path: ["cloud", "diff"],
  flags: { attempt: "--attempt" },
  args: ({ task }) => [taskId(task)],
});

export const cloudApplyArgv = argvBuilder<CloudAttemptRequest, "task">({
  path: ["cloud", "apply"],
  flags: { attempt: "--attempt" },
  args: ({ task }) => [taskId(task)],
});

export const applyArgv = argvBuilder<CloudTaskRequest, "task">({
  path: ["apply"],
  flags: {},
  args: ({ task }) => [taskId(task)],
});

function taskId(task: string): string {
  return assertPositional(task, "task", "the id of a task");
}
