import { assertNeeds, assertPositional } from "../claude-tools.ts";
import { argvBuilder } from "./argv-builder.ts";
import { ClaudeCodeError } from "../claude-code-error.ts";
import type { CommonOptions, JsonOption } from "./common-options.ts";

/** The sessions that are active: `claude agents --json`. */
export interface AgentsRequest extends CommonOptions {
  /** Also background sessions that are done. */
  readonly all?: boolean;
  /** Only background sessions that were started below this directory. */
  readonly cwd?: string;
}

export const agentsArgv = argvBuilder<AgentsRequest & JsonOption>({
  path: ["agents"],
  flags: { all: "--all", cwd: "--cwd=TEXT", json: "--json" },
  check: (request) => assertNeeds(request, [["all", "json"]]),
});

/** A background session by the id that its start printed. */
export interface BackgroundSessionRequest extends CommonOptions {
  readonly id: string;
}

/** The last output of a background session; a part of its name does in place of the id. */
export const logsArgv = argvBuilder<BackgroundSessionRequest, "id">({
  path: ["logs"],
  other: { id: "TEXT!" },
  flags: {},
  args: ({ id }) => [sessionId(id)],
});

export const stopArgv = argvBuilder<BackgroundSessionRequest, "id">({
  path: ["stop"],
  other: { id: "TEXT!" },
  flags: {},
  args: ({ id }) => [sessionId(id)],
});

/** Starts a background session anew, or with `all` every one, so that it is run by the binary of now: `claude respawn`. */
export interface RespawnRequest extends CommonOptions {
  readonly id?: string;
  readonly all?: boolean;
}

export const respawnArgv = argvBuilder<RespawnRequest, "id">({
  path: ["respawn"],
  other: { id: "TEXT" },
  flags: { all: "--all" },
  args: ({ id }) => (id === undefined ? [] : [sessionId(id)]),
  check: ({ id, all = false }) => {
    if ((id === undefined) !== all)
      throw ClaudeCodeError.forRequest(`"respawn" needs either "id" or "all", got ${all ? "both" : "neither"}`);
  },
});

/** Removes a background session and its worktree where that loses nothing: `claude rm`. The conversation stays. */
export interface RmRequest extends BackgroundSessionRequest {
  /** Loses the commits that nobody has but the worktree: `<commit>@<worktree id>`, as a call before has said it. */
  readonly discardUnpushed?: string;
  /** Deletes the worktree that could not be removed: its id, as a call before has said it. */
  readonly forceRemoveWorktree?: string;
}

export const rmArgv = argvBuilder<RmRequest, "id">({
  path: ["rm"],
  other: { id: "TEXT!" },
  flags: { discardUnpushed: "--discard-unpushed=TEXT", forceRemoveWorktree: "--force-remove-worktree=TEXT" },
  args: ({ id }) => [sessionId(id)],
});

function sessionId(id: string): string {
  return assertPositional(id, "id", "the id of a background session");
}
