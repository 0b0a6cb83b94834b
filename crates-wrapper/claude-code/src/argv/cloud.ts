import { ClaudeCodeError } from "../claude-code-error.ts";
import { argvBuilder } from "./argv-builder.ts";
import { assertNeeds, assertNoConflict } from "../claude-tools.ts";
import type { CommonOptions } from "./common-options.ts";
import { assertPrompt, printPath } from "./prompt.ts";

/**
 * A session in the cloud: a message to one that there is (its id or URL), or a new one with `cloud: true` or `environment`. It needs a
 * login to claude.ai. The prompt travels through stdin.
 */
export interface CloudRequest extends CommonOptions {
  readonly prompt: string;
  readonly cloud?: boolean | string;
  /** A new session on this self-hosted environment, such as `ccpool_1`. */
  readonly environment?: string;
  /** What the new session checks out; the current branch when absent. Help conceals it. */
  readonly ref?: string;
  /** The branch that the new session works on, and pushes to; not with `ref`. Help conceals it. */
  readonly onBranch?: string;
  /**
   * Whether this call sends settings of this machine, such as its `CLAUDE.md` and its permission rules, into the session, a new one or one
   * that there is; what was chosen on the machine before when absent. Help conceals it.
   */
  readonly forwardHomeSettings?: "true" | "false";
  /** Labels for what starts the machine of the `environment`. Help conceals it. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Id that the `environment` is told. Help conceals it. */
  readonly correlationId?: string;
  /** Name for people of the new session. */
  readonly name?: string;
  readonly outputFormat?: "text" | "json";
}

/** The command line that speaks to the cloud, as `printArgv`. */
export const cloudArgv = argvBuilder<CloudRequest, "prompt">({
  path: printPath,
  other: { prompt: "TEXT!" },
  flags: {
    cloud: "--cloud=[TEXT]",
    environment: "--environment=TEXT",
    ref: "--ref=TEXT",
    onBranch: "--on-branch=TEXT",
    forwardHomeSettings: "--forward-home-settings=TEXT",
    metadata: "--metadata=KEY=TEXT",
    correlationId: "--correlation-id=TEXT",
    name: "--name=TEXT",
    outputFormat: "--output-format=TEXT",
  },
  check: (request) => {
    const { prompt, cloud = false, environment } = request;
    assertPrompt(prompt);
    if ((cloud === false) === (environment === undefined))
      throw ClaudeCodeError.forRequest(
        `A session in the cloud needs either "cloud" or "environment", got ${environment === undefined ? "neither" : "both"}`,
      );
    assertNoConflict(request, [["ref", "onBranch"]]);
    const ofNew = typeof cloud === "string" ? (["ref", "onBranch"] as const).find((field) => request[field] !== undefined) : undefined;
    if (ofNew !== undefined) throw ClaudeCodeError.forRequest(`Option "${ofNew}" is for a new session, not for one that there is`);
    assertNeeds(request, [
      ["metadata", "environment"],
      ["correlationId", "environment"],
    ]);
  },
});
